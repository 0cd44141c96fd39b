"""Count the sentences of stored articles, each once in the life of the process, beside the pages.

A worker of its own splits about a thousand short reports a second; the page that begins it waits a moment, the others do not.
"""

from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor, wait

import streamlit as st

from stanceboard.errors import StoreError
from stanceboard.furniture import own_sentences
from stanceboard.store import Store

PATIENCE = 0.5  # seconds


class Counting:
    """Sentences by article; an article's id derives from its text, so that a count is never out of date."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="counting")
        self._counts: dict[str, int] = {}
        self._last: Future[None] | None = None

    def total(self, store: Store, article_ids: Collection[str], patience: float = PATIENCE) -> int | None:
        """How many sentences these articles have; None while they are still being counted."""
        if self._missing(article_ids):
            if self._last is None or self._last.done():
                self._last = self._worker.submit(self._count, store, self._missing(article_ids))
            else:
                patience = 0  # a small corpus is counted in the first moment; a large one makes one page wait, not each
            if not wait([self._last], timeout=patience).done:
                return None
            self._last.result()  # an error of the worker is the page's
        return None if self._missing(article_ids) else sum(self._counts[one] for one in article_ids)

    def _missing(self, article_ids: Collection[str]) -> list[str]:
        return [one for one in article_ids if one not in self._counts]

    def _count(self, store: Store, article_ids: list[str]) -> None:
        for one in article_ids:
            try:
                text = store.article(one).text
            except StoreError:  # removed in the meantime: the page's next list is without it
                continue
            self._counts[one] = len(own_sentences(text))


@st.cache_resource
def counting() -> Counting:
    """The process's one count."""
    return Counting()
