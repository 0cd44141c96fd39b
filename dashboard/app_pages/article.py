"""The reader: one article, each supporting sentence marked by stance, opened at the sentence that a link names."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard import data, links, parts, state, why
from dashboard.charts import ORDER
from dashboard.citation import citation
from dashboard.highlight import Mark, article_html, source_link
from dashboard.wrong import wrong_button
from stanceboard.errors import StoreError
from stanceboard.furniture import find_furniture

# st.html does not scroll to an anchor on a fresh load; this moves view and focus to one sentence, by number alone.
SHOW_SENTENCE = st.components.v2.component(
    "show_sentence",
    js="""
export default function ({ data }) {
  let tries = 0;
  const show = () => {
    const mark = document.getElementById("s" + Number(data.sentence));
    if (mark) { mark.scrollIntoView({ block: "center" }); mark.focus({ preventScroll: true }); }
    else if (tries++ < 60) setTimeout(show, 50);
  };
  show();
}
""",
)


def go_to(sentence: int) -> None:
    st.query_params[state.SENTENCE] = str(sentence)


def change_article() -> None:
    st.query_params.update({state.ARTICLE: st.session_state["article_choice"], state.SENTENCE: ""})
    st.session_state[state.MARKED] = []


@st.fragment(run_every="0.5s")
def wait_for_answers(rows: list[dict[Hashable, Any]]) -> None:
    """Polls until the model has answered what was asked of these rows."""
    if not any(why.is_asked(row, topic) for row in rows):
        st.rerun()


def score_card(row: Mapping[Hashable, Any]) -> None:
    """One actor's stance in the chosen sentence, with all its probabilities."""
    with st.container(border=True, key=f"side-{row['row_id']}"):
        st.markdown(f"{parts.signed(row['label'])} · **{parts.plain(row['actor'])}**")
        if row["speaker"]:
            st.caption(f"said by {parts.plain(row['speaker'])}")
        labels = (*ORDER, "none")
        st.dataframe(
            {"stance": [parts.signed(one) for one in labels], "confidence": [row[one] * 100 for one in labels]},
            hide_index=True,
            column_config={"confidence": st.column_config.ProgressColumn(format="%d %%", min_value=0, max_value=100)},
        )
        st.caption(f"The text portrays it as {row['sentiment']} ({row[row['sentiment']]:.0%}). Model {row['model']}.")
        if row["corrected"]:
            st.caption("Corrected by a person, whose label counts as certain. What the model said is under Review.")
        wrong_button(row, f"side-{row['row_id']}")


topic = parts.choose_topic()
known = data.articles().to_dict("records")
batch = data.batch(st.query_params.get(state.JOB))  # articles that wait can be read before they are added
if batch and batch.topic_id == topic.id:
    known += data.store().articles(batch.id).to_dict("records")
titles = {one["article_id"]: f"{one['date'] or 'undated'} · {one['title']}" for one in known}
asked = st.query_params.get(state.ARTICLE)
if not titles:
    st.info("There is no article yet.")
    links.link("Add articles", links.href(links.ADD))
    raise links.PageEnds
if asked is not None and asked not in titles:
    st.warning(
        "The link names an article that is not stored here. It may have been removed, or lie in another database."
    )
    asked = None
chosen = asked or next(reversed(titles))
st.session_state["article_choice"] = chosen
st.selectbox("Article", list(titles), format_func=titles.__getitem__, key="article_choice", on_change=change_article)
try:
    article = data.store().article(chosen)
except StoreError as error:
    st.error(str(error))
    raise links.PageEnds from None

waits = batch is not None and batch.topic_id == topic.id and chosen in batch.article_ids
rows = data.batch_rows(batch) if batch and waits else data.rows(topic)
mine = rows[rows["article_id"] == chosen]
positions = mine[mine["label"] != "none"].sort_values(["sentence_start", "probability"], ascending=[True, False])
st.header(article.title, anchor=False)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(
        " · ".join(filter(None, (article.date, article.source, f"{len(article.text.split())} words"))), width="content"
    )
    address = source_link(article.url, article.title)
    if address:
        st.link_button("Source page", article.url or "", type="tertiary")

names = list(positions["actor"].value_counts().index)
if len(names) > 1:
    # Pills are Markdown. The escaped names are the options, as the address holds what is shown, not what it stands for.
    escaped = {parts.plain(name): name for name in names}
    marked = st.pills(
        "Mark the sentences of", list(escaped), selection_mode="multi", key=state.MARKED, bind="query-params"
    )
    if marked:
        positions = positions[positions["actor"].isin([escaped[one] for one in marked])]
wanted = st.query_params.get(state.SENTENCE, "")
asked_rows = mine[mine["sentence_index"].astype(str) == wanted]
# A sentence without a position is marked only where a link asks for it.
shown = positions if (positions["sentence_index"].astype(str) == wanted).any() else pd.concat([positions, asked_rows])
marks = [
    Mark(start, end, index, tuple(zip(group["actor"], group["label"], strict=True)))
    for (start, end, index), group in cast(
        Iterable[tuple[tuple[int, int, int], pd.DataFrame]],
        shown.groupby(["sentence_start", "sentence_end", "sentence_index"]),
    )
]
numbers = [mark.index for mark in marks]
current = next((number for number in numbers if str(number) == wanted), None)
if waits:
    st.info("This article is of a batch that waits to be added to the corpus; its stances are those of the batch.")
reader, side = st.columns([3, 2], gap="large")
with side.container(key="side"):
    if current is not None:
        place = numbers.index(current)
        st.subheader(f"Sentence {place + 1} of {len(numbers)}", anchor=False)
    else:
        place = -1
        st.subheader(f"{parts.plural(len(numbers), 'supporting sentence')}", anchor=False)
        if wanted:
            st.warning("The link names a sentence in which no actor was found here.")
    if numbers:
        with st.container(horizontal=True):
            before, after = max(0, place - 1), min(len(numbers) - 1, place + 1)
            st.button("← Previous", on_click=go_to, args=(numbers[before],), disabled=place <= 0)
            st.button("Next →", on_click=go_to, args=(numbers[after],), disabled=place == len(numbers) - 1)
    else:
        st.info(f"No sentence of this article holds a position on {parts.the(topic)}.")
    if current is None:
        for row in positions.drop_duplicates("actor_id").to_dict("records"):
            label = f"{parts.plain(row['actor'])}: {parts.signed(row['label'])}"
            st.button(label, key=f"to-{row['row_id']}", type="tertiary", on_click=go_to, args=(row["sentence_index"],))
    here = mine[mine["sentence_index"] == current].to_dict("records")
    for row in here:
        score_card(row)
        why.why_card(row, mine, article, topic, go_to)
    if here:
        with st.expander("Cite this sentence"):
            st.code(citation(article, here, topic.name), language=None, wrap_lines=True)
with reader:
    st.html(article_html(article.text, marks, find_furniture(article.text)))
    st.caption("Marked: sentences that hold a position. Dimmed: page furniture, which is not read.")
if current is not None:
    SHOW_SENTENCE(data={"sentence": current}, key=f"show-{chosen}-{current}")
if any(why.is_asked(row, topic) for row in here):
    wait_for_answers(here)
