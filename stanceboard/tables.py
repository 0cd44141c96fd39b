"""Files that hold many articles, one a row: CSV, TSV, XLSX, JSON, JSON Lines."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from stanceboard.documents import Draft, check_expanded, decode
from stanceboard.errors import UnreadableArticle

# Column names as exports of news archives, databases and scrapers write them, whatever stands between the words:
# "published at" is publishedAt and Published_At too. The first that is there wins.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full text", "main text", "article text", "story"),
    "title": ("title", "headline", "heading", "subject"),
    "date": (
        "date",
        "published",
        "publication date",
        "publish date",
        "published at",
        "pub date",
        "date publish",
        "date time",
    ),
    "source": ("source", "outlet", "publication", "publisher", "newspaper", "media", "source name", "domain"),
    "url": ("url", "link", "href", "web url", "source url"),
}
DELIMITERS = (",", ";", "\t", "|")
Record = Mapping[str, object]


def read_csv(content: bytes) -> list[Draft]:
    """A table with a header line, separated by comma, semicolon, tab or bar."""
    text = re.sub(r"\Asep=.[\r\n]+", "", decode(content).lstrip("\r\n"))  # the line that Excel writes for itself
    csv.field_size_limit(len(text) + 1)
    head = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(
        DELIMITERS, key=lambda one: (len(_columns(next(csv.reader([head], delimiter=one), []))), head.count(one))
    )
    try:
        rows = _rows(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error as error:
        if delimiter != "\t":
            raise UnreadableArticle(
                f"Expected a table of articles, could not read it: {error}. Save it as CSV again."
            ) from None
        rows = _rows(text, delimiter, csv.QUOTE_NONE)  # tabs need no quotation marks: these are the text's own
    return drafts(rows, rows[0].keys() if rows else [name.strip('"') for name in head.split(delimiter)])


def read_xlsx(content: bytes) -> list[Draft]:
    """The first sheet that has a text column."""
    import openpyxl

    check_expanded(content, "an Excel workbook (.xlsx)")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    heads = [[str(cell or "") for cell in sheet[0]] if sheet else [] for sheet in sheets]
    chosen = next((number for number, head in enumerate(heads) if "text" in _columns(head)), 0)
    head = heads[chosen] if heads else []
    return drafts([dict(zip(head, row, strict=False)) for row in (sheets[chosen][1:] if sheets else [])], head)


def read_json(content: bytes) -> list[Draft]:
    """One object, a list of objects, or an object that holds such a list, at any depth."""
    try:
        found = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(
            f"Expected JSON, could not read it: {error}. Save it again, one object per article."
        ) from None
    if isinstance(found, dict) and not _has_text(found):
        found = next((inner for inner in _lists(found) if any(map(_has_text, inner))), found)
    return _objects(found if isinstance(found, list) else [found])


def read_jsonl(content: bytes) -> list[Draft]:
    """One object a line."""
    objects = []
    for number, line in enumerate(decode(content).split("\n"), start=1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise UnreadableArticle(f"Expected one JSON object a line, line {number} is none: {error}.") from None
    return _objects(objects)


TABLES: dict[str, Callable[[bytes], list[Draft]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".json": read_json,
    ".jsonl": read_jsonl,
}


def drafts(records: Iterable[Record], head: Iterable[str]) -> list[Draft]:
    """Make a draft of every record, empty texts included. Raises UnreadableArticle without a text column."""
    names = [str(name) for name in head if name is not None]
    columns = _columns(names)
    if "text" not in columns:
        found = ", ".join(names[:8]) or "none"
        raise UnreadableArticle(
            f"Expected a column named {', '.join(COLUMNS['text'][:3])}; found {found}. Rename the text's column."
        )
    return [Draft(**{field: _cell(record.get(name)) for field, name in columns.items()}) for record in records]


def _rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[dict[str, str]]:
    """The rows below the head. Raises UnreadableArticle where cells would get lost, csv.Error on unbalanced quotes."""
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)
    rows = []
    for row in reader:
        if any(row.pop(None, ())):  # cells beyond the head's
            raise UnreadableArticle(
                f"Expected {len(row)} cells a line as in the head, found more in line {reader.line_num}. "
                f"Put cells that hold {delimiter!r} between quotation marks."
            )
        rows.append(row)
    return rows


def _lists(found: dict[str, object]) -> Iterator[list[object]]:
    for value in found.values():
        if isinstance(value, list):
            yield value
        elif isinstance(value, dict):
            yield from _lists(value)


def _has_text(found: object) -> bool:
    return isinstance(found, dict) and "text" in _columns(found)


def _objects(objects: list[object]) -> list[Draft]:
    records = [one for one in objects if isinstance(one, dict)]
    if len(records) < len(objects) or not records:
        raise UnreadableArticle(
            "Expected one JSON object per article, found something else. "
            'Write each article as {"title": "...", "text": "..."}.'
        )
    head = list(dict.fromkeys(name for record in records for name in record))
    return drafts(records, head)


def _columns(head: Iterable[str]) -> dict[str, str]:
    """Field of Draft -> the name of its column in this table."""
    there = {_letters(str(name)): str(name) for name in head}
    found = {
        field: [there[_letters(name)] for name in known if _letters(name) in there] for field, known in COLUMNS.items()
    }
    return {field: names[0] for field, names in found.items() if names}


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _cell(value: object) -> str:
    """A cell's text; of a list its parts as paragraphs, of an object its name or text."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_cell, value)))
    if isinstance(value, dict):
        return _cell(value.get("name") or value.get("text"))
    return "" if value is None else str(value)
