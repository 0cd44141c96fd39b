"""Take it away: the view or everything, as rows, as a page that explains itself, or as a ZIP of all."""

import streamlit as st

from dashboard import data, links, parts, search_box, state, takeaway
from dashboard.search import EVERYTHING, read_search
from dashboard.state import Filters
from dashboard.takeaway import KINDS, Order
from stanceboard.errors import StanceboardError

VIEW, ALL = "This view", "Everything"


def make(order: Order) -> None:
    """Make the file with a bar that says how far it is, or say why it cannot be made."""
    bar = st.progress(0.0, text="Reading the rows")

    def show(share: float, text: str) -> None:
        bar.progress(share, text=text)

    try:
        made = takeaway.make(order, data.store(), data.events(order.topic.id), show, data.articles())
    except StanceboardError as error:
        st.error(parts.plain(str(error)))
    else:
        takeaway.keep(order, made)
    bar.empty()


topic = parts.choose_topic()
rows = data.rows(topic)
st.title("Take it away", anchor=False)
st.caption("Files that can be read, printed and checked without Stanceboard.")
if rows.empty:
    st.info(f"No article has been scored toward {parts.the(topic)} yet.")
    parts.ways_to_scores(topic)
    raise links.PageEnds
with_none = st.toggle("Also sentences without a position", key=state.NONE, bind="query-params")
typed = search_box.search_box()
asked = read_search(typed)
view, filters = parts.filter_row(rows if with_none else rows[rows["label"] != "none"])
if len(view):
    view = search_box.searched(view, typed, asked)
scope = st.segmented_control("What", (VIEW, ALL), default=VIEW, key=state.SCOPE, bind="query-params", required=True)
if scope == ALL:
    st.caption(f"All {parts.plural(len(rows), 'row')} toward {parts.the(topic)}, whatever the filters say.")
else:
    by = "filters and the search" if asked else "filters"
    st.caption(f"{parts.plural(len(view), 'row')} of {len(rows)}, as the {by} above leave them.")
kind = st.radio("As", list(KINDS), captions=list(KINDS.values()), key=state.KIND, bind="query-params")
if kind in (takeaway.PAGE, takeaway.ZIP):
    parts.count_copies(topic, Filters() if scope == ALL else filters.whole())  # for its choice: the pack counts so too
store = data.store()
order = Order(
    database=store.address,
    version=store.version(),
    topic=topic,
    filters=Filters() if scope == ALL else filters,
    with_none=with_none or scope == ALL,
    kind=kind,
    search=EVERYTHING if scope == ALL else asked,
    every_copy=bool(st.session_state.get(state.COPIES)),
)
nothing = scope == VIEW and view.empty
if st.button("Make the file", type="primary", disabled=nothing):
    make(order)
made = takeaway.shelf().get(order)
if made:
    size = takeaway.size_in_words(len(made.content))
    st.success(f"{made.name} is ready: {parts.plural(made.rows, 'row')}, {size}.")
    st.download_button(
        f"Download {made.name} ({size})", data=made.content, file_name=made.name, mime=made.mime, on_click="ignore"
    )
st.caption(
    "The quoted sentences belong to their publishers. Stances are computed by a model and can be wrong: read the sentence "
    "before you cite a figure."
)
