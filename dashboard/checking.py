"""What a reader sees of new articles before they are scored, and what the reader corrected. Pure functions."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from stanceboard.duplicates import Signature, find_near, story_of
from stanceboard.errors import InvalidInput
from stanceboard.languages import ENGLISH, UNKNOWN, Language, find_language
from stanceboard.reading import Reading
from stanceboard.types import Article

# Where this process has measured nothing yet: what one busy core of a small server was measured at with the shipped model.
DEFAULT_PACE = 140.0  # words a second
EDITED = ("score", "title", "date", "source", "url")
COLUMNS = ("score", "title", "date", "language", "duplicate", "problem", "words", "source", "url", "type", "file")
TWICE, STORED = "twice in this batch", "stored already"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One article that may be scored; `duplicate` and `problem` are empty, or say in words what there is."""

    file: str
    article: Article
    language: Language
    duplicate: str

    @property
    def kind(self) -> str:
        """How it came: a file's suffix, else as text."""
        return PurePosixPath(self.file).suffix[1:].lower() or "text"

    @property
    def problem(self) -> str:
        said = []
        if self.language == UNKNOWN:
            said.append("language not clear")
        elif self.language.code != ENGLISH:
            said.append(f"{self.language.name}, not English")
        if not self.article.date:
            said.append("no date")
        return "; ".join(said)

    @property
    def is_chosen(self) -> bool:
        """Whether it is scored unless the reader says otherwise: English, not stored yet, the first of its like in the batch."""
        return self.language.code == ENGLISH and self.duplicate not in (TWICE, STORED)


def examine(
    readings: Iterable[Reading], titles: Mapping[str, str], signatures: Mapping[str, Signature]
) -> list[Candidate]:
    """Look at every article that was read; `titles` and `signatures` are of the stored ones, by id."""
    found = [(reading.name, article) for reading in readings for article in reading.articles]
    texts = [article.text for _, article in found]
    near, stories = find_near(texts, signatures), story_of(texts)
    ids: set[str] = set()
    first_title: dict[int, str] = {}
    candidates = []
    for (name, article), stored, story in zip(found, near, stories, strict=True):
        duplicate = ""
        if article.id in ids:
            duplicate = TWICE
        elif article.id in titles:
            duplicate = STORED
        elif stored is not None:
            duplicate = f"same story as the stored “{titles.get(stored, stored)}”"
        elif story in first_title:
            duplicate = f"same story as “{first_title[story]}” above"
        ids.add(article.id)
        first_title.setdefault(story, article.title)
        candidates.append(Candidate(name, article, find_language(article.text), duplicate))
    return candidates


def key_of(candidates: Iterable[Candidate]) -> str:
    """Names these articles in this order: corrections are kept by row, so that another text must have another table."""
    return hashlib.sha256(" ".join(one.article.id for one in candidates).encode()).hexdigest()[:16]


def table(candidates: Iterable[Candidate]) -> pd.DataFrame:
    """The check table, with COLUMNS; EDITED are the reader's to change."""
    lines = [
        {
            "score": one.is_chosen,
            "title": one.article.title,
            "date": date.fromisoformat(one.article.date) if one.article.date else None,
            "language": one.language.name,
            "duplicate": one.duplicate,
            "problem": one.problem,
            "words": len(one.article.text.split()),
            "source": one.article.source,
            "url": one.article.url,
            "type": one.kind,
            "file": one.file,
        }
        for one in candidates
    ]
    return pd.DataFrame(lines, columns=list(COLUMNS))


def chosen_articles(candidates: Sequence[Candidate], edited: pd.DataFrame) -> tuple[list[Article], list[str]]:
    """The distinct articles that are to be scored as the reader corrected them, and what is wrong with the others."""
    chosen: dict[str, Article] = {}
    problems = []
    for one, line in zip(candidates, edited.to_dict("records"), strict=True):
        if not line["score"]:
            continue
        try:
            article = _corrected(one.article, {str(key): value for key, value in line.items()})
            chosen.setdefault(article.id, article)
        except InvalidInput as error:
            problems.append(f"{one.file}: {error}")
    return list(chosen.values()), problems


def duration(words: int, words_per_second: float | None) -> str:
    """How long scoring takes, and how that is known.

    >>> duration(700, 100.0)
    'About 7 seconds, by what was measured here so far.'
    """
    seconds = words / (words_per_second or DEFAULT_PACE)
    told = f"{max(1, round(seconds))} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"
    if seconds < 1.5:
        told = "1 second"
    if words_per_second is None:
        return (
            f"About {told}, if this machine reads {DEFAULT_PACE:.0f} words a second; nothing was measured here yet. "
            "Loading the model comes on top, once."
        )
    return f"About {told}, by what was measured here so far."


def _corrected(article: Article, line: Mapping[str, Any]) -> Article:
    title = _text(line["title"])
    if title is None:
        raise InvalidInput("Expected a title, found none. Write one, or leave the article out.")
    day = line["date"]
    return replace(
        article,
        title=title,
        date=None if pd.isna(day) else pd.Timestamp(day).date().isoformat(),
        source=_text(line["source"]),
        url=_text(line["url"]),
    )


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
