"""Files to take away: what there is, how each is made, and a shelf that keeps the last ones made."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import downloads
from dashboard.pack import Progress, gather
from dashboard.pack_files import pack_zip
from dashboard.pack_page import pack_html
from dashboard.search import EVERYTHING, Search, matching
from dashboard.state import Filters
from stanceboard.store import Store
from stanceboard.types import Topic

PAGE, ZIP = "Page", "ZIP"
KINDS = {
    PAGE: "Evidence pack as one HTML page: finding, charts, every sentence in its context, method. Opens in any browser, prints.",
    ZIP: "The same page with its tables (CSV, XLSX, JSON, Parquet), charts as SVG, and checksums.",
    "CSV": "Rows for any spreadsheet or statistics program.",
    "XLSX": "Rows as an Excel workbook.",
    "JSON": "Rows as one list of objects.",
    "JSONL": "Rows as one object a line.",
    "Parquet": "Rows with their types, for pandas, R, DuckDB.",
}
KEPT = 6  # files on the shelf, of all readers together


@dataclass(frozen=True, slots=True)
class Order:
    """What a reader asks for: one kind of KINDS of one view, at one state of the database.

    Without `every_copy` a pack's figures count each story once, as the pages do.
    """

    database: str
    version: int
    topic: Topic
    filters: Filters
    with_none: bool
    kind: str
    search: Search = EVERYTHING
    every_copy: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A file ready to be taken; `rows` counts the rows with a score in it."""

    name: str
    mime: str
    content: bytes
    rows: int


@st.cache_resource
def shelf() -> dict[Order, Made]:
    """The files made last, by what was ordered; the oldest first."""
    return {}


def keep(order: Order, made: Made) -> None:
    """Put a file on the shelf, and the oldest ones off it."""
    kept = shelf()
    kept[order] = made
    for old in list(kept)[:-KEPT]:
        kept.pop(old, None)


def make(
    order: Order, store: Store, events: pd.DataFrame, progress: Progress, stories: pd.DataFrame | None = None
) -> Made:
    """Make the file; raises InvalidInput where the rows do not fit into its format. `stories` are `data.articles`."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    part = "view" if order.filters != Filters() or order.search or not order.with_none else "all"
    name = f"stanceboard-{order.topic.id}-{part}"
    if order.kind in (PAGE, ZIP):
        pack = gather(
            store,
            order.topic,
            order.filters,
            events,
            now,
            search=order.search,
            stories=None if order.every_copy else stories,
            with_none=order.with_none,
            progress=_within(progress, 0, 0.4),
        )
        if order.kind == PAGE:
            progress(0.5, "Writing the page")
            return Made(f"{name}.html", "text/html", pack_html(pack).encode("utf-8"), len(pack.rows))
        content = pack_zip(pack, _within(progress, 0.4, 1))
        return Made(f"{name}.zip", "application/zip", content, len(pack.rows))
    rows = matching(order.filters.apply(store.rows(order.topic.id)), order.search)
    if not order.with_none:
        rows = rows[rows["label"] != "none"]
    kind = order.kind.lower()
    progress(0.5, f"Writing {len(rows)} rows")
    return Made(f"{name}.{kind}", downloads.MIME[kind], downloads.content(rows, kind), len(rows))


def size_in_words(count: int) -> str:
    """Bytes as a reader says them.

    >>> size_in_words(163_991), size_in_words(2_500_000)
    ('164 kB', '2.5 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def _within(progress: Progress, first: float, last: float) -> Callable[[float, str], None]:
    """The same progress as one part of a longer one."""
    return lambda share, text: progress(first + share * (last - first), text)
