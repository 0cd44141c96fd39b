"""Time the encoder and a whole analysis on this machine.

stanceboard bench [--model FOLDER] [--repeats N]
"""

import argparse
import platform
import statistics
import time
from collections.abc import Callable, Sequence

from stanceboard.scoring import analyse, load_scorer
from stanceboard.store import sample_articles
from stanceboard.topics import read_topics


def main(argv: Sequence[str] | None = None) -> int:
    """Print median and spread of repeated runs over the sample corpus."""
    parser = argparse.ArgumentParser(
        prog="stanceboard bench",
        description=__doc__,
        epilog="example: stanceboard bench --repeats 5",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", help="a model's folder (default: the shipped model)")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(argv)
    topic = read_topics()[0]
    articles = sample_articles()
    load = _seconds(lambda: load_scorer(options.model))
    scorer = load_scorer(options.model)
    decisions = sum(len(analyse(article, topic, scorer)) for article in articles)  # also warms up
    runs = [_seconds(lambda: [analyse(article, topic, scorer) for article in articles]) for _ in range(options.repeats)]
    median = statistics.median(runs)
    print(f"machine              {platform.machine()}, Python {platform.python_version()}, {scorer.model.dtype}")
    print(f"load                 {load:.2f} s (libraries included)")
    print(f"whole analysis       {len(articles) / median:.1f} articles/s, {decisions / median:.0f} rows/s")
    print(
        f"spread               {min(runs):.2f} to {max(runs):.2f} s over {len(runs)} runs of {len(articles)} articles"
    )
    return 0


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
