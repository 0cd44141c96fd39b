"""Scoring in the background: one worker for the whole process, so that pages stay quick and the model is loaded once.

The worker never calls Streamlit. Every article is stored as soon as it is scored: closing the page or
cancelling loses nothing that was done.
"""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import streamlit as st

from stanceboard.scoring import Scorer, analyse, load_scorer
from stanceboard.store import Store
from stanceboard.types import Article, Topic

WAITING, LOADING, SCORING, DONE, CANCELLED, FAILED = "waiting", "loading", "scoring", "done", "cancelled", "failed"


@dataclass(slots=True)
class Job:
    """One batch and how far it is; written by the worker, read by pages."""

    id: str
    articles: tuple[Article, ...]
    topic: Topic
    state: str = WAITING
    done: int = 0
    began: float = 0.0  # time.monotonic() of the first article
    current: str = ""
    new: list[str] = field(default_factory=list)  # ids that were not in the store before
    problems: list[str] = field(default_factory=list)
    cancel: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        return self.state in (DONE, CANCELLED, FAILED)

    @property
    def seconds_left(self) -> float | None:
        """By the pace so far; None before the first article is done."""
        if not self.done or self.is_over:
            return None
        return (time.monotonic() - self.began) / self.done * (len(self.articles) - self.done)


class Jobs:
    """All jobs of this process, by id; they run one after another."""

    def __init__(self, load: Callable[[], Scorer] = load_scorer) -> None:
        self._load = load
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="scoring")
        self._jobs: dict[str, Job] = {}

    def start(self, store: Store, articles: Sequence[Article], topic: Topic) -> Job:
        """Queue a batch and return at once."""
        job = Job(secrets.token_hex(4), tuple(articles), topic)
        self._jobs[job.id] = job
        self.last: Future[None] = self._worker.submit(self._run, store, job)
        return job

    def get(self, job_id: str | None) -> Job | None:
        return self._jobs.get(job_id or "")

    def running(self) -> Job | None:
        """The batch that is being scored, else the first that waits."""
        return next((job for job in self._jobs.values() if not job.is_over), None)

    def _run(self, store: Store, job: Job) -> None:
        try:
            job.state = LOADING
            scorer = self._load()
            job.state, job.began = SCORING, time.monotonic()
            for article in job.articles:
                if job.cancel.is_set():
                    job.state = CANCELLED
                    return
                job.current = article.title
                self._score(store, scorer, article, job)
                job.done += 1
            job.state = DONE
        except Exception as error:  # the page shows it; a dead worker would leave the page waiting for ever
            job.problems.append(str(error))
            job.state = FAILED

    def _score(self, store: Store, scorer: Scorer, article: Article, job: Job) -> None:
        try:
            stances = analyse(article, job.topic, scorer)
            if store.add(article, stances, topic=job.topic):
                job.new.append(article.id)
        except Exception as error:  # one bad article never stops the rest
            job.problems.append(f"{article.title}: {error}")


@st.cache_resource
def jobs() -> Jobs:
    """The process's one job table."""
    return Jobs()
