"""The model in a process of its own, at a lower priority, so that pages stay quick while it works.

    scorer = ProcessScorer()  # starts the process on first use

In the server's own process, scoring would hold Python's lock and both of a laptop's cores against every page. loky keeps the
one worker: it is started afresh after a crash, ends when it has been idle, and never runs the page's script as
multiprocessing would.
"""

import os
import threading
import time
from collections.abc import Sequence
from typing import Any

import loky

from stanceboard.scoring import Probabilities, Span, load_scorer
from stanceboard.types import Tagged, Topic

IDLE = 900  # seconds after which the worker ends and gives its memory back
STEP_BACK = 10  # added to its niceness: a page that is clicked goes first


class ProcessScorer:
    """A Scorer whose work is done by the worker process, one call at a time."""

    def __init__(self, model: str | None = None) -> None:
        """Start the process unless it runs. Raises ModelNotFound as `stanceboard.load_scorer` does."""
        self.model = model
        self.name: str = self._ask("name")

    def score(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> tuple[Probabilities, Probabilities]:
        found: tuple[Probabilities, Probabilities] = self._ask("score", texts, spans, topics)
        return found

    def stance_probabilities(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> Probabilities:
        return self.score(texts, spans, topics)[0]

    def sentiment_probabilities(self, texts: Sequence[str], spans: Sequence[Span]) -> Probabilities:
        found: Probabilities = self._ask("sentiment_probabilities", texts, spans)
        return found

    def tag(self, sentences: Sequence[str]) -> list[list[Tagged]]:
        found: list[list[Tagged]] = self._ask("tag", sentences)
        return found

    def _ask(self, what: str, *arguments: Any) -> Any:
        return worker().submit(_answer, self.model, what, arguments).result()


def worker() -> loky.ProcessPoolExecutor:
    """The one process; a new one where it has ended."""
    return loky.get_reusable_executor(max_workers=1, timeout=IDLE, initializer=_begin)


def _answer(model: str | None, what: str, arguments: tuple[Any, ...]) -> Any:
    """In the process: an attribute of its scorer, or what its method returns."""
    found = getattr(load_scorer(model), what)
    return found(*arguments) if callable(found) else found


def _begin() -> None:
    """In the process: let others go first, and end with the server even if that is killed."""
    if hasattr(os, "nice"):  # not on Windows, where an orphan ends when it has been idle
        os.nice(STEP_BACK)
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(server: int) -> None:
    while os.getppid() == server:
        time.sleep(1)
    os._exit(0)
