"""One sentence as a citation, ready to be copied. Pure function."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from dashboard.highlight import source_link
from dashboard.words import the
from stanceboard.types import Article


def citation(article: Article, rows: Sequence[Mapping[Hashable, Any]], topic: str) -> str:
    """Quote the sentence of `rows` (all of one sentence) with its source, address and what the model says of it.

    The address opens the source page at the sentence; it is left out where the article has none.
    """
    sentence = " ".join(str(rows[0]["sentence"]).split())
    where = ", ".join(filter(None, (article.source, article.date)))
    source = f"{article.title.rstrip('.')}. {where}." if where else f"{article.title.rstrip('.')}."
    stances = "; ".join(f"{row['actor']}: {row['label']} ({_by(row)})" for row in rows)
    models = ", ".join(dict.fromkeys(str(row["model"]) for row in rows))
    address = source_link(article.url, str(rows[0]["sentence"]))
    parts = [f"“{sentence}” {source}", address, f"Stance toward {the(topic)}: {stances}. Stanceboard, model {models}."]
    return " ".join(filter(None, parts))


def _by(row: Mapping[Hashable, Any]) -> str:
    return "corrected by a person" if row["corrected"] else f"{row['probability']:.0%}"
