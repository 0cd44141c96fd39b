"""Stances as a table: the one set of columns that store, downloads and charts share."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping

import pandas as pd

from stanceboard.types import LABELS, POLARITIES, Actor, Article, Mention, Sentence, Stance, Topic

ARTICLE_COLUMNS = ("title", "date", "source", "url")
SCORE_COLUMNS = (
    "topic",
    "actor_id",
    "actor",
    "kind",
    "speaker",
    "label",
    "probability",
    *LABELS,
    "sentiment",
    *POLARITIES,
    "sentence",
    "sentence_index",
    "sentence_start",
    "sentence_end",
    "mention",
    "mention_start",
    "mention_end",
    "model",
)
ROW_COLUMNS = ("row_id", "article_id", *ARTICLE_COLUMNS, *SCORE_COLUMNS, "scored_at", "corrected")
NUMBERS = ("probability", *LABELS, *POLARITIES)
INTEGERS = ("sentence_index", "sentence_start", "sentence_end", "mention_start", "mention_end")


def row_id(stance: Stance) -> str:
    """A short id that the same actor, sentence, topic and model always get."""
    key = (stance.article_id, stance.topic.id, stance.actor.id, str(stance.sentence.start), stance.model)
    return hashlib.sha256("\x1f".join(key).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def score_record(stance: Stance) -> dict[str, object]:
    """The SCORE_COLUMNS of one stance, with `row_id` and `article_id`; probabilities are rounded to 4 digits."""
    return {
        "row_id": row_id(stance),
        "article_id": stance.article_id,
        "topic": stance.topic.name,
        "actor_id": stance.actor.id,
        "actor": stance.actor.name,
        "kind": stance.actor.kind,
        "speaker": stance.speaker,
        "label": stance.label,
        "probability": round(stance.probability, 4),
        **{label: round(stance.probabilities[label], 4) for label in LABELS},
        "sentiment": stance.sentiment,
        **{polarity: round(stance.sentiment_probabilities[polarity], 4) for polarity in POLARITIES},
        "sentence": stance.sentence.text,
        "sentence_index": stance.sentence.index,
        "sentence_start": stance.sentence.start,
        "sentence_end": stance.sentence.end,
        "mention": stance.mention.text,
        "mention_start": stance.mention.start,
        "mention_end": stance.mention.end,
        "model": stance.model,
    }


def table(pairs: Iterable[tuple[Article, Iterable[Stance]]], scored_at: str | None = None) -> pd.DataFrame:
    """Make the table of scored articles without a database; `scored_at` defaults to now (UTC)."""
    now = scored_at or datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    records = [
        {
            **score_record(stance),
            "title": article.title,
            "date": article.date,
            "source": article.source,
            "url": article.url,
            "scored_at": now,
            "corrected": False,
        }
        for article, stances in pairs
        for stance in stances
    ]
    return typed(pd.DataFrame(records, columns=list(ROW_COLUMNS)))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give every column its type: text (missing is None), float64, int64, bool."""
    frame = frame.loc[:, list(ROW_COLUMNS)]
    types: dict[str, str] = dict.fromkeys(NUMBERS, "float64")
    types |= dict.fromkeys(INTEGERS, "int64")
    types["corrected"] = "bool"
    frame = frame.astype(types)
    for name in ROW_COLUMNS:
        if name not in types:
            values = frame[name].astype(object)
            frame[name] = pd.Series(values.where(values.notna(), None), index=frame.index, dtype=object)
    return frame.reset_index(drop=True)


def one_name_each(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with one name and one kind for each actor id: the most frequent, of equally frequent ones the first.

    Articles spell one actor in two ways ("Afghan parliament", "Afghan Parliament"); charts and filters go by the name.
    """
    for name in ("actor", "kind"):
        counts = rows.groupby(["actor_id", name], sort=False).size().sort_values(ascending=False, kind="stable")
        best = counts.reset_index().drop_duplicates("actor_id").set_index("actor_id")[name]
        if len(best) < len(counts):
            rows = rows.assign(**{name: rows["actor_id"].map(best)})
    return rows


def stance_of(row: Mapping[str, object]) -> Stance:
    """Make the Stance of one row again (the topic by name alone)."""
    actor = Actor(str(row["actor_id"]), str(row["actor"]), str(row["kind"]))
    speaker = None if row["speaker"] is None else str(row["speaker"])
    mention = Mention(_int(row, "mention_start"), _int(row, "mention_end"), str(row["mention"]), actor, speaker)
    sentence = Sentence(
        _int(row, "sentence_start"), _int(row, "sentence_end"), str(row["sentence"]), _int(row, "sentence_index")
    )
    return Stance(
        article_id=str(row["article_id"]),
        date=None if row["date"] is None else str(row["date"]),
        topic=Topic(str(row["topic"])),
        actor=actor,
        speaker=speaker,
        mention=mention,
        sentence=sentence,
        label=str(row["label"]),
        probabilities={label: _float(row, label) for label in LABELS},
        sentiment=str(row["sentiment"]),
        sentiment_probabilities={polarity: _float(row, polarity) for polarity in POLARITIES},
        model=str(row["model"]),
    )


def _int(row: Mapping[str, object], name: str) -> int:
    return int(str(row[name]))


def _float(row: Mapping[str, object], name: str) -> float:
    return float(str(row[name]))
