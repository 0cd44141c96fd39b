"""Every row, as a list of quotes or as a table, with search, orders, filters and downloads."""

import pandas as pd
import streamlit as st

from dashboard import data, downloads, links, listing, parts, search_box, state
from dashboard.highlight import web_address
from dashboard.search import Search, read_search
from stanceboard.types import Topic

PER_PAGE = 10
LIST, TABLE = "List", "Table"


def show_list(view: pd.DataFrame, order: str, asked: Search, with_context: bool) -> None:
    pages = -(-len(view) // PER_PAGE)
    page = st.pagination(pages, key=state.PAGE, bind="query-params")  # also for one page, or its parameter would stay
    first = (min(page, pages) - 1) * PER_PAGE
    said = "by actor" if order == listing.ACTOR else order.lower()
    st.caption(f"{first + 1} to {min(first + PER_PAGE, len(view))} of {len(view)}, {said}")
    for row in view.iloc[first : first + PER_PAGE].to_dict("records"):
        parts.quote_card(row, row["row_id"], asked, with_context)


def show_table(view: pd.DataFrame) -> None:
    table = view.assign(
        open=parts.article_addresses(view),
        stance=[parts.signed(label) for label in view["label"]],
        percent=view["probability"] * 100,
        url=view["url"].map(web_address),
    )
    shown = [
        "date",
        "actor",
        "stance",
        "percent",
        "sentence",
        "open",
        "speaker",
        "sentiment",
        "source",
        "url",
        "title",
    ]
    st.dataframe(
        table[shown],
        hide_index=True,
        height=560,
        column_config={
            "date": st.column_config.TextColumn("date", width=90),
            "stance": st.column_config.TextColumn("stance", width=100),
            "percent": st.column_config.ProgressColumn(
                "confidence", format="%d %%", min_value=0, max_value=100, width=110
            ),
            "sentence": st.column_config.TextColumn("sentence", width="large"),
            "open": st.column_config.LinkColumn("in context", display_text="Read", width=80),
            "url": st.column_config.LinkColumn("source page"),
        },
        alt="Table of all rows in view. The list view holds the same rows and can be read by keyboard.",
    )


def show_evidence(rows: pd.DataFrame, topic: Topic) -> None:
    """Controls, then the rows that are left. It returns where none is: st.stop() would leave the page without a menu."""
    articles, sentences = data.read(topic)
    said_of_all = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom", key="search-row"):
        typed = search_box.search_box()
        order = st.selectbox(
            "Sort", list(listing.ORDERS), key=state.SORT, bind="query-params", on_change=parts.first_page, width=180
        )
        shape = st.segmented_control(
            "View", (LIST, TABLE), default=LIST, key=state.VIEW, bind="query-params", required=True
        )
    with st.container(horizontal=True, vertical_alignment="bottom", key="toggle-row"):
        with_none = st.toggle(
            "Also sentences without a position", key=state.NONE, bind="query-params", on_change=parts.first_page
        )
        with_context = st.toggle("With context", key=state.CONTEXT, bind="query-params", disabled=shape == TABLE)
    view, filters = parts.filter_row(rows if with_none else rows[rows["label"] != "none"])
    said_of_all.caption(listing.coverage(rows, articles, sentences, filters.confidence))
    if view.empty:
        return
    asked = read_search(typed)
    view = listing.ordered(search_box.searched(view, typed, asked), order)
    if view.empty:
        return
    if shape == TABLE:
        show_table(view)
    else:
        show_list(view, order, asked, with_context)
    st.subheader("Download", anchor=False)
    st.caption(f"This view: {len(view)} rows. Everything is under Methods & data.")
    downloads.download_row(view, f"stanceboard-{topic.id}-view", "view")
    own = {state.NONE: "true" if with_none else None, state.SEARCH: typed if asked else None}
    links.link("Take this view away as an evidence pack", links.href(links.DOWNLOAD, **own))


topic = parts.choose_topic()
rows = data.rows(topic)
st.title("Evidence", anchor=False)
st.caption(f"Every sentence in which an actor is named, with its stance toward {parts.the(topic)}.")
if rows.empty:
    st.info(f"No article has been scored toward {parts.the(topic)} yet.")
    parts.ways_to_scores(topic)
else:
    show_evidence(rows, topic)
