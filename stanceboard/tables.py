"""Files that hold many articles, one a row: CSV, TSV, XLSX, JSON, JSON Lines, Parquet.

Each reader gives a Table; which of its columns is what is found by name, or given.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands in its file: the names of its columns, and its rows by these names."""

    head: tuple[str, ...]
    rows: tuple[Record, ...]


def read_csv(content: bytes) -> Table:
    """A table with a header line, separated by comma, semicolon, tab or bar."""
    text = re.sub(r"\Asep=.[\r\n]+", "", decode(content).lstrip("\r\n"))  # the line that Excel writes for itself
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # one limit for the whole process
    head = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(
        DELIMITERS, key=lambda one: (len(find_columns(next(csv.reader([head], delimiter=one), []))), head.count(one))
    )
    try:
        rows = _rows(text, delimiter, csv.QUOTE_MINIMAL)
    except csv.Error as error:
        if delimiter != "\t":
            raise UnreadableArticle(
                f"Expected a table of articles, could not read it: {error}. Save it as CSV again."
            ) from None
        rows = _rows(text, delimiter, csv.QUOTE_NONE)  # tabs need no quotation marks: these are the text's own
    return _table(rows, rows[0].keys() if rows else [name.strip('"') for name in head.split(delimiter)])


def read_xlsx(content: bytes) -> Table:
    """The first sheet that has a text column, else the first with a head."""
    import openpyxl

    check_expanded(content, "an Excel workbook (.xlsx)")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    heads = [[str(cell or "") for cell in sheet[0]] if sheet else [] for sheet in sheets]
    first = next((number for number, head in enumerate(heads) if any(head)), 0)
    chosen = next((number for number, head in enumerate(heads) if "text" in find_columns(head)), first)
    head = heads[chosen] if heads else []
    return _table([dict(zip(head, row, strict=False)) for row in (sheets[chosen][1:] if sheets else [])], head)


def read_json(content: bytes) -> Table:
    """One object, a list of objects, or an object that holds such a list, at any depth; one with texts comes first."""
    try:
        found = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(
            f"Expected JSON, could not read it: {error}. Save it again, one object per article."
        ) from None
    if isinstance(found, dict) and not _has_text(found):
        inside = [inner for inner in _lists(found) if any(isinstance(one, dict) for one in inner)]
        found = next((inner for inner in inside if any(map(_has_text, inner))), inside[0] if inside else found)
    return _objects(found if isinstance(found, list) else [found])


def read_jsonl(content: bytes) -> Table:
    """One object a line."""
    objects = []
    for number, line in enumerate(decode(content).split("\n"), start=1):
        if line.strip():
            try:
                objects.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise UnreadableArticle(f"Expected one JSON object a line, line {number} is none: {error}.") from None
    return _objects(objects)


def read_parquet(content: bytes) -> Table:
    from pyarrow import parquet

    found = parquet.read_table(io.BytesIO(content))
    return _table(found.to_pylist(), found.column_names)


TABLES: dict[str, Callable[[bytes], Table]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_xlsx,
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".parquet": read_parquet,
}


def find_columns(head: Iterable[str]) -> dict[str, str]:
    """Which column holds what, by its name: field of Draft -> column.

    >>> find_columns(["Headline", "Published At", "Body", "Section"])
    {'text': 'Body', 'title': 'Headline', 'date': 'Published At'}
    """
    there = {_letters(str(name)): str(name) for name in head}
    found = {
        field: [there[_letters(name)] for name in known if _letters(name) in there] for field, known in COLUMNS.items()
    }
    return {field: names[0] for field, names in found.items() if names}


def drafts(table: Table, columns: Mapping[str, str] | None = None) -> list[Draft]:
    """Make a draft of every row, empty texts included; `columns` is as of `find_columns`, which is the default.

    Raises UnreadableArticle without a text column, or where `columns` names one that is not there.
    """
    columns = find_columns(table.head) if columns is None else columns
    found = ", ".join(table.head[:8]) or "none"
    if "text" not in columns:
        raise UnreadableArticle(
            f"Expected a column named {', '.join(COLUMNS['text'][:3])}; found {found}. "
            "Rename the text's column, or choose it."
        )
    missing = [name for name in columns.values() if name not in table.head]
    if missing:
        raise UnreadableArticle(f"Expected a column named {missing[0]}; found {found}. Choose one of these.")
    return [Draft(**{field: _cell(row.get(name)) for field, name in columns.items()}) for row in table.rows]


def _table(rows: Iterable[Record], head: Iterable[object]) -> Table:
    return Table(tuple(str(name) for name in head if name is not None), tuple(rows))


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
    return isinstance(found, dict) and "text" in find_columns(found)


def _objects(objects: list[object]) -> Table:
    records = [one for one in objects if isinstance(one, dict)]
    if len(records) < len(objects) or not records:
        raise UnreadableArticle(
            "Expected one JSON object per article, found something else. "
            'Write each article as {"title": "...", "text": "..."}.'
        )
    head = list(dict.fromkeys(name for record in records for name in record))
    return _table(records, head)


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _cell(value: object) -> str:
    """A cell's text; of a list its parts as paragraphs, of an object its name or text."""
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_cell, value)))
    if isinstance(value, dict):
        return _cell(value.get("name") or value.get("text"))
    return "" if value is None else str(value)
