"""Every row, as a list of quotes or as a table, with filters and downloads."""

import streamlit as st

from dashboard import data, downloads, parts, state

PER_PAGE = 10
LIST, TABLE = "List", "Table"

topic = parts.choose_topic()
rows = data.rows(topic)
st.title("Evidence", anchor=False)
st.caption(f"Every sentence in which an actor is named, with its stance toward {parts.the(topic)}.")
if rows.empty:
    st.info(f"No article has been scored toward {parts.the(topic)} yet.")
    parts.ways_to_scores(topic)
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    shape = st.segmented_control(
        "View", (LIST, TABLE), default=LIST, key=state.VIEW, bind="query-params", required=True
    )
    with_none = st.toggle("Also sentences without a position", key=state.NONE, bind="query-params")
view, _ = parts.filter_row(rows if with_none else rows[rows["label"] != "none"])
if view.empty:
    st.stop()
view = view.sort_values(["date", "article_id", "mention_start"], ascending=[False, True, True], na_position="last")

if shape == TABLE:
    table = view.assign(
        open=[parts.article_address(row["article_id"], row["sentence_index"]) for row in view.to_dict("records")],
        stance=[parts.signed(label) for label in view["label"]],
        percent=view["probability"] * 100,
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
else:
    pages = -(-len(view) // PER_PAGE)
    page = st.pagination(pages, key=state.PAGE, bind="query-params")  # also for one page, or its parameter would stay
    first = (min(page, pages) - 1) * PER_PAGE
    st.caption(f"{first + 1} to {min(first + PER_PAGE, len(view))} of {len(view)}, newest first")
    for row in view.iloc[first : first + PER_PAGE].to_dict("records"):
        parts.quote_card(row, row["row_id"])

st.subheader("Download", anchor=False)
st.caption(f"This view: {len(view)} rows. Everything is under Methods & data.")
downloads.download_row(view, f"stanceboard-{topic.id}-view", "view")
