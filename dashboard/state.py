"""What the reader chose: one frozen Filters, held by widgets that are bound to the URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from stanceboard.types import LABELS

# Names of the URL's parameters. Those of filters are the widgets' keys too; Streamlit keeps them across pages.
TOPIC, ACTORS, STANCES, SINCE, UNTIL, CONFIDENCE = "topic", "actor", "stance", "from", "to", "confidence"
PICK, ARTICLE, SENTENCE, JOB = "pick", "article", "sentence", "job"
FILTER_KEYS = (ACTORS, STANCES, SINCE, UNTIL, CONFIDENCE)


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty `actors` (names) and `stances` mean all; days are ISO, both included; `confidence` is 0 to 100 %."""

    actors: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    confidence: int = 0

    def apply(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Keep the rows that pass every filter; rows without a date pass no period."""
        keep = rows["probability"] >= self.confidence / 100
        if self.actors:
            keep &= rows["actor"].isin(self.actors)
        if self.stances:
            keep &= rows["label"].isin(self.stances)
        if self.since:
            keep &= rows["date"].fillna("") >= self.since
        if self.until:
            keep &= rows["date"].fillna("9999") <= self.until
        return rows[keep]

    def describe(self) -> list[str]:
        """One phrase for each active filter."""
        phrases = []
        if self.actors:
            phrases.append("actor " + " or ".join(self.actors))
        if self.stances:
            phrases.append("stance " + " or ".join(self.stances))
        if self.since:
            phrases.append(f"from {self.since}")
        if self.until:
            phrases.append(f"to {self.until}")
        if self.confidence:
            phrases.append(f"confidence at least {self.confidence} %")
        return phrases


def filters_from(values: Mapping[str, object]) -> Filters:
    """Read the widgets' values, whatever a hand-written URL made of them."""
    confidence = values.get(CONFIDENCE)
    return Filters(
        actors=_texts(values.get(ACTORS)),
        stances=tuple(one for one in _texts(values.get(STANCES)) if one in LABELS),
        since=_day(values.get(SINCE)),
        until=_day(values.get(UNTIL)),
        confidence=confidence if isinstance(confidence, int) else 0,
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else ()


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
