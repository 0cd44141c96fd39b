"""Score the sample corpus with the shipped model and ship the result: `python -m stanceboard.sample_scores`."""

import json
import sys

from stanceboard.resources import asset
from stanceboard.rows import score_record
from stanceboard.scoring import analyse, load_scorer
from stanceboard.store import sample_articles
from stanceboard.topics import read_topics


def main(model: str | None = None) -> None:
    """Write data/sample/scores.jsonl: the columns of a score for every row."""
    scorer = load_scorer(model)
    topic = read_topics()[0]
    records = [score_record(row) for article in sample_articles() for row in analyse(article, topic, scorer)]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path = asset("data", "sample") / "scores.jsonl"
    path.write_text(lines, encoding="utf-8")
    print(f"{path}: {len(records)} rows by {scorer.name}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
