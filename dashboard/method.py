"""What the labels mean, how stances are combined, and how well the model does: said on the methods page and in packs."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from stanceboard.resources import asset
from stanceboard.scoring import SHIPPED_MODEL

MEANINGS = (
    (
        "accepts",
        "says it will come, agrees, joins; or hosts, convenes, invites, backs, welcomes",
        "will send a delegation",
    ),
    ("declines", "says it will not come, rejects, boycotts, withdraws, cancels", "decided against attending"),
    (
        "skeptical",
        "doubts purpose, timing, format or outcome, or withholds a commitment, without refusing",
        "sees no point in it",
    ),
    ("none", "is mentioned without a position of its own on this topic", "was invited; could not be reached"),
)
COMBINING = (
    "One row is one actor in one sentence, read with the two sentences before it. The position must be the actor's own, and about this topic.",
    "An article counts an actor once: with the position that its sentences support most, by the sum of their probabilities.",
    "An actor's current stance is that of its latest dated article; the one before it that differed is named as a change. "
    "Articles without a date count as the oldest.",
    "Where a person corrected a row, the person's label stands.",
)
LIMITS = (
    "English text only. Irony, and positions that need more than three sentences to see, are missed.",
    "Actors are found by lists, by how news names offices and unnamed officials, and by a small tagger: some are missed, and a name may be tied to the wrong body.",
    "Shares describe these articles, not the world: what was not written or not added is not counted.",
    "Confidence is calibrated on newswire sentences; on other kinds of text it may be off. Read the sentence before you cite a figure.",
)


@cache
def metrics() -> dict[str, dict[str, Any]]:
    """The shipped model's figures, by development set. Raises FileNotFoundError where none are shipped."""
    path: Path = asset("models", SHIPPED_MODEL, "metrics.json")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


@cache
def shipped_model() -> str:
    """The name that the shipped model gives its rows, and that its figures are of."""
    config = json.loads(asset("models", SHIPPED_MODEL, "config.json").read_text(encoding="utf-8"))
    return str(config["model_name"])
