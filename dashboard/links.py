"""Links between pages. The address is the whole state: every link is a plain one and takes the reader's filters along.

Streamlit's own links keep a page's parameters in the session, drop what another page bound, and put an entry
"old page, new parameters" into the history: filters were lost on the way, and Back led nowhere. A plain link loads
its page anew from the address alone, in about a second, and Back is the browser's.
"""

import html
from collections.abc import Sequence
from functools import cache

import streamlit as st

from dashboard import state
from dashboard.markdown import plain
from stanceboard.topics import read_topics

OVERVIEW, EVIDENCE, ARTICLE, REVIEW, ADD, METHODS = "overview", "evidence", "article", "review", "add", "methods"
POSITIONS, DOWNLOAD, TOPICS = "positions", "download", "topics"
IN_MENU = {
    OVERVIEW: "Overview",
    POSITIONS: "Positions",
    EVIDENCE: "Evidence",
    REVIEW: "Review",
    ADD: "Add articles",
    TOPICS: "Topics",
    DOWNLOAD: "Take it away",
    METHODS: "Methods & data",
}


class PageEnds(Exception):
    """Raised by a page that has no more to show. The menu is drawn all the same, which st.stop() would prevent."""


def href(page: str, **own: str | Sequence[str] | None) -> str:
    """The address of a page with what the reader chose so far; `own` parameters replace it, None takes one away."""
    parameters = {key: _chosen(key) for key in state.CARRIED} | own
    # The first topic is what a page without the parameter shows. Named, it would be taken out again by the page's
    # widget, which puts the same page into the history once more: Back would lead nowhere.
    if state.texts(parameters[state.TOPIC]) == [_first_topic()]:
        parameters[state.TOPIC] = None
    return state.address("" if page == OVERVIEW else page, parameters)


def link(label: str, address: str) -> None:
    """A link within the dashboard, as wide as its words."""
    st.html(
        f'<a class="sb-link" target="_self" href="{html.escape(address)}">{html.escape(label)}</a>', width="content"
    )


def menu(current: str) -> None:
    """The links to all pages, `current` marked."""
    links = "".join(
        f'<a target="_self" href="{html.escape(href(name))}"{_mark(name == current)}>{html.escape(title)}</a>'
        for name, title in IN_MENU.items()
    )
    st.html(f'<nav class="sb-menu" aria-label="Pages">{links}</nav>')


def asked() -> dict[str, list[str]]:
    """The widgets' parameters as the address came; empty once the reader does anything on the page."""
    if "opened" in st.session_state:
        return {}
    st.session_state["opened"] = True
    return {key: [value for value in st.query_params.get_all(key) if value] for key in state.BOUND}


def say_ignored(values: dict[str, list[str]]) -> None:
    """Warn of those `values` of the address that the page's widgets, drawn by now, did not take."""
    ignored = [
        f"{key}={value}"
        for key, given in values.items()
        if key in st.session_state
        for value in given
        if value not in state.texts(st.session_state[key])
    ]
    if ignored:
        named = plain(", ".join(ignored))  # an image in it would be fetched from wherever the link's author chose
        st.warning(f"Not known here, so ignored: {named}. The link may be of another database.", icon="⚠️")


def _chosen(key: str) -> Sequence[str]:
    """The widget's value where the page has that widget, else what the address says."""
    if key not in st.session_state:
        return st.query_params.get_all(key)
    return state.texts(st.session_state[key]) if st.session_state[key] else ()


@cache
def _first_topic() -> str:
    return read_topics()[0].name


def _mark(current: bool) -> str:
    return ' aria-current="page"' if current else ""
