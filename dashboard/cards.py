"""A chart as a card: what it shows as its title, what is counted, the chart, the same as a table, and all as files."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import figures
from dashboard.charts import PICKED
from dashboard.drawing import Drawing
from dashboard.markdown import plain
from stanceboard.export import table_csv
from stanceboard.types import slugify


def chart_card(
    title: str,
    caption: str,
    chart: Drawing | Sequence[Drawing],
    table: pd.DataFrame,
    *,
    key: str,
    alt: str,
    on_select: Callable[[], None] | None = None,
    columns: Mapping[str, Any] | None = None,
    frame: figures.Frame | None = None,
) -> None:
    """Draw one card; `caption` says unit, N and period, `table` holds every figure of the chart.

    Several charts, one below the other, share `alt` and take no clicks. `on_select` is called after a click on a mark,
    whose fields are then in the session state under `key`. `columns` is the table's column_config. A downloaded picture says what `frame` adds; several charts have none.
    """
    with st.container(key=f"chart-card-{key}"):
        st.subheader(title, anchor=False)
        st.caption(caption)
        if on_select and isinstance(chart, Drawing):
            st.vega_lite_chart(spec=_spec(chart), key=key, on_select=on_select, selection_mode=PICKED, alt=alt)
        else:
            for number, one in enumerate([chart] if isinstance(chart, Drawing) else chart):
                st.vega_lite_chart(spec=_spec(one), key=f"{key}-{number}", alt=alt)
        # Sent when it is opened: the first chart is there a quarter of a second sooner.
        as_table = st.expander("The same as a table", key=f"table-{slugify(title)}", on_change="rerun")
        if as_table.open:
            as_table.dataframe(table, hide_index=True, column_config=columns)
        _files(
            chart if isinstance(chart, Drawing) else None,
            table,
            frame.words(title, caption, alt) if frame else figures.Words(title, caption, "", alt),
            key,
        )


def _spec(chart: Drawing) -> dict[str, Any]:
    """What Streamlit takes: it sends tables of its own kind."""
    return chart.spec | {"datasets": chart.tables}


def _files(chart: Drawing | None, table: pd.DataFrame, words: figures.Words, key: str) -> None:
    """The chart as PNG and SVG, its figures as CSV; each is made when clicked."""
    kinds: list[tuple[str, str, Callable[[], str | bytes], str]] = []
    if chart is not None:
        kinds += [
            ("PNG", "image/png", partial(figures.chart_png, chart, words), "The chart as a picture, for documents"),
            ("SVG", "image/svg+xml", partial(figures.chart_svg, chart, words), "The chart as a drawing, for print"),
        ]
    kinds.append(("CSV", "text/csv", partial(table_csv, table), "The figures of the chart, for a spreadsheet"))
    with st.container(horizontal=True, vertical_alignment="center", key=f"files-{key}"):
        st.caption("Download", width="content")
        for kind, mime, make, purpose in kinds:
            st.download_button(
                kind,
                data=make,
                file_name=f"{slugify(words.title)}.{kind.lower()}",
                mime=mime,
                key=f"file-{key}-{kind}",
                on_click="ignore",
                type="tertiary",
                help=f"{purpose}: “{plain(words.title)}”",
            )
