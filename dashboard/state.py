"""What the reader chose: one frozen Filters, held by widgets that are bound to the URL."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd

from stanceboard.types import LABELS

# Names of the URL's parameters; BOUND are the keys of widgets too, CARRIED go along with every link.
TOPIC, ACTORS, STANCES, SINCE, UNTIL, CONFIDENCE = "topic", "actor", "stance", "from", "to", "confidence"
PICK, VIEW, NONE, PAGE = "pick", "view", "none", "page"
SCOPE, KIND = "what", "as"
SEARCH, SORT, CONTEXT, MARKED = "search", "sort", "context", "mark"
ARTICLE, SENTENCE, JOB, SCORING, EDIT = "article", "sentence", "job", "scoring", "edit"  # a job is a batch's
PART, SAMPLE, CODER = "part", "sample", "coder"
WHO, COPIES, SHARES, TIME, CELL = "who", "copies", "shares", "time", "cell"
FILTER_KEYS = (ACTORS, STANCES, SINCE, UNTIL, CONFIDENCE)
LISTED = (PICK, VIEW, NONE, PAGE, SEARCH, SORT, CONTEXT, MARKED, WHO, COPIES, SHARES, TIME, CELL)
BOUND = (TOPIC, *FILTER_KEYS, *LISTED, SCOPE, KIND, PART, SAMPLE)
CARRIED = (TOPIC, *FILTER_KEYS, COPIES, CODER)


@dataclass(frozen=True, slots=True)
class Pick:
    """A mark of a chart: one stance of one actor, by id, in one month (2018-08) or in all."""

    actor_id: str
    label: str
    month: str | None = None


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

    def whole(self) -> "Filters":
        """The same actors and period with every stance at any confidence: what shares are out of."""
        return replace(self, stances=(), confidence=0)

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

    @property
    def is_crossed(self) -> bool:
        """True where the period ends before it begins."""
        return bool(self.since and self.until and self.since > self.until)


def filters_from(values: Mapping[str, object]) -> Filters:
    """Read the widgets' values, whatever a hand-written URL made of them."""
    confidence = values.get(CONFIDENCE)
    return Filters(
        actors=tuple(texts(values.get(ACTORS))),
        stances=tuple(one for one in texts(values.get(STANCES)) if one in LABELS),
        since=_day(values.get(SINCE)),
        until=_day(values.get(UNTIL)),
        confidence=confidence if isinstance(confidence, int) else 0,
    )


def address(path: str, parameters: Mapping[str, str | Sequence[str] | None]) -> str:
    """A page's address; parameters without a value are left out.

    >>> address("evidence", {"actor": ["Iran", "China"], "stance": None})
    '/evidence?actor=Iran&actor=China'
    """
    query = urlencode({key: value for key, value in parameters.items() if value}, doseq=True)
    return f"/{path}?{query}" if query else f"/{path}"


def texts(value: object) -> list[str]:
    """A widget's value as the URL writes it."""
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [] if value is None else [str(value)]  # str of a date is ISO


def _day(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
