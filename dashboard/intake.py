"""The ways in for new articles: files, a whole folder, pasted text; and which column of a table is what."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import parts
from dashboard.launch import MAX_UPLOAD_MB
from stanceboard.errors import StanceboardError, UnreadableArticle
from stanceboard.reading import SUFFIXES, Reading, open_table, read_many, read_pasted
from stanceboard.tables import COLUMNS, Table, find_columns

Files = tuple[tuple[str, bytes], ...]
Columns = Mapping[str, Mapping[str, str]]  # of each file by name, as `tables.find_columns` gives them
FIELDS = {"text": "Text", "title": "Title", "date": "Date", "source": "Source", "url": "Address of the page"}
NO_COLUMN = "none"


@st.cache_data(max_entries=4, show_spinner="Reading the files…")
def read(files: Files, columns: Columns) -> list[Reading]:
    return list(read_many(list(files), columns))


@st.cache_data(max_entries=16, show_spinner="Reading the table…")
def table_of(name: str, content: bytes) -> Table | None:
    """A file's head and its first rows; None when it is no table, or one that cannot be read."""
    try:
        found = open_table(name, content)
    except UnreadableArticle:  # `read` says so for every file
        return None
    return Table(found.head, found.rows[:1]) if found else None


def choose(number: int) -> list[Reading]:
    """Draw the three ways in and return what could be read; another `number` empties them."""
    types = [suffix[1:] for suffix in SUFFIXES]
    files_tab, folder_tab, paste_tab = st.tabs(["Choose files", "Choose a folder", "Paste text"])
    with files_tab:
        chosen = st.file_uploader(
            f"Articles, tables of articles, or a ZIP of them; at most {MAX_UPLOAD_MB} MB each. Nothing leaves this machine.",
            type=types,
            accept_multiple_files=True,
            key=f"files-{number}",
        )
    with folder_tab:
        inside = st.file_uploader(
            "Every article in a folder and in the folders within it; files of other kinds are passed over.",
            type=types,
            accept_multiple_files="directory",
            key=f"folder-{number}",
        )
    files = tuple((file.name, file.getvalue()) for file in [*chosen, *inside])
    readings = read(files, choose_columns(files, number)) if files else []
    with paste_tab:
        return readings + pasted(number)


def choose_columns(files: Files, number: int) -> dict[str, dict[str, str]]:
    """Ask which column is what of every table whose text column is not found by its name; offer it for the others."""
    columns = {}
    for place, (name, content) in enumerate(files):
        table = table_of(name, content)
        if table is None or not any(table.head):
            continue
        found = find_columns(table.head)
        with st.expander(f"Columns of {parts.plain(name)}", expanded="text" not in found):
            if "text" not in found:
                st.info("No column of this table is named as a text. Choose the one that holds the articles.")
            columns[name] = _ask_columns(table, found, f"columns-{number}-{place}")
    return {name: chosen for name, chosen in columns.items() if "text" in chosen}


def pasted(number: int) -> list[Reading]:
    """The form for one text."""
    text = st.text_area("Text of one article, with its headline", height=220, key=f"text-{number}")
    with st.container(horizontal=True):
        title = st.text_input("Title (else the first line)", key=f"title-{number}")
        day = st.date_input("Date", None, parts.FIRST_DAY, parts.LAST_DAY, key=f"date-{number}", format="YYYY-MM-DD")
        source = st.text_input("Source", key=f"source-{number}")
        url = st.text_input("Address of the page", key=f"url-{number}")
    st.button("Check the text", key="check")
    if not text.strip():
        return []
    try:
        article = read_pasted(text, title or None, day.isoformat() if day else None, source or None, url or None)
        return [Reading("pasted text", (article,))]
    except StanceboardError as error:
        return [Reading("pasted text", (), str(error))]


def _ask_columns(table: Table, found: Mapping[str, str], key: str) -> dict[str, str]:
    options = [name for name in dict.fromkeys(table.head) if name]
    with st.container(horizontal=True):
        chosen = {
            field: st.selectbox(
                FIELDS[field],
                options,
                index=options.index(found[field]) if field in found else None,
                placeholder=NO_COLUMN,
                key=f"{key}-{field}",
                width=200,
            )
            for field in COLUMNS
        }
    if table.rows:
        first = table.rows[0]
        sample = [f"{name}: {_start(first.get(name))}" for name in options[:8]]
        st.caption("First row: " + parts.plain(" · ".join(sample)))
    return {field: name for field, name in chosen.items() if name}


def _start(value: object, length: int = 40) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= length else text[:length] + "…"


def problems(readings: Sequence[Reading], most: int) -> None:
    """Name the files that could not be read, or not in full."""
    wrong = [reading for reading in readings if reading.problem]
    for reading in wrong[:most]:
        st.warning(f"{parts.plain(reading.name)}: {parts.plain(reading.problem or '')}", icon="⚠️")
    if len(wrong) > most:
        st.caption(f"and {len(wrong) - most} more that could not be read.")
