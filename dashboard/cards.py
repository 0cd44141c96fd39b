"""A chart as a card: what it shows as its title, what is counted, the chart, and the same as a table."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from dashboard.charts import PICKED, Chart


def chart_card(
    title: str,
    caption: str,
    chart: Chart | Sequence[Chart],
    table: pd.DataFrame,
    *,
    key: str,
    alt: str,
    on_select: Callable[[], None] | Literal["rerun"] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> None:
    """Draw one card; `caption` says unit, N and period, `table` holds every figure of the chart.

    Several charts, one below the other, share `alt` and take no clicks. `on_select` is called after a click on a mark
    ("rerun" only runs the page again), whose fields are then in the session state under `key`. `columns` is the
    table's column_config.
    """
    with st.container(key=f"chart-card-{key}"):
        st.subheader(title, anchor=False)
        st.caption(caption)
        if on_select and isinstance(chart, Chart):
            st.altair_chart(chart, key=key, on_select=on_select, selection_mode=PICKED, alt=alt)
        else:
            for number, one in enumerate([chart] if isinstance(chart, Chart) else chart):
                st.altair_chart(one, key=f"{key}-{number}", alt=alt)
        with st.expander("The same as a table"):
            st.dataframe(table, hide_index=True, column_config=columns)
