"""How far a job is, for every page that starts one."""

from typing import Any

import streamlit as st

from dashboard import links, parts, state
from dashboard.jobs import CANCELLED, FAILED, LOADING, WAITING, Job, jobs

PROBLEMS_SHOWN = 12


@st.fragment(run_every="0.5s")
def progress(job: Job) -> None:
    """Polls until the job is over; the page may be left and opened again by its address."""
    if job.is_over:
        st.rerun()
    total = len(job.articles)
    left = f", about {job.seconds_left:.0f} s left" if job.seconds_left else ""
    text = {
        WAITING: "Waiting for another batch to end…",
        LOADING: "Loading the model, a few seconds the first time…",
    }.get(job.state, f"Scored {job.done} of {total}{left}: {parts.plain(job.current[:80])}")
    st.progress(job.done / total, text=text)
    st.button("Cancel after this article", on_click=job.cancel.set, disabled=job.cancel.is_set())
    st.caption("You can leave this page: scoring goes on, and each article is stored once it is scored.")


def say_over(job: Job, said: str) -> None:
    """How a job ended, and what went wrong on the way; `said` is what was scored."""
    if job.state == FAILED:
        st.error(f"Scoring stopped: {parts.plain(job.problems[-1])} What was scored before is stored.")
    elif job.state == CANCELLED:
        st.warning(f"Cancelled: {said}. What was scored is stored.")
    else:
        st.success(f"Scored: {said}.")
    problems = job.problems[:-1] if job.state == FAILED else job.problems
    for problem in problems[:PROBLEMS_SHOWN]:
        st.warning(parts.plain(problem))
    if len(problems) > PROBLEMS_SHOWN:
        st.caption(f"and {len(problems) - PROBLEMS_SHOWN} more.")


def say_running() -> None:
    """What is being scored or waits for its turn: how to get to it."""
    for number, job in enumerate(jobs().unfinished()):
        what = f"batch of {parts.plural(len(job.articles), 'article')}" if job.apart else "scoring of stored articles"
        st.info(f"A {what} waits for its turn." if number else f"A {what} is under way.")
        links.link("See how far it is", address_of(job))


def address_of(job: Job) -> str:
    """The address of the page that shows a job."""
    own: dict[str, Any] = {state.TOPIC: job.topic.name}
    if job.apart:
        return links.href(links.ADD, **own, **{state.JOB: job.id})
    return links.href(links.TOPICS, **own, **{state.SCORING: job.id, state.EDIT: job.topic.id})
