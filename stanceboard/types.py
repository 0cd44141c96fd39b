"""The nouns, in flow order: Article, Sentence, Actor, Mention, Topic, Stance, ActorStance.

All are frozen. Positions are half-open character offsets into `article.text`, so that
`article.text[mention.start:mention.end] == mention.text` holds for every Mention and Sentence.
"""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from stanceboard.errors import InvalidInput

LABELS = ("accepts", "declines", "skeptical", "none")
POLARITIES = ("negative", "neutral", "positive")
KINDS = ("state", "armed group", "party", "organisation", "person", "unnamed")


def slugify(name: str) -> str:
    """Make a lowercase ASCII identifier: `"Moscow talks" -> "moscow-talks"`; never empty."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name.lower()).strip("-")
    return slug or "x" + hashlib.sha256(name.encode()).hexdigest()[:12]


def check_text(text: str, most: int | None = None) -> None:
    """Raise InvalidInput on characters that no database can hold, or on more than `most` of them."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InvalidInput(
            f"Expected text, found characters that no text has (NUL or half a character) in {text[:60]!r}. "
            "Type it anew; a file, save as UTF-8 text and add again."
        )
    if most is not None and len(text) > most:
        raise InvalidInput(f"Expected at most {most} characters, found {len(text)}. Shorten it.")


def now() -> str:
    """The time in UTC, as the database writes it: "2026-01-31T12:00:00+00:00"."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _check_day(day: str | None) -> None:
    if day is not None:
        try:
            datetime.date.fromisoformat(day)
        except ValueError:
            raise InvalidInput(f"Expected a date as YYYY-MM-DD, found {day!r}. Correct it or leave it out.") from None


@dataclass(frozen=True, slots=True)
class Article:
    """One news text, kept exactly as given.

    `date` is an ISO 8601 day ("2018-08-23") or None. `id` derives from title and text alone, so the
    same article read from two files is one article.

    Raises InvalidInput when the date is not an ISO day.
    """

    title: str
    text: str
    date: str | None = None
    source: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        _check_day(self.date)

    @property
    def id(self) -> str:
        content = f"{self.title}\x1f{self.text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(content).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article; `index` counts from 0 in text order."""

    start: int
    end: int
    text: str
    index: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever can hold a position; `kind` is one of KINDS, `name` the one canonical name."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an actor is named; `speaker` is who spoke for it there, if somebody did."""

    start: int
    end: int
    text: str
    actor: Actor
    speaker: str | None = None


ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A name that a tagger found in a sentence, at half-open character offsets into it, and how likely it is one.

    `kind` is person, organisation or place, or ACTOR where the tagger was asked who acts, named or not; whom the words mean,
    a Mention says.
    """

    start: int
    end: int
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One proposal or event that actors can take a position on.

    `since` and `until` are ISO days, both included: of which articles may be about it. None is an open end.

    Raises InvalidInput when one is not an ISO day, or when the period ends before it begins.

    >>> Topic(name="Moscow talks").id
    'moscow-talks'
    """

    name: str
    aliases: tuple[str, ...] = ()
    description: str = ""
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        _check_day(self.since)
        _check_day(self.until)
        if self.since and self.until and self.since > self.until:
            raise InvalidInput(
                f"Expected a period that begins before it ends, found {self.since} to {self.until}. Swap them."
            )

    @property
    def id(self) -> str:
        return slugify(self.name)


@dataclass(frozen=True, slots=True)
class Stance:
    """What one actor's mention in one sentence says about one topic: the unit of every table and chart.

    `probabilities` is keyed by LABELS and `sentiment_probabilities` by POLARITIES; each sums to 1.
    `date` is the article's, so that stances can be put in time order without it.
    """

    article_id: str
    date: str | None
    topic: Topic
    actor: Actor
    speaker: str | None
    mention: Mention
    sentence: Sentence
    label: str
    probabilities: Mapping[str, float]
    sentiment: str
    sentiment_probabilities: Mapping[str, float]
    model: str

    @property
    def probability(self) -> float:
        """Calibrated probability of `label`, 0 to 1."""
        return self.probabilities[self.label]


@dataclass(frozen=True, slots=True)
class ActorStance:
    """An actor's current stance toward one topic and the rows that support it.

    `label` is "none" when no row holds a position. `changed_from` is the actor's previous,
    different stance, or None.
    """

    actor: Actor
    topic: Topic
    label: str
    probability: float
    evidence: tuple[Stance, ...]
    changed_from: str | None = None
