"""The command line: `stanceboard dashboard | score | evaluate | train | bench`."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from tqdm import tqdm

from stanceboard import own_actors
from stanceboard.actors.registry import conflicts, load_registry
from stanceboard.errors import StanceboardError
from stanceboard.export import FORMATS, write_rows
from stanceboard.reading import Reading, find_inputs, read_many
from stanceboard.rows import table
from stanceboard.scoring import analyse, load_scorer
from stanceboard.store import Store
from stanceboard.topics import find_topic
from stanceboard.types import Article, Stance

DONE, SOME_FAILED, WRONG_USE = 0, 1, 2
ACTORS_FORM = """\
a file of actors, whose names win over the shipped ones (more in data/actors/README.md):
  [[actor]]
  id = "harbour-front"
  name = "Harbour Front"
  kind = "party"
  aliases = ["Front for the Harbour", "HF"]"""
SUMMARY = """\
usage: stanceboard COMMAND [options]

  dashboard   open the dashboard on 127.0.0.1
  score       score files, folders and tables into one table
  evaluate    measure a model on labelled articles or sentences
  train       train a model by the recipe
  bench       time the model on this machine

example: stanceboard score article.txt --out stances.csv
`stanceboard COMMAND --help` says more.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 done, 1 some inputs failed, 2 wrong use."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    name = arguments.pop(0) if arguments else "--help"
    if name in ("--help", "-h"):
        print(SUMMARY, end="")
        return DONE
    if name == "--version":
        from stanceboard import __version__

        print(__version__)
        return DONE
    if name not in COMMANDS:
        print(f"Expected a command of {', '.join(COMMANDS)}; found {name!r}.\n\n{SUMMARY}", end="", file=sys.stderr)
        return WRONG_USE
    try:
        return COMMANDS[name](arguments)
    except StanceboardError as error:
        print(error, file=sys.stderr)
        return WRONG_USE


def dashboard(argv: Sequence[str]) -> int:
    """Open the dashboard on 127.0.0.1 until Ctrl+C."""
    parser = _parser("dashboard", dashboard.__doc__, "stanceboard dashboard --port 8600")
    parser.add_argument("--port", type=int, default=8501, help="default: 8501, or the next one that is free")
    parser.add_argument(
        "--database", help="URL or path (default: $STANCEBOARD_DATABASE_URL, else the user's data folder)"
    )
    _add_actors(parser)
    parser.add_argument("--no-browser", action="store_true", help="do not open the browser")
    options = parser.parse_args(argv)
    actors = _own_files(options.actors)
    from dashboard import launch

    launch.main(port=options.port, database=options.database, browser=not options.no_browser, actors=actors)
    return DONE


def score(argv: Sequence[str]) -> int:
    """Score files, folders and tables: one row per actor and sentence."""
    parser = _parser(
        "score", score.__doc__, "stanceboard score reports/ extra.csv --topic moscow-talks --out stances.xlsx"
    )
    parser.add_argument("input", type=Path, nargs="+", help="files or folders")
    parser.add_argument("--topic", default="moscow-talks", help="a topic's id, or a .toml file (default: moscow-talks)")
    parser.add_argument(
        "--out", type=Path, help=f"file to write: .{', .'.join(FORMATS)} (default: a summary on the screen)"
    )
    parser.add_argument("--model", help="a model's folder (default: the shipped model)")
    parser.add_argument("--database", help="also store articles and scores there; its own actors count")
    _add_actors(parser)
    options = parser.parse_args(argv)
    topic = find_topic(options.topic)
    if options.out and options.out.suffix.lstrip(".").lower() not in FORMATS:
        parser.error(f"expected --out with a suffix of .{', .'.join(FORMATS)}; found {options.out.name!r}")
    actors = _own_files(options.actors)
    readings = list(read_many(find_inputs(options.input)))
    problems = [reading for reading in readings if reading.problem]
    articles = list({article.id: article for reading in readings for article in reading.articles}.values())
    if articles:
        scorer = load_scorer(options.model)
        store = Store(options.database) if options.database else None
        registry = own_actors.registry(store, actors) if store else load_registry(*actors)
        scored: list[tuple[Article, list[Stance]]] = []
        for article in tqdm(articles, desc="score", unit="article", disable=None):
            stances = analyse(article, topic, scorer, registry)
            scored.append((article, stances))
            if store:
                store.add(article, stances, topic=topic)
        if options.out:
            options.out.parent.mkdir(parents=True, exist_ok=True)
            write_rows(table(scored), options.out)
            print(f"{options.out}: {sum(len(rows) for _, rows in scored)} rows of {len(articles)} articles")
        else:
            _print_positions(scored)
    _report(problems, readings)
    return SOME_FAILED if problems or not readings else DONE


def _print_positions(scored: Sequence[tuple[Article, Sequence[Stance]]]) -> None:
    for article, stances in scored:
        print(article.title)
        positions = [one for one in stances if one.label != "none"]
        for one in positions:
            print(
                f"  {one.actor.name:32.32s} {one.label:10s} {one.probability:4.0%}  {' '.join(one.sentence.text.split())}"
            )
        if not positions:
            print("  no position found")


def _report(problems: Sequence[Reading], readings: Sequence[Reading]) -> None:
    for reading in problems:
        print(f"{reading.name}: {reading.problem}", file=sys.stderr)
    if not readings:
        print("Expected at least one file to read, found none in the folders given.", file=sys.stderr)


def _add_actors(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--actors",
        type=Path,
        action="append",
        metavar="FILE",
        help="a .toml file of actors of your own; may be given more than once (default: $STANCEBOARD_ACTORS)",
    )
    parser.epilog = f"{parser.epilog}\n\n{ACTORS_FORM}"


def _own_files(given: Sequence[Path] | None) -> tuple[Path, ...]:
    """The files of actors to use; says which of their names mean somebody else from now on."""
    actors = tuple(given) if given else own_actors.files()
    for number, path in enumerate(actors):
        for one in conflicts(load_registry(*actors[:number]), load_registry(*actors[: number + 1])):
            print(f"{path}: {one}", file=sys.stderr)
    return actors


def _forward(module: str) -> Callable[[Sequence[str]], int]:
    """Run another module's `main`, imported only when asked for."""

    def run(argv: Sequence[str]) -> int:
        code: int = import_module(f"stanceboard.{module}").main(argv)
        return code

    return run


def _parser(name: str, description: str | None, example: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(
        prog=f"stanceboard {name}",
        description=description,
        epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "dashboard": dashboard,
    "score": score,
    "evaluate": _forward("evaluation"),
    "train": _forward("training"),
    "bench": _forward("benchmark"),
}


if __name__ == "__main__":
    sys.exit(main())
