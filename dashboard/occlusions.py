"""Occlusion in the background: the model is asked beside the pages, and an answer is kept while the server lives.

Not the worker of `jobs`: a question about one sentence waits for the article that is being scored, not for its batch. It
never calls Streamlit.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import streamlit as st

from dashboard.model_process import ProcessScorer
from stanceboard.occlusion import Occlusion, occlude
from stanceboard.scoring import Scorer
from stanceboard.types import Article, Stance, Topic

KEPT = 64


class Occlusions:
    """Answers by key, the last KEPT of them."""

    def __init__(self, load: Callable[[], Scorer] = ProcessScorer) -> None:
        self._load = load
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="occlusion")
        self._answers: dict[str, Future[Occlusion]] = {}

    def ask(self, key: str, article: Article, topic: Topic, stance: Stance) -> None:
        """Queue a question and return at once; one that failed is asked again, another one is not."""
        known = self._answers.get(key)
        if known and not (known.done() and known.exception()):
            return
        self._answers[key] = self._worker.submit(self._run, article, topic, stance)
        for old in list(self._answers)[:-KEPT]:
            if self._answers[old].done():
                del self._answers[old]

    def get(self, key: str) -> Future[Occlusion] | None:
        """The answer, perhaps still to come; None where nobody asked."""
        return self._answers.get(key)

    def _run(self, article: Article, topic: Topic, stance: Stance) -> Occlusion:
        return occlude(article, topic, stance, self._load())


@st.cache_resource
def occlusions() -> Occlusions:
    """The process's one table of answers."""
    return Occlusions()
