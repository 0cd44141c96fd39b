"""Measure a scorer: on labelled sentences, on NewsMTSC targets, on whole labelled articles.

    stanceboard evaluate GOLD.jsonl [--model FOLDER] [--out metrics.json] [--card README.md]

The kind of a file is known by its records: `labels` (sentences), `targets` (NewsMTSC) or `stances` (articles).
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stanceboard.card import renew_card
from stanceboard.errors import InvalidInput
from stanceboard.examples import MTSC_POLARITIES
from stanceboard.relevance import IN_BRACKETS
from stanceboard.scoring import EXPECTED_ODDS, Scorer, analyse, at_odds, load_scorer
from stanceboard.summary import POSITIONS, summarise
from stanceboard.types import LABELS, POLARITIES, Article, Stance, Topic

Figures = dict[str, Any]
Records = Sequence[dict[str, Any]]
RESAMPLES = 1000
THRESHOLDS = range(0, 100, 5)  # in per cent: what the dashboard's minimum confidence can be set to


def main(argv: Sequence[str] | None = None) -> int:
    """Print one figure a line for each gold file."""
    parser = argparse.ArgumentParser(
        prog="stanceboard evaluate",
        description=__doc__,
        epilog="example: stanceboard evaluate articles.jsonl --out metrics.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("gold", type=Path, nargs="+", help="labelled sentences, targets or articles, JSON Lines")
    parser.add_argument("--model", help="a model's folder (default: the shipped model)")
    parser.add_argument("--out", type=Path, help="write the figures here too, as JSON")
    parser.add_argument(
        "--card", type=Path, nargs="*", default=[], help="Markdown files whose figures are renewed, with their diagrams"
    )
    options = parser.parse_args(argv)
    scorer = load_scorer(options.model)
    figures = {path.stem: evaluate(read_gold(path), scorer) for path in options.gold}
    for name, found in figures.items():
        for key, value in found.items():
            print(f"{name}  {key:22s} {value:.3f}" if isinstance(value, float) else f"{name}  {key:22s} {value}")
    if options.out:
        options.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for path in options.card:
        renew_card(path, figures)
    return 0


def read_gold(path: Path) -> list[dict[str, Any]]:
    """Read a gold file. Raises InvalidInput when it is not one."""
    try:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise InvalidInput(f"{path}: expected labelled JSON Lines. {error}") from None
    if not records or not isinstance(records[0], dict) or not records[0].keys() & {"labels", "targets", "stances"}:
        raise InvalidInput(f"{path}: expected records with `labels`, `targets` or `stances`; found none of them.")
    return records


def evaluate(records: Records, scorer: Scorer) -> Figures:
    """Measure on one gold file's records."""
    if "stances" in records[0]:
        return evaluate_articles(records, scorer)
    if "labels" in records[0]:
        gold, probabilities = stance_predictions(records, scorer)
        said = _positions(gold, at_odds(probabilities, EXPECTED_ODDS))
        return classification(gold, probabilities, LABELS) | {
            "wrong_topic": none_toward_other_topics(records, scorer),
            "abstention": abstention(said, "sentences", len(records)),
        }
    return classification(*sentiment_predictions(records, scorer), POLARITIES)


def stance_predictions(records: Records, scorer: Scorer) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Gold label indices (n,) and probabilities (n, 4) of labelled sentences."""
    rows = [(record, label) for record in records for label in record["labels"]]
    probabilities = scorer.stance_probabilities(
        [record["text"] for record, _ in rows],
        [(start, end) for _, (start, end, *_) in rows],
        [Topic(record["topic"]) for record, _ in rows],
    )
    return np.array([LABELS.index(label[3]) for _, label in rows]), probabilities


def none_toward_other_topics(records: Records, scorer: Scorer) -> float:
    """The share of gold positions that are given `none` toward the topic of the record half the file away."""
    half = len(records) // 2
    moved = [{**one, "topic": records[(number + half) % len(records)]["topic"]} for number, one in enumerate(records)]
    gold, probabilities = stance_predictions(moved, scorer)
    none = LABELS.index("none")
    held = gold != none
    return float((probabilities[held].argmax(axis=1) == none).mean()) if held.any() else 1.0


def sentiment_predictions(records: Records, scorer: Scorer) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Gold polarity indices (n,) and probabilities (n, 3) of NewsMTSC records."""
    rows = [(record["sentence_normalized"], target) for record in records for target in record["targets"]]
    probabilities = scorer.sentiment_probabilities(
        [text for text, _ in rows], [(target["from"], target["to"]) for _, target in rows]
    )
    gold = [POLARITIES.index(MTSC_POLARITIES[float(target["polarity"])]) for _, target in rows]
    return np.array(gold), probabilities


def classification(gold: NDArray[np.int64], probabilities: NDArray[np.float32], names: Sequence[str]) -> Figures:
    """Macro-F1 with its 95 % bootstrap interval, accuracy, calibration error, F1 by label, confusion (gold rows)."""
    predicted = probabilities.argmax(axis=1)
    draw = np.random.default_rng(0)
    samples = draw.integers(0, len(gold), (RESAMPLES, len(gold)))
    spread = np.quantile([_f1(gold[one], predicted[one], len(names)).mean() for one in samples], [0.025, 0.975])
    by_label = _f1(gold, predicted, len(names))
    confusion = np.zeros((len(names), len(names)), dtype=int)
    np.add.at(confusion, (gold, predicted), 1)
    return {
        "n": len(gold),
        "macro_f1": float(by_label.mean()),
        "macro_f1_interval": [round(float(value), 3) for value in spread],
        "accuracy": float((gold == predicted).mean()),
        "ece": expected_calibration_error(gold, probabilities),
        **{f"f1_{name}": float(value) for name, value in zip(names, by_label, strict=True)},
        "confusion": confusion.tolist(),
        "reliability": reliability(gold, probabilities),
    }


def reliability(gold: NDArray[np.int64], probabilities: NDArray[np.float32], bins: int = 10) -> list[list[float]]:
    """Equal-count bins of confidence: [mean confidence, share right, count] each."""
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == gold
    parts = [one for one in np.array_split(np.argsort(confidence), bins) if len(one)]
    return [[round(float(confidence[one].mean()), 3), round(float(right[one].mean()), 3), len(one)] for one in parts]


def expected_calibration_error(gold: NDArray[np.int64], probabilities: NDArray[np.float32]) -> float:
    """Mean gap of confidence and accuracy over ten equal-count bins (Naeini et al., AAAI 2015)."""
    return float(sum(abs(mean - share) * count for mean, share, count in reliability(gold, probabilities)) / len(gold))


def fit_calibration(gold: NDArray[np.int64], probabilities: NDArray[np.float32]) -> tuple[float, list[float]]:
    """The temperature, and a bias for each class whose sum is 0, that make the gold labels likeliest.

    Both are relative to what the probabilities were made with: new ones are softmax(log p / temperature + bias). Bias-corrected
    temperature scaling (Alexandari, Kundaje and Shrikumar, ICML 2020), which a shift of the prior needs, as `analyse` makes it.
    """
    import torch

    logits = torch.log(torch.tensor(np.clip(probabilities.astype(np.float64), 1e-9, 1)))
    labels = torch.tensor(gold)
    sharpness = torch.ones(1, dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(logits.shape[1], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([sharpness, bias], max_iter=200, line_search_fn="strong_wolfe")

    def surprise() -> torch.Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(logits * sharpness + bias, labels)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(surprise)  # type: ignore[no-untyped-call]
    found = bias.detach() - bias.detach().mean()
    return 1 / float(sharpness.detach()), [float(value) for value in found]


def evaluate_articles(records: Records, scorer: Scorer) -> Figures:
    """(article, actor, current stance) triples over whole articles, actors found by the package itself.

    `actor_f1_by_name` is the same where the topic is entered by its name alone; `wrong_topic`, the share of gold positions whose
    actor is given none toward the topic, aliases and all, of the record half the file away.
    """
    silent = nones = exact = rows_total = 0
    positions: list[tuple[float, bool]] = []
    triples: list[tuple[Mapping[str, str], dict[str, Any]]] = []
    for record in records:
        rows = _analysed(record, _topic(record), scorer)
        rows_total += len(rows)
        exact += sum(
            record["text"][row.sentence.start : row.sentence.end] == row.sentence.text
            and record["text"][row.mention.start : row.mention.end] == row.mention.text
            for row in rows
        )
        positions += [
            (row.probability, any(_supports(row, one) for one in record["stances"]))
            for row in rows
            if row.label in POSITIONS
        ]
        said = _said(rows)
        triples.append((said, record))
        for one in record.get("none", []):
            nones += 1
            silent += not any(name in said for name in _names(one))
    by_label = _f1_of_triples(triples)
    by_name = [
        (_said(_analysed(record, Topic(IN_BRACKETS.sub("", record["topic"]["name"])), scorer)), record)
        for record in records
    ]
    return {
        "articles": len(records),
        "actor_f1": float(np.mean(list(by_label.values()))),
        **{f"f1_{label}": value for label, value in by_label.items()},
        "actor_f1_by_name": float(np.mean(list(_f1_of_triples(by_name).values()))),
        "silent": silent / nones if nones else 1.0,
        "wrong_topic": articles_toward_other_topics(records, scorer),
        "offsets": exact / rows_total if rows_total else 1.0,
        "abstention": abstention(positions, "articles", len(records)),
    }


def articles_toward_other_topics(records: Records, scorer: Scorer) -> float:
    """The share of gold positions whose actor is given none toward the topic of the record half the file away."""
    half = len(records) // 2
    held = none = 0
    for number, record in enumerate(records):
        said = _said(_analysed(record, _topic(records[(number + half) % len(records)]), scorer))
        for one in record["stances"]:
            held += 1
            none += not any(name in said for name in _names(one))
    return none / held if held else 1.0


def _topic(record: dict[str, Any]) -> Topic:
    topic = record["topic"]
    return Topic(topic["name"], tuple(topic.get("aliases", ())), topic.get("description", ""))


def _analysed(record: dict[str, Any], topic: Topic, scorer: Scorer) -> list[Stance]:
    article = Article(record["title"], record["text"], record.get("date"), record.get("source"), record.get("url"))
    return analyse(article, topic, scorer)


def _said(rows: Sequence[Stance]) -> dict[str, str]:
    """The current position of each actor that has one, by its folded name."""
    return {one.actor.name.casefold(): one.label for one in summarise(rows) if one.label in POSITIONS}


def _f1_of_triples(triples: Iterable[tuple[Mapping[str, str], dict[str, Any]]]) -> dict[str, float]:
    """F1 of each position over what was said of articles, each with its record."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for said, record in triples:
        total.update(said.values())
        for one in record["stances"]:
            if one.get("current", True):
                total[one["stance"]] += 1
                hits[one["stance"]] += any(said.get(name) == one["stance"] for name in _names(one))
    return {label: 2 * hits[label] / total[label] if total[label] else 0.0 for label in POSITIONS}


def abstention(said: Iterable[tuple[float, bool]], unit: str, count: int) -> Figures:
    """What leaving out the less sure positions buys, on `count` labelled units ("sentences", "articles").

    `said` holds (probability, whether right) of every position that the scorer gave, as `analyse` gives them. Each line
    of `table` is [threshold in %, positions at or above it, share of all positions, share right], the last None for none.

    >>> abstention([(0.9, True), (0.4, False)], "sentences", 2)["table"][10]
    [50, 1, 0.5, 1.0]
    """
    pairs = list(said)
    lines: list[list[float | None]] = []
    for threshold in THRESHOLDS:
        kept = [right for probability, right in pairs if probability >= threshold / 100]
        share = round(len(kept) / len(pairs), 3) if pairs else 0.0
        lines.append([threshold, len(kept), share, round(sum(kept) / len(kept), 3) if kept else None])
    return {"unit": unit, "n": count, "table": lines}


def _positions(gold: NDArray[np.int64], probabilities: NDArray[np.float32]) -> list[tuple[float, bool]]:
    predicted = probabilities.argmax(axis=1)
    chosen = np.flatnonzero(predicted != LABELS.index("none"))
    return [(float(probabilities[row].max()), bool(gold[row] == predicted[row])) for row in chosen]


def _supports(row: Stance, one: dict[str, Any]) -> bool:
    """Whether the row's very sentence is one that supports the labelled stance of its actor."""
    if row.actor.name.casefold() not in _names(one) or row.label != one["stance"]:
        return False
    sentence = " ".join(row.sentence.text.split())
    evidence = [" ".join(text.split()) for text in one["evidence"]]
    return any(sentence in text or text in sentence for text in evidence)


def _names(one: dict[str, Any]) -> set[str]:
    return {name.casefold().removeprefix("the ") for name in (one["actor"], *one.get("names", ()))}


def _f1(gold: NDArray[np.int64], predicted: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    right = np.bincount(gold[gold == predicted], minlength=count)
    total = np.bincount(gold, minlength=count) + np.bincount(predicted, minlength=count)
    scores: NDArray[np.float64] = np.divide(2 * right, total, out=np.zeros(count), where=total > 0)
    return scores
