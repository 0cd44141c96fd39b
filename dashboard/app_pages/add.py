"""Add articles: choose or paste, check, score in the background, compare with the corpus, add or discard."""

import secrets
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import checking, data, intake, links, parts, progress, results, state
from dashboard.checking import Candidate
from dashboard.jobs import jobs
from stanceboard.languages import ENGLISH
from stanceboard.reading import Reading
from stanceboard.types import Article, Topic

PROBLEMS_SHOWN = 12
VISIT = "visit"
ROUND = "round"  # another one empties the form


@st.cache_data(max_entries=4, scope="session", show_spinner="Comparing with the stored articles…")
def examine(readings: Sequence[Reading], number: int, visit: str) -> list[Candidate]:
    """Once a round of one visit. Done anew after every article that another batch stores, it would lose the reader's edits."""
    stored = data.articles()
    titles = dict(zip(stored["article_id"], stored["title"], strict=True))
    return checking.examine(readings, titles, data.signatures())


def check(readings: Sequence[Reading], number: int) -> list[Article]:
    """Show what was read and what was not; returns the articles to score, as the reader corrected them."""
    visit = st.session_state.setdefault(VISIT, secrets.token_hex(4))  # rounds begin at 0 again when the page is loaded
    candidates = examine(readings, number, visit)
    articles: list[Article] = []
    if candidates:
        st.subheader("Check", anchor=False)
        st.caption(
            "Title, date, source and address can be corrected in place. Ticked articles are scored. English is read; "
            "articles in another language, or in none that is clear, are left out unless you tick them."
        )
        edited = check_table(candidates, number)
        articles, wrong = checking.chosen_articles(candidates, edited)
        for one in wrong[:PROBLEMS_SHOWN]:
            st.warning(parts.plain(one))
        say_notes(candidates, articles)
    intake.problems(readings, PROBLEMS_SHOWN)
    return articles


def check_table(candidates: Sequence[Candidate], number: int) -> pd.DataFrame:
    fixed = [name for name in checking.COLUMNS if name not in checking.EDITED]
    return st.data_editor(
        checking.table(candidates),
        hide_index=True,
        disabled=fixed,
        key=f"check-table-{number}-{checking.key_of(candidates)}",
        column_config={
            "score": st.column_config.CheckboxColumn("score", width=80),
            "title": st.column_config.TextColumn("title", width="medium"),
            "date": st.column_config.DateColumn(
                "date", format="YYYY-MM-DD", min_value=parts.FIRST_DAY, max_value=parts.LAST_DAY, width=100
            ),
            "words": st.column_config.NumberColumn("words", width=70),
            "url": st.column_config.TextColumn("address"),
        },
        alt="Table of the articles that were read; title, date, source and address can be changed.",
    )


def say_notes(candidates: Sequence[Candidate], articles: Sequence[Article]) -> None:
    """What the table shows, in words."""
    foreign = sum(one.language.code != ENGLISH and one.duplicate != checking.TWICE for one in candidates)
    if foreign:
        st.warning(
            f"{foreign} of {parts.plural(len(candidates), 'article')} {'is' if foreign == 1 else 'are'} not in English, or "
            "in no language that is clear. The model reads English only: scored, its figures would mean little."
        )
    stored = sum(one.duplicate == checking.STORED for one in candidates)
    if stored:
        st.info(
            f"{parts.plural(stored, 'article')} {'is' if stored == 1 else 'are'} stored already, and left out unless ticked. "
            "Scored and added again, a stored article takes from here only a date, source or address that it lacks."
        )
    copies = sum("same story" in one.duplicate for one in candidates)
    if copies:
        st.caption(
            f"{parts.plural(copies, 'article')} {'tells' if copies == 1 else 'tell'} the same story as another one, as edited "
            "wire copy does. Untick what you do not want counted twice."
        )
    undated = sum(not one.date for one in articles)
    if undated:
        st.caption(f"{undated} of {len(articles)} have no date and will not be drawn over time.")


def start(articles: Sequence[Article], topic: Topic) -> None:
    job = jobs().start(data.store(), articles, topic)
    st.query_params[state.JOB] = job.id
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def new_batch(topic: Topic, asked: str | None) -> None:
    """The form."""
    if asked:
        st.info("This batch is not known here any more: it was added or discarded, or nothing of it was scored.")
    results.say_done()
    progress.say_running()
    results.say_waiting({one.id: one for one in data.topics()}, {one.id for one in jobs().unfinished()})
    number = st.session_state.get(ROUND, 0)
    readings = intake.choose(number)
    articles = check(readings, number) if readings else []
    if articles:
        st.button(
            f"Score {parts.plural(len(articles), 'article')}", type="primary", on_click=start, args=(articles, topic)
        )
        words = sum(len(one.text.split()) for one in articles)
        st.caption(checking.duration(words, jobs().words_per_second))


asked = st.query_params.get(state.JOB)
job = jobs().get(asked)
if job and not job.apart:  # of stored articles, which are shown under Topics
    job = None
batch = data.batch(asked)
known = {one.id: one for one in data.topics()}
topic = known[batch.topic_id] if batch and batch.topic_id in known else job.topic if job else parts.choose_topic()
st.title("Add articles", anchor=False)
st.caption(
    f"Each article is read on this machine, its actors are found, and every sentence is scored toward {parts.the(topic)}. "
    "The results stay apart from the corpus until you add them."
)
if job and not job.is_over:
    links.link("Add other articles", links.href(links.ADD))
    progress.progress(job)
elif batch:
    links.link("Add other articles", links.href(links.ADD))
    results.results(batch, topic, job)
else:
    new_batch(topic, asked)
