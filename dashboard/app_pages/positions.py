"""What each actor said over time: a table of all of them, or one actor's positions, changes and contradictions."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import changes, data, findings, links, parts, state, statements
from dashboard.state import Filters
from stanceboard.types import Topic

ACTORS_A_PAGE = 25
ENTRIES_A_PAGE = 20
PAIRS_SHOWN = 5
COMPARED = 30  # actors in the table of topics
CHANGED, OUTLETS, SPEAKERS = "changed its mind", "reported differently", "speakers differ"


def sentence_address(line: Mapping[Any, Any]) -> str:
    return parts.article_address(line["article_id"], line["sentence_index"])


def actor_address(name: str, topic: str | None = None) -> str:
    own = {state.TOPIC: topic} if topic else {}
    return links.href(links.POSITIONS, **{state.WHO: name}, **own)


def in_pages(count: int, size: int, noun: str) -> slice:
    """Draw the pagination of `count` lines; which of them to show."""
    pages = max(1, -(-count // size))
    page = st.pagination(pages, key=state.PAGE, bind="query-params")
    first = (min(page, pages) - 1) * size
    st.caption(f"{first + 1} to {min(first + size, count)} of {parts.plural(count, noun)}")
    return slice(first, first + size)


def all_actors(known: pd.DataFrame, standing: pd.DataFrame) -> None:
    st.subheader("Where each actor stands", anchor=False)
    st.caption(
        f"{findings.scope(known).capitalize()}. Those who changed most recently come first. "
        "*Reports differ*: articles of the actor's last day hold different stances of it."
    )
    shown = standing.iloc[in_pages(len(standing), ACTORS_A_PAGE, "actor")]
    st.html(statements.actors_html(shown, actor_address, sentence_address))


def all_topics(topics: list[Topic], every_copy: bool) -> None:
    """Actors by topics, once anything was scored toward more than one; wire copies count as above."""
    scored = {topic.name: data.standing(topic, every_copy) for topic in topics if len(data.rows(topic))}
    if len(scored) < 2:
        return
    found = changes.across_topics(scored)
    actors = found["actor_id"].drop_duplicates()
    st.subheader("All topics side by side", anchor=False)
    most = f" The {COMPARED} of {len(actors)} with positions on most topics." if len(actors) > COMPARED else ""
    st.caption(f"Each actor's current stance toward each topic, and in how many articles it takes a position.{most}")
    shown = found[found["actor_id"].isin(actors.head(COMPARED))]
    st.html(statements.topics_html(shown, list(scored), lambda topic, name: actor_address(name, topic)))


def pairs(title: str, note: str, found: list[changes.Pair], say: Callable[[changes.Pair], str], key: str) -> None:
    """Two sentences side by side for each of `found`: the newest in sight, the others to be opened."""
    if not found:
        return
    st.subheader(f"{title}: {len(found)}", anchor=False)
    st.caption(note)
    drawn = [
        statements.pair_html(
            say(pair), *(statements.entry_html(line, sentence_address(line)) for line in (pair.earlier, pair.later))
        )
        for pair in found
    ]
    st.html("".join(drawn[:PAIRS_SHOWN]))
    if len(drawn) > PAIRS_SHOWN:
        with st.expander(f"{len(drawn) - PAIRS_SHOWN} older ones", key=f"older-{key}"):
            st.html("".join(drawn[PAIRS_SHOWN:]))


def one_actor(rows: pd.DataFrame, mine: pd.DataFrame, stored: pd.DataFrame) -> None:
    """`rows`, which are counted, `mine`, of `changes.lines`, and `stored`, with every copy, are one actor's."""
    [stand] = changes.standing(mine).to_dict("records")
    moved, outlets, speakers = changes.changes(mine), changes.between_outlets(mine), changes.between_speakers(rows)
    since = f" since {stand['since']}" if stand["since"] else ""
    before = f", before that {stand['changed_from']}" if stand["changed_from"] else ""
    st.markdown(f"#### {parts.plain(stand['name'])}: {parts.signed(stand['label'])}{since}{before}")
    st.caption(f"{findings.scope(mine).capitalize()}. Stances are computed and can be wrong: read the sentences.")
    if stand["differ"]:
        st.info("Articles of the actor's last day hold different stances of it; which one is current is not certain.")
    pairs(
        "Changes of mind",
        "The stance of one day and another one of a later day. A day on which articles differ is passed over.",
        moved,
        changes.what_changed,
        "changes",
    )
    pairs(
        "Reported differently",
        f"Two articles within {changes.OUTLET_DAYS} days that report different stances. They may speak of different "
        "moments, or one stance may be misread.",
        outlets,
        changes.what_outlets_differ_in,
        "outlets",
    )
    pairs(
        "Its speakers differ",
        f"Different stances by different speakers of this actor within {changes.SPEAKER_DAYS} days. One of them may have "
        "spoken for another part of it, or later.",
        speakers,
        changes.what_speakers_differ_in,
        "speakers",
    )
    if not (moved or outlets or speakers):
        st.caption("No change of mind, no outlets and no speakers that differ were found.")
    dated_line(mine, moved, outlets, speakers)
    st.subheader("Who reported it", anchor=False)
    st.caption("Articles in which this actor takes a position, by outlet; wire copies each count here.")
    st.dataframe(changes.sources(changes.lines(stored)), hide_index=True)


def dated_line(
    mine: pd.DataFrame, moved: list[changes.Pair], outlets: list[changes.Pair], speakers: list[changes.Pair]
) -> None:
    flags: dict[str, list[str]] = defaultdict(list)
    for flag, found in ((CHANGED, moved), (OUTLETS, outlets), (SPEAKERS, speakers)):
        flagged = {pair.later["article_id"] for pair in found}
        if flag != CHANGED:
            flagged |= {pair.earlier["article_id"] for pair in found}
        for article in flagged:
            flags[article].append(flag)
    st.subheader("What it said, by date", anchor=False)
    newest = mine.iloc[::-1]
    shown = newest.iloc[in_pages(len(newest), ENTRIES_A_PAGE, "article")].to_dict("records")
    st.html("".join(statements.entry_html(line, sentence_address(line), flags[line["article_id"]]) for line in shown))


topic = parts.choose_topic()
stored = data.rows(topic)
st.title("Positions and changes", anchor=False)
st.html(statements.STYLE)
if stored.empty:
    st.info(f"No article has been scored toward {parts.the(topic)} yet.")
    parts.ways_to_scores(topic)
    raise links.PageEnds
every_copy = parts.count_copies(topic, Filters())
rows = data.counted(topic, Filters(), every_copy)
known = data.lines(topic, every_copy)
names = known.groupby("actor_id")["name"].agg(["first", "size"]).sort_values("size", ascending=False, kind="stable")
with st.container(horizontal=True, vertical_alignment="bottom"):
    who = st.selectbox(
        "Actor",
        list(names["first"]),
        index=None,
        key=state.WHO,
        bind="query-params",
        placeholder="All actors: choose one",
        width=420,
        on_change=parts.first_page,
    )
    if who:
        links.link("All actors", links.href(links.POSITIONS, **{state.WHO: None}))
if any(st.query_params.get_all(key) for key in state.FILTER_KEYS):
    st.caption("The filters of the other pages do not apply here: every article counts.")
if known.empty:
    st.info("No actor takes a position in these articles.")
elif who:
    chosen = names.index[names["first"] == who][0]
    one_actor(*(table[table["actor_id"] == chosen] for table in (rows, known, stored)))
else:
    all_actors(known, data.standing(topic, every_copy))
    all_topics(data.topics(), every_copy)
