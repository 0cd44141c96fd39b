"""Parts that several pages share: the filter row, quote cards, a notice when nothing is left."""

from calendar import monthrange
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data, findings, links, state
from dashboard.charts import ORDER, SIGNS, picked_from
from dashboard.highlight import quote_html, source_link
from dashboard.state import Filters, Pick
from stanceboard.types import Topic

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 1, 1)


def choose_topic() -> Topic:
    """The topic in view; a widget only where there is a choice."""
    topics = {topic.name: topic for topic in data.topics()}
    if len(topics) == 1:
        return next(iter(topics.values()))
    name = st.selectbox("Topic", list(topics), key=state.TOPIC, bind="query-params")
    return topics.get(name, next(iter(topics.values())))


def filter_row(rows: pd.DataFrame) -> tuple[pd.DataFrame, Filters]:
    """Draw the filters over `rows`, say what is active, and return the rows that pass and the filters."""
    actors = list(rows.loc[rows["label"] != "none", "actor"].value_counts().index)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        st.multiselect(
            "Actor",
            actors,
            key=state.ACTORS,
            bind="query-params",
            placeholder="All actors",
            width=280,
            on_change=_first_page,
        )
        st.pills("Stance", ORDER, selection_mode="multi", key=state.STANCES, bind="query-params", on_change=_first_page)
        day_input("From", state.SINCE)
        day_input("To", state.UNTIL)
        st.slider(
            "Minimum confidence",
            0,
            95,
            0,
            5,
            format="%d %%",
            key=state.CONFIDENCE,
            bind="query-params",
            width=200,
            on_change=_first_page,
        )
    filters = state.filters_from({key: st.session_state.get(key) for key in state.FILTER_KEYS})
    left = filters.apply(rows)
    active = filters.describe()
    if active:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{len(left)} of {len(rows)} rows: {'; '.join(active)}.", width="content")
            st.button("Clear filters", on_click=_clear, type="tertiary")
    if left.empty and len(rows):
        hint = "From lies after To. Swap them, or clear one." if filters.is_crossed else "Clear them, or loosen one."
        st.info(f"No row passes these filters: {'; '.join(active)}. {hint}", icon="🔍")
    return left, filters


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


def ways_to_scores(topic: Topic) -> None:
    """What to do about a topic that nothing was scored toward."""
    if len(data.articles()):
        links.link("Score the stored articles", links.href(links.TOPICS, **{state.EDIT: topic.id}))
    links.link("Add articles", links.href(links.ADD))


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
        on_change=_first_page,
    )


def article_link(article_id: str, sentence: int, label: str = "Read in the article") -> None:
    """A link that opens the article at one sentence."""
    links.link(label, article_address(article_id, sentence))


def article_address(article_id: str, sentence: int) -> str:
    return links.href(links.ARTICLE, **{state.ARTICLE: article_id, state.SENTENCE: str(sentence)})


def picks(shares: pd.DataFrame, found: pd.DataFrame) -> dict[str, Pick]:
    """What can be picked in the charts: bars as "Taliban: accepts", then months as "Taliban: accepts in 2018-08"."""
    there = shares[shares["count"] > 0]
    dated = found[found["date"].notna() & found["actor"].isin(there["actor"])]
    months = dated.assign(month=dated["date"].str[:7]).sort_values("month", kind="stable")
    bars = {f"{row['actor']}: {row['label']}": Pick(row["actor"], row["label"]) for row in there.to_dict("records")}
    return bars | {
        f"{row['actor']}: {row['label']} in {row['month']}": Pick(row["actor"], row["label"], row["month"])
        for row in months.to_dict("records")
    }


def take_pick(chart: str, widget: str, options: Mapping[str, Pick]) -> None:
    """Put a click on a mark of `chart` into the `widget`, which is the truth; a second click takes it out again.

    The pick belongs into the chart's key: a chart that kept its own selection would report no second click on it.
    """
    chosen = picked_from(st.session_state.get(chart))
    name = next((name for name, pick in options.items() if pick == chosen), None)
    st.session_state[widget] = None if name == st.session_state.get(widget) else name


def picked_quotes(
    rows: pd.DataFrame, found: pd.DataFrame, pick: Pick, most: int, key: str, stored: pd.DataFrame
) -> None:
    """Up to `most` of the sentences that a mark counts, how many there are, and the way to all `stored` that say it."""
    same = findings.of_pick(rows, pick)
    behind = findings.counted(same, found)
    articles = behind["article_id"].nunique()
    st.caption(
        f"{min(most, len(behind))} of {plural(len(behind), 'sentence')}, the surest first, in "
        f"{plural(articles, 'article')} that {'counts' if articles == 1 else 'count'} as {pick.label}."
    )
    for row in behind.head(most).to_dict("records"):
        quote_card(row, f"{key}-{row['row_id']}")
    others = len(same) - len(behind)
    if others:
        say = "says" if others == 1 else "say"
        st.caption(
            f"{others} more {say} so in articles where other sentences of the actor weigh more; those count otherwise."
        )
    everywhere = findings.of_pick(stored, pick)
    if len(everywhere):
        actor = everywhere.iloc[0]["actor"]
        all_of_them_link(len(everywhere), **{state.ACTORS: actor, state.STANCES: pick.label}, **_days(pick))


def all_of_them_link(count: int, **own: str) -> None:
    """A link to the `count` sentences in Evidence."""
    links.link(
        f"See all {plural(count, 'sentence')}" if count > 1 else "See it in Evidence", links.href(links.EVIDENCE, **own)
    )


def the(topic: Topic) -> str:
    """A topic's name within a sentence, for Markdown: "the Moscow talks", and no second article for "The lease"."""
    name = plain(topic.name)
    return name if topic.name.split(" ")[0].lower() in ("the", "a", "an") else f"the {name}"


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def signed(label: str) -> str:
    """A stance with its sign, so that it is never told by colour alone."""
    return f"{SIGNS[label]} {label}"


def _first_page() -> None:
    st.session_state[state.PAGE] = 1


def _days(pick: Pick) -> dict[str, str]:
    """The period of the pick's month within the one that is chosen."""
    if not pick.month:
        return {}
    year, month = map(int, pick.month.split("-"))
    first, last = f"{pick.month}-01", f"{pick.month}-{monthrange(year, month)[1]}"
    since, until = (state.texts(st.session_state.get(key)) for key in (state.SINCE, state.UNTIL))
    return {state.SINCE: max([first, *since]), state.UNTIL: min([last, *until])}


def _clear() -> None:
    _first_page()
    for key in state.FILTER_KEYS:
        st.session_state[key] = {state.ACTORS: [], state.STANCES: [], state.CONFIDENCE: 0}.get(key)


def plain(text: str) -> str:
    """Text for Markdown with nothing in it read as mark-up."""
    return "".join(
        f"\\{letter}" if letter in "\\`*_{}[]()#+-.!|<>~$:^" else letter for letter in text.replace("\n", " ")
    )
