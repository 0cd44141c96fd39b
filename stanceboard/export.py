"""Rows as files: CSV, XLSX, JSON, JSON Lines, Parquet; and back again, identical."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pandas as pd

from stanceboard.errors import InvalidInput
from stanceboard.rows import ROW_COLUMNS, typed

# A spreadsheet takes a cell that begins like this for a formula (OWASP, CSV injection). A leading apostrophe
# makes it text; one that was there already is doubled, so that reading back loses nothing.
FORMULA = re.compile(r"^['=+\-@\t\r]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML, and so not in xlsx
CELL_LIMIT = 32_767
TEXT_COLUMNS = (
    "row_id",
    "article_id",
    "title",
    "source",
    "url",
    "topic",
    "actor_id",
    "actor",
    "speaker",
    "sentence",
    "mention",
)


def write_rows(rows: pd.DataFrame, out: Path | IO[bytes], kind: str | None = None) -> None:
    """Write rows (ROW_COLUMNS) in a format of FORMATS; by default the one of `out`'s suffix.

    In CSV and XLSX, text cells that a spreadsheet would run as a formula get a leading apostrophe.
    Raises InvalidInput on an unknown format, or on text too long for a spreadsheet cell.
    """
    write, _ = _format(kind or (out.suffix if isinstance(out, Path) else ""))
    content = write(typed(rows))
    if isinstance(out, Path):
        out.write_bytes(content)
    else:
        out.write(content)


def read_rows(path: Path) -> pd.DataFrame:
    """Read a file of `write_rows` back: the same rows, types and text."""
    _, read = _format(path.suffix)
    return typed(read(path.read_bytes()))


def table_csv(table: pd.DataFrame) -> bytes:
    """Any other table as CSV, its text guarded as in `write_rows`."""
    guarded = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell)
    return b"\xef\xbb\xbf" + guarded.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _guarded(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.copy()
    for name in TEXT_COLUMNS:
        rows[name] = [f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell for cell in rows[name]]
    return rows


def _unguarded(rows: pd.DataFrame) -> pd.DataFrame:
    for name in TEXT_COLUMNS:
        rows[name] = [cell[1:] if isinstance(cell, str) and cell.startswith("'") else cell for cell in rows[name]]
    return rows


def _write_csv(rows: pd.DataFrame) -> bytes:
    # The byte-order mark makes Excel read the file as UTF-8; every other reader skips it.
    return b"\xef\xbb\xbf" + _guarded(rows).to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _read_csv(content: bytes) -> pd.DataFrame:
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    rows = pd.read_csv(text, dtype=dict.fromkeys(TEXT_COLUMNS, str), keep_default_na=False, na_values=[""])
    return _unguarded(rows)


def _write_xlsx(rows: pd.DataFrame) -> bytes:
    rows = _guarded(rows)
    for name in TEXT_COLUMNS:
        longest = rows[name].map(lambda cell: len(cell) if isinstance(cell, str) else 0).max() if len(rows) else 0
        if longest > CELL_LIMIT:
            raise InvalidInput(
                f"Expected cells of {CELL_LIMIT} characters at most, found {longest} in {name}. Choose CSV."
            )
        rows[name] = [CONTROL.sub("\ufffd", cell) if isinstance(cell, str) else cell for cell in rows[name]]
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as book:
        rows.to_excel(book, sheet_name="stances", index=False)
        sheet = book.sheets["stances"]
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
        for line in sheet.iter_rows(min_row=2):
            for cell in line:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    return out.getvalue()


def _read_xlsx(content: bytes) -> pd.DataFrame:
    rows = pd.read_excel(
        io.BytesIO(content), dtype=dict.fromkeys(TEXT_COLUMNS, str), keep_default_na=False, na_values=[""]
    )
    return _unguarded(rows)


def _records(rows: pd.DataFrame) -> list[dict[str, object]]:
    return [{str(name): value for name, value in record.items()} for record in rows.to_dict("records")]


def _write_json(rows: pd.DataFrame) -> bytes:
    return (json.dumps(_records(rows), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _read_json(content: bytes) -> pd.DataFrame:
    return pd.DataFrame(json.loads(content), columns=list(ROW_COLUMNS))


def _write_jsonl(rows: pd.DataFrame) -> bytes:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in _records(rows)).encode("utf-8")


def _read_jsonl(content: bytes) -> pd.DataFrame:
    records = [json.loads(line) for line in content.decode("utf-8").split("\n") if line]
    return pd.DataFrame(records, columns=list(ROW_COLUMNS))


def _write_parquet(rows: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    rows.to_parquet(out, index=False)
    return out.getvalue()


def _read_parquet(content: bytes) -> pd.DataFrame:
    return pd.read_parquet(io.BytesIO(content))


Writer = Callable[[pd.DataFrame], bytes]
Reader = Callable[[bytes], pd.DataFrame]
FORMATS: dict[str, tuple[Writer, Reader]] = {
    "csv": (_write_csv, _read_csv),
    "xlsx": (_write_xlsx, _read_xlsx),
    "json": (_write_json, _read_json),
    "jsonl": (_write_jsonl, _read_jsonl),
    "parquet": (_write_parquet, _read_parquet),
}


def _format(name: str) -> tuple[Writer, Reader]:
    try:
        return FORMATS[name.lstrip(".").lower()]
    except KeyError:
        raise InvalidInput(f"Expected a format of {', '.join(FORMATS)}; found {name!r}.") from None
