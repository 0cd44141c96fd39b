"""The list of evidence: its orders, what stands around a sentence, and what of all that was read is in it. Pure functions."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.charts import ORDER
from dashboard.words import plural
from stanceboard.types import Sentence

NEWEST, ACTOR = "Newest first", "Actor"
# name -> (columns, ascending); rows of one article stay in text order
ORDERS = {
    NEWEST: (("date",), (False,)),
    "Oldest first": (("date",), (True,)),
    "Surest first": (("probability", "date"), (False, False)),
    "Least sure first": (("probability", "date"), (True, False)),
    ACTOR: (("actor", "date"), (True, False)),
}


def ordered(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """The rows in one of ORDERS; those without a date come last among their like."""
    columns, ascending = ORDERS.get(order, ORDERS[NEWEST])
    by, up = [*columns, "article_id", "mention_start"], [*ascending, True, True]
    return rows.sort_values(by, ascending=up, na_position="last", key=_caseless)


def around(sentences: Sequence[Sentence], start: int, end: int) -> tuple[str, str]:
    """The sentences before and after the span of one, exactly as the article has them; "" at its ends."""
    before = [one.text for one in sentences if one.end <= start]
    after = [one.text for one in sentences if one.start >= end]
    return (before[-1] if before else ""), (after[0] if after else "")


def details(row: Mapping[Hashable, Any]) -> str:
    """All that the model says of a row, as one line of plain text."""
    stances = ", ".join(f"{label} {row[label]:.0%}" for label in (*ORDER, "none"))
    speaker = f" Said by {row['speaker']}." if row["speaker"] else ""
    return f"{stances}. Portrayed as {row['sentiment']} ({row[row['sentiment']]:.0%}).{speaker} Model {row['model']}."


def coverage(rows: pd.DataFrame, articles: int, sentences: int | None, confidence: int) -> str:
    """What was read and what was found in it, in plain words; `rows` are all of a topic, `sentences` None if uncounted.

    A sentence is undecided where it holds positions and the model gives none of them `confidence` (in %).
    """
    of_sentence = ["article_id", "sentence_start"]
    positions = rows[rows["label"] != "none"]
    surest = positions.groupby(of_sentence)["probability"].max()
    text = f"{plural(articles, 'article')} {'was' if articles == 1 else 'were'} read"
    text += (
        "; the sentences are still being counted" if sentences is None else f", {plural(sentences, 'sentence')} in all"
    )
    found = len(rows.drop_duplicates(of_sentence))
    text += f". An actor was found in {plural(found, 'sentence')}; {len(surest):,} of them hold a position."
    undecided = int((surest < confidence / 100).sum())
    if undecided:
        text += f" {undecided:,} of those are left undecided: the model is less than {confidence} % sure."
    return text


def _caseless(column: "pd.Series[Any]") -> "pd.Series[Any]":
    return column.str.casefold() if column.name == "actor" else column
