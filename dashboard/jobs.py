"""Scoring in the background: one worker for the whole server, so that the model is loaded once; model_process holds it.

The worker never calls Streamlit. Every article is stored as soon as it is scored: closing the page or
cancelling loses nothing that was done. New articles are kept apart, in a batch of the store that has the job's id,
until a person adds or discards them; stored articles that are scored toward another topic are not.
"""

import secrets
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import streamlit as st

from dashboard.model_process import ProcessScorer
from stanceboard import own_actors
from stanceboard.actors.registry import Registry
from stanceboard.scoring import Scorer, analyse
from stanceboard.store import Store
from stanceboard.types import Article, Topic

WAITING, LOADING, SCORING, DONE, CANCELLED, FAILED = "waiting", "loading", "scoring", "done", "cancelled", "failed"


@dataclass(slots=True)
class Job:
    """One batch and how far it is; written by the worker, read by pages."""

    id: str
    articles: tuple[Article | str, ...]  # an id stands for a stored article
    topic: Topic
    apart: bool
    state: str = WAITING
    done: int = 0
    began: float = 0.0  # time.monotonic() of the first article
    current: str = ""
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

    def __init__(self, load: Callable[[], Scorer] = ProcessScorer) -> None:
        self._load = load
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="scoring")
        self._jobs: dict[str, Job] = {}
        self._words, self._seconds = 0, 0.0

    def start(self, store: Store, articles: Sequence[Article | str], topic: Topic, *, apart: bool = True) -> Job:
        """Queue articles, or ids of stored ones, and return at once; `apart` keeps what is scored out of the corpus."""
        job = Job(secrets.token_hex(4), tuple(articles), topic, apart)
        if apart:
            store.begin_batch(job.id, topic, len(job.articles))
        self._jobs[job.id] = job
        self.last: Future[None] = self._worker.submit(self._run, store, job)
        return job

    def get(self, job_id: str | None) -> Job | None:
        return self._jobs.get(job_id or "")

    @property
    def words_per_second(self) -> float | None:
        """As measured over everything that this process has scored; None before the first article."""
        return self._words / self._seconds if self._seconds else None

    def of_topic(self, topic_id: str) -> list[Job]:
        return [job for job in self._jobs.values() if job.topic.id == topic_id]

    def unfinished(self) -> list[Job]:
        """The job that is being scored, then those that wait for their turn."""
        return [job for job in list(self._jobs.values()) if not job.is_over]

    def _run(self, store: Store, job: Job) -> None:
        try:
            job.state = LOADING
            scorer, registry = self._load(), own_actors.registry(store)
            job.state, job.began = SCORING, time.monotonic()
            for article in job.articles:
                if job.cancel.is_set():
                    job.state = CANCELLED
                    return
                self._score(store, scorer, registry, article, job)
                job.done += 1
            job.state = DONE
        except Exception as error:  # the page shows it; a dead worker would leave the page waiting for ever
            job.problems.append(str(error))
            job.state = FAILED

    def _score(self, store: Store, scorer: Scorer, registry: Registry, one: Article | str, job: Job) -> None:
        began = time.monotonic()
        try:
            article = store.article(one) if isinstance(one, str) else one
            job.current = article.title
            stances = analyse(article, job.topic, scorer, registry)
            store.add(article, stances, topic=job.topic, batch=job.id if job.apart else None)
            self._words += len(article.text.split())
            self._seconds += time.monotonic() - began
        except Exception as error:  # one bad article never stops the rest
            job.problems.append(f"{one if isinstance(one, str) else one.title}: {error}")


@st.cache_resource
def jobs() -> Jobs:
    """The process's one job table."""
    return Jobs()
