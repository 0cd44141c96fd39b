"""Download buttons: the rows in view or all of them, built when clicked."""

import io
from functools import partial

import pandas as pd
import streamlit as st

from stanceboard.export import FORMATS, write_rows

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}


def content(rows: pd.DataFrame, kind: str) -> bytes:
    """The rows as a file's bytes."""
    out = io.BytesIO()
    write_rows(rows, out, kind)
    return out.getvalue()


def download_row(rows: pd.DataFrame, name: str, key: str) -> None:
    """One button a format, side by side, for `rows`; the file is `name` with the format's suffix."""
    with st.container(horizontal=True, key=f"downloads-{key}"):
        for kind in FORMATS:
            st.download_button(
                kind.upper(),
                data=partial(content, rows, kind),
                file_name=f"{name}.{kind}",
                mime=MIME[kind],
                key=f"download-{key}-{kind}",
                on_click="ignore",
                disabled=rows.empty,
                help=f"{len(rows)} rows as {kind.upper()}",
            )
