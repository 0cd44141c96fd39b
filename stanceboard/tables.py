"""Files that hold many articles, one a row: CSV, TSV, XLSX, JSON, JSON Lines."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping

from stanceboard.documents import Draft, check_expanded, decode
from stanceboard.errors import UnreadableArticle

# Column names as exports of news archives, databases and scrapers write them; the first that is there wins.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "full text", "maintext", "article text", "story"),
    "title": ("title", "headline", "heading", "subject"),
    "date": (
        "date",
        "published",
        "publication date",
        "publish date",
        "published at",
        "pub date",
        "date publish",
        "datetime",
    ),
    "source": ("source", "outlet", "publication", "publisher", "newspaper", "media", "source name", "domain"),
    "url": ("url", "link", "href", "web url", "source url"),
}
DELIMITERS = (",", ";", "\t", "|")
Record = Mapping[str, object]


def read_csv(content: bytes) -> list[Draft]:
    """A table with a header line, separated by comma, semicolon, tab or bar."""
    text = decode(content)
    csv.field_size_limit(len(text) + 1)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(
        DELIMITERS, key=lambda one: (len(_columns(next(csv.reader([head], delimiter=one), []))), head.count(one))
    )
    try:
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableArticle(
            f"Expected a table of articles, could not read it: {error}. Save it as CSV again."
        ) from None
    return drafts(rows, rows[0].keys() if rows else [name.strip('"') for name in head.split(delimiter)])


def read_xlsx(content: bytes) -> list[Draft]:
    """The first sheet that has a text column."""
    import openpyxl

    check_expanded(content, "an Excel workbook (.xlsx)")
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]
    except (KeyError, ValueError, OSError, TypeError) as error:
        raise UnreadableArticle(
            f"Expected an Excel workbook (.xlsx), could not open it: {error}. Save it again."
        ) from None
    heads = [[str(cell or "") for cell in sheet[0]] if sheet else [] for sheet in sheets]
    chosen = next((number for number, head in enumerate(heads) if "text" in _columns(head)), 0)
    head = heads[chosen] if heads else []
    return drafts([dict(zip(head, row, strict=False)) for row in (sheets[chosen][1:] if sheets else [])], head)


def read_json(content: bytes) -> list[Draft]:
    """One object, a list of objects, or an object that holds such a list."""
    try:
        found = json.loads(decode(content))
    except (ValueError, RecursionError) as error:
        raise UnreadableArticle(
            f"Expected JSON, could not read it: {error}. Save it again, one object per article."
        ) from None
    if isinstance(found, dict) and "text" not in _columns(found):
        found = next((value for value in found.values() if isinstance(value, list)), found)
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


def _objects(objects: list[object]) -> list[Draft]:
    records = [one for one in objects if isinstance(one, dict)]
    if len(records) < len(objects) or not records:
        raise UnreadableArticle(
            "Expected one JSON object per article, with a text; found something else. See the README's example."
        )
    head = list(dict.fromkeys(name for record in records for name in record))
    return drafts(records, head)


def _columns(head: Iterable[str]) -> dict[str, str]:
    """Field of Draft -> the name of its column in this table."""
    there = {
        str(name).strip().lstrip("\ufeff").casefold().replace("_", " ").replace("-", " "): str(name) for name in head
    }
    return {
        field: next(there[name] for name in known if name in there)
        for field, known in COLUMNS.items()
        if any(name in there for name in known)
    }


def _cell(value: object) -> str:
    return "" if value is None else str(value)
