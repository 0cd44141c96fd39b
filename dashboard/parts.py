"""Parts that several pages share: the filter row, quote cards, a notice when nothing is left."""

from calendar import monthrange
from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote_plus

import pandas as pd
import streamlit as st

from dashboard import data, findings, links, listing, measured, method, state, words
from dashboard.charts import ORDER, SIGNS, picked_from
from dashboard.highlight import quote_html, source_link
from dashboard.markdown import plain as plain
from dashboard.search import EVERYTHING, Search, hits
from dashboard.state import Filters, Pick
from dashboard.words import plural as plural
from dashboard.words import signed as signed
from dashboard.wrong import wrong_button
from stanceboard.errors import StoreError
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
    figures = _figures_of(rows)
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
        st.multiselect(
            "Actor",
            actors,
            key=state.ACTORS,
            bind="query-params",
            placeholder="All actors",
            width=280,
            on_change=first_page,
        )
        st.pills("Stance", ORDER, selection_mode="multi", key=state.STANCES, bind="query-params", on_change=first_page)
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
            on_change=first_page,
            help=f"Leaves out what the model is less sure of. {measured.enough(figures)}".strip(),
        )
    filters = state.filters_from({key: st.session_state.get(key) for key in state.FILTER_KEYS})
    left = filters.apply(rows)
    with st.container():  # always there: what comes and goes above a chart would have the browser draw it from nothing
        said = measured.bought(figures, filters.confidence) if filters.confidence else ""
        if said:
            st.caption(said)
        _say_active(rows, left, filters)
    return left, filters


def _say_active(rows: pd.DataFrame, left: pd.DataFrame, filters: Filters) -> None:
    active = [plain(one) for one in filters.describe()]
    if active:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"{len(left)} of {len(rows)} rows: {'; '.join(active)}.", width="content")
            st.button("Clear filters", on_click=_clear, type="tertiary")
    if left.empty and len(rows):
        hint = "From lies after To. Swap them, or clear one." if filters.is_crossed else "Clear them, or loosen one."
        st.info(f"No row passes these filters: {'; '.join(active)}. {hint}", icon="🔍")


def count_copies(topic: Topic, filters: Filters) -> bool:
    """Whether every wire copy counts (`data.counted`); a widget only where that makes a difference."""
    left_out = data.without_copies(topic, filters)[1]
    if not left_out:
        return False
    with st.container(horizontal=True, vertical_alignment="center"):
        every = bool(st.toggle("Count every copy", key=state.COPIES, bind="query-params"))
        counted = "counted each" if every else "counted once"
        st.caption(f"{plural(left_out, 'wire copy', 'wire copies')} {counted}.", width="content")
    return every


def quote_card(row: Mapping[Hashable, Any], key: str, search: Search = EVERYTHING, with_context: bool = False) -> None:
    """One row: stance, actor, sentence with the mention in bold, and the way to its article and source.

    What `search` hits is marked; `with_context` adds the sentences around it and all that the model says of the row.
    """
    with st.container(border=True, key=f"card-{key}"):
        spoken = f" · {hit(row['speaker'], search)}" if row["speaker"] else ""
        sure = "corrected by a person" if row["corrected"] else f"{row['probability']:.0%}"
        st.markdown(f"{SIGNS[row['label']]} **{hit(row['actor'], search, '')}** {row['label']} :small[{sure}{spoken}]")
        start = row["mention_start"] - row["sentence_start"]
        mention = (start, start + len(row["mention"]))
        around = _around(row) if with_context else ("", "")
        st.html(quote_html(row["sentence"], mention, row["label"], hits(row["sentence"], search), around))
        if with_context:
            st.caption(plain(listing.details(row)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(" · ".join([*map(plain, filter(None, (row["date"], row["source"]))), hit(row["title"], search)]))
            article_link(row["article_id"], row["sentence_index"])
            address = source_link(row["url"], row["sentence"])
            if address:
                st.link_button("Try at source", address, type="tertiary")
            wrong_button(row, key)


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
        on_change=first_page,
    )


def article_link(article_id: str, sentence: int, label: str = "Read in the article") -> None:
    """A link that opens the article at one sentence."""
    links.link(label, article_address(article_id, sentence))


def article_address(article_id: str, sentence: int) -> str:
    """The reader's address. On the page of a batch it names the batch, whose articles no other table holds yet."""
    own = {state.ARTICLE: article_id, state.SENTENCE: str(sentence), state.JOB: st.query_params.get(state.JOB)}
    return links.href(links.ARTICLE, **own)


def article_addresses(rows: pd.DataFrame) -> pd.Series:
    """`article_address` of every row at once: what the reader chose is read once, not for each of 100,000 rows."""
    base = links.href(links.ARTICLE)
    base += f"{'&' if '?' in base else '?'}{state.ARTICLE}="
    ids = {one: quote_plus(one) for one in rows["article_id"].unique()}
    return base + rows["article_id"].map(ids) + f"&{state.SENTENCE}=" + rows["sentence_index"].astype(str)


def take_pick(chart: str, widget: str, options: Mapping[str, Pick]) -> None:
    """Put a click on a mark of `chart` into the `widget`, which is the truth; a second click takes it out again.

    The chart must be drawn with the `turn` of the widget: one that did not would report no second click on a mark.
    """
    chosen = picked_from(st.session_state.get(chart))
    toggle(widget, next((name for name, pick in options.items() if pick == chosen), None))


def turn(widget: str) -> int:
    """How often in this session something else was chosen in the `widget`."""
    chosen, key = st.session_state.get(widget), f"{widget}-turns"
    last, count = st.session_state.get(key, (None, 0))
    if chosen != last:
        count += 1
        st.session_state[key] = (chosen, count)
    return int(count)


def toggle(widget: str, name: str | None) -> None:
    """Choose `name` in the `widget`, or nothing where that is chosen already."""
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
    name = stored.loc[stored["actor_id"] == pick.actor_id, "actor"].head(1)
    # Evidence filters by name, which several actors may share: the link says how many it opens.
    everywhere = findings.of_pick(stored[stored["actor"].isin(name)].assign(actor_id=pick.actor_id), pick)
    if len(everywhere):
        actor = everywhere.iloc[0]["actor"]
        all_of_them_link(len(everywhere), **{state.ACTORS: actor, state.STANCES: pick.label}, **_days(pick))


def all_of_them_link(count: int, **own: str) -> None:
    """A link to the `count` sentences in Evidence."""
    links.link(
        f"See all {plural(count, 'sentence')}" if count > 1 else "See it in Evidence", links.href(links.EVIDENCE, **own)
    )


def hit(text: str, search: Search, strong: str = "**") -> str:
    """Text for Markdown with nothing in it read as mark-up; what `search` hits is set off and `strong`."""
    marked, position = "", 0
    for start, end in hits(text, search):
        marked += f"{plain(text[position:start])}:yellow-background[{strong}{plain(text[start:end])}{strong}]"
        position = end
    return marked + plain(text[position:])


def the(topic: Topic) -> str:
    """A topic's name within a sentence, for Markdown: "the Moscow talks", and no second article for "The lease"."""
    return plain(words.the(topic.name))


def _figures_of(rows: pd.DataFrame) -> Mapping[str, Mapping[str, Any]]:
    """The shipped model's figures where these rows are its own, else none."""
    try:
        figures, model = method.metrics(), method.shipped_model()
    except FileNotFoundError:  # no model is shipped, so nothing is known of it
        return {}
    return figures if measured.is_of(figures, model, rows["model"].unique()) else {}


def _around(row: Mapping[Hashable, Any]) -> tuple[str, str]:
    try:
        sentences = data.sentences(row["article_id"])
    except StoreError:  # removed since this table was read; its own sentence is still in the row
        return "", ""
    return listing.around(sentences, row["sentence_start"], row["sentence_end"])


def first_page() -> None:
    """Begin at the first page again: what follows is another list."""
    st.session_state[state.PAGE] = 1


def _days(pick: Pick) -> dict[str, str]:
    """The period of the pick's month within the one that is chosen."""
    if not pick.month:
        return {}
    year, month = map(int, pick.month.split("-"))
    return period_within(f"{pick.month}-01", f"{pick.month}-{monthrange(year, month)[1]}")


def period_within(first: str, last: str) -> dict[str, str]:
    """The parameters of a period, no longer than the one that is chosen."""
    since, until = (state.texts(st.session_state.get(key)) for key in (state.SINCE, state.UNTIL))
    return {state.SINCE: max([first, *since]), state.UNTIL: min([last, *until])}


def _clear() -> None:
    first_page()
    for key in state.FILTER_KEYS:
        st.session_state[key] = {state.ACTORS: [], state.STANCES: [], state.CONFIDENCE: 0}.get(key)
