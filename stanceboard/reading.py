"""From files or pasted text to Articles. One bad file of a batch never stops the others.

`documents` and `tables` know the formats; here titles and dates are found, and archives and folders opened.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from dateutil import parser as dates

from stanceboard.documents import DOCUMENTS, Draft, check_expanded
from stanceboard.errors import UnreadableArticle
from stanceboard.furniture import find_furniture
from stanceboard.furniture_words import is_timestamp
from stanceboard.tables import TABLES, Table, drafts
from stanceboard.types import Article

SUFFIXES = (*DOCUMENTS, *TABLES, ".zip")
MAX_ENTRIES = 2_000  # files in one archive
TITLE_LENGTH = 200
EDGE_LINES = 12  # a date of publication stands above or below the text, not in it
DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of one input: its articles, and one sentence on what could not be read, if anything."""

    name: str
    articles: tuple[Article, ...]
    problem: str | None = None


def read_articles(path: Path | str) -> list[Article]:
    """Read the articles of one file of SUFFIXES; of an archive, those that can be read.

    Raises UnreadableArticle saying what was expected, what was found and what to do.
    """
    path = Path(path)
    return list(_all_or_raise(path.name, _file_bytes(path)))


def read_pasted(
    text: str, title: str | None = None, date: str | None = None, source: str | None = None, url: str | None = None
) -> Article:
    """Make an article of pasted text; title and date are looked for in it when not given.

    Raises UnreadableArticle when there is no text.
    """
    return _article(Draft(text, title, date, source, url), "The pasted text")


def read_many(
    inputs: Sequence[Path | tuple[str, bytes]], columns: Mapping[str, Mapping[str, str]] | None = None
) -> Iterator[Reading]:
    """Read files, or (name, bytes) pairs, one Reading each; an archive gives one for each of its files.

    `columns` says of tables, by file name, which column is what, as `tables.find_columns` does for the others.
    """
    for one in inputs:
        name = one.name if isinstance(one, Path) else one[0]
        try:
            content = _file_bytes(one) if isinstance(one, Path) else one[1]
            if _suffix(name) == ".zip":
                for entry, entry_content in _entries(content):
                    yield _reading(f"{name}/{entry}", entry_content)
            else:
                yield _reading(name, content, (columns or {}).get(name))
        except UnreadableArticle as error:
            yield Reading(name, (), str(error))


def open_table(name: str, content: bytes) -> Table | None:
    """The table that a file holds; None when it is of another kind. Raises UnreadableArticle on a damaged one."""
    suffix = _suffix(name)
    if suffix not in TABLES:
        return None
    _check_not_empty(content)
    with _damage_told(f"{suffix} file"):
        return TABLES[suffix](content)


def find_inputs(paths: Iterable[Path]) -> list[Path]:
    """Resolve files and folders to files of SUFFIXES, in name order; a file that is named outright is kept as it is."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(one for one in path.rglob("*") if one.is_file() and _suffix(one.name) in SUFFIXES)
        found += inside if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def _reading(name: str, content: bytes, columns: Mapping[str, str] | None = None) -> Reading:
    try:
        articles, left_out = _read_bytes(name, content, columns)
    except UnreadableArticle as error:
        return Reading(name, (), str(error))
    problem = (
        f"{left_out} of {left_out + len(articles)} rows have no readable text; they were left out."
        if left_out
        else None
    )
    return Reading(name, tuple(articles), problem)


def _all_or_raise(name: str, content: bytes) -> tuple[Article, ...]:
    if _suffix(name) != ".zip":
        return tuple(_read_bytes(name, content)[0])
    readings = list(read_many([(name, content)]))
    articles = tuple(article for reading in readings for article in reading.articles)
    if not articles:
        raise UnreadableArticle(readings[0].problem or "Expected articles in the archive, found none.")
    return articles


def _read_bytes(name: str, content: bytes, columns: Mapping[str, str] | None = None) -> tuple[list[Article], int]:
    """The articles of a file, and how many rows of a table had no text."""
    suffix = _suffix(name)
    if suffix in DOCUMENTS:
        _check_not_empty(content)
        with _damage_told(f"{suffix} file"):
            draft = DOCUMENTS[suffix](content)
        return [_article(draft, "The file")], 0
    if suffix == ".zip":
        raise UnreadableArticle("Expected articles in the archive, found another archive. Unpack it and add its files.")
    table = open_table(name, content)
    if table is None:
        raise UnreadableArticle(
            f"Expected a file of {' '.join(SUFFIXES)}; found {suffix or 'no suffix'}. Save it as one of these."
        )
    rows = drafts(table, columns)
    day_first = any(
        int(found[1]) > 12 for row in rows if (found := re.match(r"(\d{1,2})[/.]\d{1,2}[/.]", row.date or ""))
    )
    articles = []
    for row in rows:
        try:
            articles.append(_article(row, "The row", day_first))
        except UnreadableArticle:
            continue
    if not articles:
        raise UnreadableArticle(
            f"Expected at least one row with a text, found {len(rows)} rows without. Fill the text's column."
        )
    return articles, len(rows) - len(articles)


@contextmanager
def _damage_told(what: str) -> Iterator[None]:
    """Turn what the libraries raise on damaged bytes, which may be anything, into one clear sentence."""
    try:
        yield
    except UnreadableArticle:
        raise
    except Exception as error:
        raise UnreadableArticle(
            f"Expected a readable {what}, found one that is damaged or of another kind ({type(error).__name__}: {error}). "
            "Save it again or paste its text."
        ) from error


def _article(draft: Draft, what: str, day_first: bool = False) -> Article:
    if not re.search(r"\w", draft.text):
        raise UnreadableArticle(f"{what} is empty. Give the article's text.")
    everything = "\n".join(filter(None, (draft.text, draft.title, draft.source, draft.url)))
    if "\x00" in everything or re.search(r"[\ud800-\udfff]", everything):
        raise UnreadableArticle(f"{what} holds characters that no text has. Save it as UTF-8 and try again.")
    if not (draft.date or "").strip():
        draft = replace(draft, date=_date_line(draft.text))
    return Article(
        title=" ".join((draft.title or "").split()) or _headline(draft.text),
        text=draft.text,
        date=_iso_day(draft.date, day_first),
        source=(draft.source or "").strip() or None,
        url=(draft.url or "").strip() or None,
    )


def _headline(text: str) -> str:
    """The first line that is the article's own, shortened when it is a paragraph."""
    furniture = find_furniture(text)
    position = 0
    first = ""
    for line in text.splitlines(keepends=True):
        own = not any(start <= position < end for start, end in furniture)
        position += len(line)
        if own and line.strip():
            first = line.strip().lstrip("#*-• ").strip()
            break
    first = first or text.strip().splitlines()[0].strip()
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _date_line(text: str) -> str | None:
    """The first line near either end that is a date of publication and nothing else."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    edges = lines if len(lines) <= 2 * EDGE_LINES else lines[:EDGE_LINES] + lines[-EDGE_LINES:]
    for line in edges:
        if len(line) < 100 and (is_timestamp(line) or is_timestamp(line, said=True)):
            found = DATE.search(line)
            if found:
                return found[0]
    return None


def _iso_day(value: str | None, day_first: bool) -> str | None:
    """The day of a date as sources write it, or None when it names no full day."""
    if not value or not value.strip():
        return None
    value = value.strip()
    day_first = day_first and not re.match(r"\d{4}", value)  # dateutil would swap month and day of 2018-09-04 too
    readings = []
    for default in (datetime(2000, 1, 1), datetime(2001, 2, 2)):  # where they differ, the text lacks a part
        try:
            found = dates.parse(value, dayfirst=day_first, default=default, ignoretz=True)
            readings.append(found.date().isoformat())
        except (ValueError, OverflowError):
            return None
    return readings[0] if readings[0] == readings[1] else None


def _entries(content: bytes) -> Iterator[tuple[str, bytes]]:
    with _damage_told("ZIP archive"):
        check_expanded(content, "a ZIP archive")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
        if not entries:
            raise UnreadableArticle("The archive is empty. Put the articles into it as files.")
        if len(entries) > MAX_ENTRIES:
            raise UnreadableArticle(
                f"Expected at most {MAX_ENTRIES} files in an archive, found {len(entries)}. Split it."
            )
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise UnreadableArticle("The archive is encrypted. Unpack it and add the files.")
            with _damage_told(f"file {entry.filename} in the archive"):
                entry_content = archive.read(entry)
            yield entry.filename, entry_content


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _suffix(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def _file_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableArticle(
            f"{path.name} could not be read: {error.strerror}. Check the path and the file's permissions."
        ) from None


def _check_not_empty(content: bytes) -> None:
    if not content.strip():
        raise UnreadableArticle("The file is empty. Give a file that holds an article's text.")
