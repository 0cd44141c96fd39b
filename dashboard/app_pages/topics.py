"""Topics: those that are known, one of one's own to make or change, and the stored articles scored toward it."""

import html
from typing import Literal

import pandas as pd
import streamlit as st

from dashboard import data, links, parts, progress, state
from dashboard.jobs import Job, jobs
from stanceboard.errors import StanceboardError
from stanceboard.own_topics import MOST_LETTERS, is_shipped
from stanceboard.relevance import is_about
from stanceboard.topics import find_named
from stanceboard.types import Topic

SHOWN = 10
SAID = "topic-said"  # what became of a topic, to be said once
MORE_LETTERS = 2_000


def address(topic: Topic | None) -> str:
    """Of this page, with a topic's form open, or an empty one."""
    return links.href(links.TOPICS, **{state.EDIT: topic.id if topic else None})


def overview_link(topic: Topic) -> None:
    links.link("See its overview", links.href(links.OVERVIEW, **{state.TOPIC: topic.name}))


def topic_card(topic: Topic, articles: int) -> None:
    """One topic: what it is called, its period, how much was scored toward it, and the ways on."""
    with st.container(border=True, key=f"topic-{topic.id}"):
        kind = "shipped" if is_shipped(topic.id) else "your own"
        st.markdown(f"**{parts.plain(topic.name)}** :small[{kind} · {parts.plural(articles, 'article')} scored]")
        if topic.description:
            st.markdown(parts.plain(topic.description))
        called = [f"also: {', '.join(topic.aliases)}"] if topic.aliases else []
        said = " · ".join(called + ([period(topic)] if topic.since or topic.until else []))
        if said:
            st.caption(parts.plain(said))
        with st.container(horizontal=True):
            if articles:
                overview_link(topic)
            links.link("Score stored articles" if is_shipped(topic.id) else "Edit, score or delete", address(topic))


def period(topic: Topic) -> str:
    return " ".join(filter(None, (topic.since and f"from {topic.since}", topic.until and f"to {topic.until}"))).strip()


def form(topic: Topic | None, scored: bool) -> Topic | None:
    """The fields of a topic, filled with `topic`; returns what they say, or None where that is no topic yet."""
    key = topic.id if topic else f"new-{st.session_state.get('made', 0)}"
    name = st.text_input(
        "Name",
        topic.name if topic else "",
        MOST_LETTERS,
        key=f"name-{key}",
        disabled=scored,
        placeholder="Harbour lease",
        help="As articles call it, without “the”. The model reads it beside every sentence."
        + (" It stays as it is, because scores were made with it." if scored else ""),
    )
    aliases = st.text_area(
        "Other names, one a line",
        "\n".join(topic.aliases) if topic else "",
        height=110,
        max_chars=MORE_LETTERS,
        key=f"aliases-{key}",
        help="They tell articles about the topic from others. The preview below follows when you leave this box; so it does for the name.",
    )
    description = st.text_area(
        "Description, for readers",
        topic.description if topic else "",
        height=80,
        max_chars=MORE_LETTERS,
        key=f"description-{key}",
    )
    with st.container(horizontal=True):
        since, until = (
            st.date_input(
                label,
                pd.Timestamp(day).date() if day else None,
                parts.FIRST_DAY,
                parts.LAST_DAY,
                key=f"{label}-{key}",
                format="YYYY-MM-DD",
                width=160,
            )
            for label, day in (("From (optional)", topic and topic.since), ("To (optional)", topic and topic.until))
        )
    if not name.strip():
        return None
    lines = tuple(dict.fromkeys(line.strip() for line in aliases.splitlines() if line.strip()))
    days = [day.isoformat() if day else None for day in (since, until)]
    try:
        return Topic(" ".join(name.split()), lines, description.strip(), *days)
    except StanceboardError as error:
        st.error(parts.plain(str(error)))
        return None


@st.cache_data(max_entries=8, show_spinner="Looking through the stored articles…")
def naming(address: str, version: int, names: tuple[str, ...]) -> tuple[list[tuple[str, str, tuple[int, int]]], int]:
    """What is stored on a topic of these names.

    The sentences that hold one of them: article id, sentence, and where in it the first one stands; and how many articles are
    about the topic, by which the model reads them.
    """
    stored = data.corpus_sentences()
    found = [
        (article_id, sentence, span)
        for article_id, sentences in stored.items()
        for sentence in sentences
        if (span := find_named(sentence, names))
    ]
    topic = Topic(names[0], names[1:])
    return found, sum(is_about(" ".join(sentences), topic) for sentences in stored.values())


def preview(topic: Topic) -> None:
    """Which stored sentences name the topic, by its words alone."""
    known = data.articles()
    titles = {one["article_id"]: one["title"] for one in known.to_dict("records")}
    found, about = naming(data.store().address, data.store().version(), (topic.name, *topic.aliases))
    articles = len({article_id for article_id, _, _ in found})
    st.subheader("Preview", anchor=False)
    st.markdown(
        f"**{parts.plural(len(found), 'sentence')} in {articles} of {parts.plural(len(titles), 'stored article')} "
        f"{'names' if len(found) == 1 else 'name'} it.** By the words of its names, {about} "
        f"of {len(titles)} are about it."
    )
    st.caption(
        "This is only a match of words, whatever their case and accents, to see whether the names are the ones that "
        "articles use. In an article that is about the topic every sentence counts, also one that does not name it; in any "
        "other a sentence has to show what it is about."
    )
    for article_id, sentence, (start, end) in found[:SHOWN]:
        escaped = (
            f"{html.escape(sentence[:start])}<b>{html.escape(sentence[start:end])}</b>{html.escape(sentence[end:])}"
        )
        st.html(
            f'<blockquote class="sb-quote q-none">{escaped}<br><small>{html.escape(titles[article_id])}</small></blockquote>'
        )
    if len(found) > SHOWN:
        st.caption(f"and {len(found) - SHOWN} more.")


def save(topic: Topic, before: Topic | None) -> None:
    """Keep the topic; where an unscored one has another name now, that one goes."""
    known = {one.id: one for one in data.topics()}
    if topic.id in known and (before is None or topic.id != before.id):
        st.session_state[SAID] = (False, f"Expected a new name, found that of “{known[topic.id].name}”. Give another.")
        return
    try:
        data.store().save_topic(topic)
        if before and before.id != topic.id:
            data.store().remove_topic(before.id)
    except StanceboardError as error:
        st.session_state[SAID] = (False, str(error))
        return
    st.session_state["made"] = st.session_state.get("made", 0) + 1
    st.query_params[state.EDIT] = topic.id
    st.session_state[SAID] = (True, f"“{topic.name}” is saved.")


def delete(topic: Topic) -> None:
    try:
        data.store().remove_topic(topic.id)
        st.session_state[SAID] = (True, f"“{topic.name}” is deleted. No article of the corpus was.")
    except StanceboardError as error:
        st.session_state[SAID] = (False, str(error))
    st.query_params.pop(state.EDIT, None)


def start(topic: Topic, article_ids: list[str]) -> None:
    job = jobs().start(data.store(), article_ids, topic, apart=False)
    st.query_params[state.SCORING] = job.id


def scoring(topic: Topic) -> None:
    """Score what is stored."""
    known = data.articles()
    keep = known["date"].fillna("") >= (topic.since or "")
    keep &= known["date"].fillna("9999" if topic.until else "") <= (topic.until or "9999")
    chosen = list(known.loc[keep, "article_id"])
    undated = int(known["date"].isna().sum()) if topic.since or topic.until else 0
    st.subheader("Score the stored articles", anchor=False)
    within = f" {period(topic)}" if topic.since or topic.until else ""
    st.markdown(
        f"{parts.plural(len(chosen), 'article')} of {len(known)}{within}."
        + (f" {undated} without a date {'is' if undated == 1 else 'are'} left out." if undated else "")
    )
    st.button(
        "Score the stored articles for this topic",
        type="primary",
        disabled=not chosen,
        on_click=start,
        args=(topic, chosen),
    )


def deletion(topic: Topic, scored: int) -> None:
    waiting = [one for one in data.store().batches() if one.topic_id == topic.id]
    st.subheader("Delete", anchor=False)
    if scored:
        st.markdown(
            f"{parts.plural(scored, 'article')} {'is' if scored == 1 else 'are'} scored toward this topic. Deleting it deletes "
            "these scores and what was corrected of them. The articles stay."
        )
    if waiting:
        articles = parts.plural(len({article for one in waiting for article in one.article_ids}), "article")
        st.markdown(
            f"{parts.plural(len(waiting), 'batch', 'batches')} of {articles} toward this topic "
            f"{'waits' if len(waiting) == 1 else 'wait'} to be added to the corpus. Deleting the topic discards "
            f"{'it' if len(waiting) == 1 else 'them'}, with the articles that are nowhere else."
        )
    losses = " and ".join(["the scores"] * bool(scored) + ["what waits"] * bool(waiting))
    sure = not losses or st.checkbox(f"Yes, delete {losses} too", key=f"sure-{topic.id}")
    st.button("Delete this topic", on_click=delete, args=(topic,), disabled=not sure)


def say_done() -> None:
    """Say once what the last button did."""
    done, said = st.session_state.pop(SAID, (True, ""))
    if said:
        (st.success if done else st.error)(parts.plain(said))


def say_job(job: Job, topic: Topic) -> None:
    """How far the scoring is, or how it ended."""
    st.subheader(f"Scoring toward {parts.the(topic)}", anchor=False)
    if job.is_over:
        progress.say_over(job, f"{job.done - len(job.problems)} of {parts.plural(len(job.articles), 'article')}")
        overview_link(topic)
    else:
        progress.progress(job)


def own(topic: Topic | None, scored: int, is_fixed: bool) -> None:
    """The form of a topic of one's own, or of a new one, and what can be done with it.

    `scored` articles of the corpus were; the name `is_fixed` where any were, those that wait in a batch included.
    """
    st.subheader(f"Edit “{parts.plain(topic.name)}”" if topic else "Make a new topic", anchor=False)
    wanted = form(topic, is_fixed)
    changed = wanted is not None and wanted != topic
    if is_fixed and changed:
        st.caption("Its scores were made with the earlier names. Score the articles anew after saving.")
    kind: Literal["primary", "secondary"] = "primary" if changed else "secondary"
    st.button("Save", type=kind, disabled=not changed, on_click=save, args=(wanted, topic))
    if topic and not changed:
        scoring(topic)
    elif topic:
        st.caption("Save the changes before scoring.")
    if wanted:
        preview(wanted)
    if topic:
        deletion(topic, scored)


topics = {topic.id: topic for topic in data.topics()}
counts = data.store().scored_counts()
edited = st.query_params.get(state.EDIT)
topic = topics.get(edited or "")
job = jobs().get(st.query_params.get(state.SCORING))
st.title("Topics", anchor=False)
st.caption(
    "A topic is one proposal or event that actors can take a position on: talks, a ceasefire plan, a law, a lease."
)
say_done()
if edited and topic is None:
    st.warning("The link names a topic that is not known here. It may have been deleted, or lie in another database.")
if job and not job.apart and topic and job.topic.id == topic.id:
    say_job(job, topic)
else:
    progress.say_running()

listed, chosen = st.columns([2, 3], gap="large")
with listed:
    for one in topics.values():
        topic_card(one, counts.get(one.id, 0))
    if topic:
        links.link("Make a new topic", address(None))
with chosen:
    if topic and any(not one.is_over for one in jobs().of_topic(topic.id)):
        st.info("Articles are being scored toward this topic. It can be changed when that is over.")
    elif topic and is_shipped(topic.id):
        st.subheader(parts.plain(topic.name), anchor=False)
        st.caption("This topic is shipped with Stanceboard and stays as it is.")
        scoring(topic)
        preview(topic)
    else:
        named = data.store().scored_counts(with_batches=True)
        own(topic, counts.get(topic.id, 0) if topic else 0, topic is not None and topic.id in named)
