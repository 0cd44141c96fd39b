"""Parts that several pages share: the filter row, quote cards, a notice when nothing is left."""

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data, state
from dashboard.charts import ORDER, SIGNS, picked_from
from dashboard.highlight import quote_html, source_link
from stanceboard.types import Topic

OVERVIEW, EVIDENCE, ARTICLE, ADD, METHODS = (
    f"app_pages/{name}.py" for name in ("overview", "evidence", "article", "add", "methods")
)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)


def choose_topic() -> Topic:
    """The topic in view; a widget only where there is a choice."""
    topics = {topic.name: topic for topic in data.topics()}
    if len(topics) == 1:
        return next(iter(topics.values()))
    name = st.selectbox("Topic", list(topics), key=state.TOPIC, bind="query-params")
    return topics.get(name, next(iter(topics.values())))


def filter_row(rows: pd.DataFrame) -> pd.DataFrame:
    """Draw the filters over `rows`, say what is active, and return the rows that pass."""
    actors = list(rows.loc[rows["label"] != "none", "actor"].value_counts().index)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        st.multiselect("Actor", actors, key=state.ACTORS, bind="query-params", placeholder="All actors", width=280)
        st.pills("Stance", ORDER, selection_mode="multi", key=state.STANCES, bind="query-params")
        day_input("From", state.SINCE)
        day_input("To", state.UNTIL)
        st.slider(
            "Minimum confidence", 0, 95, 0, 5, format="%d %%", key=state.CONFIDENCE, bind="query-params", width=200
        )
    filters = state.filters_from({key: st.session_state.get(key) for key in state.FILTER_KEYS})
    left = filters.apply(rows)
    active = filters.describe()
    if active:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{len(left)} of {len(rows)} rows: {'; '.join(active)}.", width="content")
            st.button("Clear filters", on_click=_clear, type="tertiary")
    if left.empty and len(rows):
        st.info(f"No row passes these filters: {'; '.join(active)}. Clear them, or loosen one.", icon="🔍")
    return left


def quote_card(row: Mapping[Hashable, Any], key: str) -> None:
    """One row: stance, actor, sentence with the mention in bold, and the way to its article and source."""
    with st.container(border=True, key=f"card-{key}"):
        spoken = f" · {row['speaker']}" if row["speaker"] else ""
        corrected = " · corrected by a person" if row["corrected"] else ""
        st.markdown(
            f"{SIGNS[row['label']]} **{plain(row['actor'])}** {row['label']} "
            f":small[{row['probability']:.0%}{plain(spoken)}{corrected}]"
        )
        start = row["mention_start"] - row["sentence_start"]
        st.html(quote_html(row["sentence"], (start, start + len(row["mention"])), row["label"]))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain(" · ".join(filter(None, (row["date"], row["source"], row["title"])))))
            article_link(row["article_id"], row["sentence_index"])
            address = source_link(row["url"], row["sentence"])
            if address:
                st.link_button("Try at source", address, type="tertiary")


def day_input(label: str, key: str) -> date | None:
    """An optional day, bound to the URL."""
    return st.date_input(
        label,
        None,
        FIRST_DAY,
        LAST_DAY,
        key=key,
        bind="query-params",
        format="YYYY-MM-DD",
        width=140,
    )


def article_link(article_id: str, sentence: int, label: str = "Read in the article") -> None:
    """A link that opens the article at one sentence."""
    st.page_link(ARTICLE, label=label, query_params={state.ARTICLE: article_id, state.SENTENCE: str(sentence)})


def picks(shares: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """What can be picked in a chart: "Taliban: accepts" -> (actor id, label), in the chart's order."""
    there = shares[shares["count"] > 0]
    return {f"{row['actor']}: {row['label']}": (row["actor_id"], row["label"]) for row in there.to_dict("records")}


def take_pick(chart: str, widget: str, options: Mapping[str, tuple[str, str]]) -> None:
    """Put a click on a mark of `chart` into the `widget`, which is the truth."""
    chosen = picked_from(st.session_state.get(chart))
    names = {pair: name for name, pair in options.items()}
    st.session_state[widget] = names.get(chosen) if chosen else None


def picked_rows(rows: pd.DataFrame, pair: tuple[str, str]) -> pd.DataFrame:
    """The rows of one (actor id, label), the surest first."""
    chosen = rows[(rows["actor_id"] == pair[0]) & (rows["label"] == pair[1])]
    return chosen.sort_values("probability", ascending=False, kind="stable")


def sentences_say(count: int) -> str:
    return f"{count} {'sentence says' if count == 1 else 'sentences say'} so, the surest first."


def signed(label: str) -> str:
    """A stance with its sign, so that it is never told by colour alone."""
    return f"{SIGNS[label]} {label}"


def _clear() -> None:
    for key in state.FILTER_KEYS:
        st.session_state[key] = {state.ACTORS: [], state.STANCES: [], state.CONFIDENCE: 0}.get(key)


def plain(text: str) -> str:
    """Text for Markdown with nothing in it read as mark-up."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~$:^" else letter for letter in text.replace("\n", " ")
    )
