"""The search of a page: its box, and the rows that hold what is asked, with a line that says so."""

import pandas as pd
import streamlit as st

from dashboard import parts, state
from dashboard.search import LONGEST, Search, described, matching


def search_box() -> str | None:
    """Draw the box; what is typed in it, which the address keeps."""
    return st.text_input(
        "Search",
        key=state.SEARCH,
        bind="query-params",
        type="search",
        max_chars=LONGEST,
        placeholder='kabul "peace talks"',
        help="Sentences, actors, speakers and titles that hold every word; accents and case do not matter. "
        "In quotation marks: exactly these words.",
        on_change=parts.first_page,
        width=320,
    )


def searched(view: pd.DataFrame, typed: str | None, asked: Search) -> pd.DataFrame:
    """The rows that hold what is asked, with a line that says how many, or why there are none."""
    if typed and not asked:
        st.info("Expected at least one letter or digit to search for. All rows are shown.", icon="🔍")
    if not asked:
        return view
    found = matching(view, asked)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"{len(found)} of {len(view)} rows hold {parts.plain(described(asked))}.", width="content")
        st.button("Clear search", on_click=_clear, type="tertiary")
    if found.empty:
        st.info("No row that passes the filters holds all of this. Search for less, or clear a filter.", icon="🔍")
    return found


def _clear() -> None:
    parts.first_page()
    st.session_state[state.SEARCH] = ""
