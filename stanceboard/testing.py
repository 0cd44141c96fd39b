"""A scorer without a model, for tests and for people who build on the package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanceboard.types import LABELS, POLARITIES, Topic

Span = tuple[int, int]
Probabilities = NDArray[np.float32]


@dataclass(frozen=True)
class FixedScorer:
    """Answer from a table: (mention text, topic name) -> label; every other mention is `none` and neutral.

    >>> scorer = FixedScorer({("Taliban", "Moscow talks"): "accepts"})
    >>> scorer.stance_probabilities(["Taliban agree"], [(0, 7)], [Topic("Moscow talks")]).round(1).tolist()
    [[0.9..., 0.0..., 0.0..., 0.0...]]
    """

    labels: Mapping[tuple[str, str], str]
    name: str = "fixed"

    def score(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> tuple[Probabilities, Probabilities]:
        return self.stance_probabilities(texts, spans, topics), self.sentiment_probabilities(texts, spans)

    def stance_probabilities(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> Probabilities:
        found = [
            LABELS.index(self.labels.get((text[start:end], topic.name), "none"))
            for text, (start, end), topic in zip(texts, spans, topics, strict=True)
        ]
        return _peaked(found, len(LABELS))

    def sentiment_probabilities(self, texts: Sequence[str], spans: Sequence[Span]) -> Probabilities:
        return _peaked([POLARITIES.index("neutral")] * len(texts), len(POLARITIES))


def _peaked(winners: Sequence[int], width: int) -> Probabilities:
    """0.91 on the winner, the rest in equal parts (0.03 each of the others over LABELS)."""
    rows = np.full((len(winners), width), 0.09 / (width - 1), dtype=np.float32)
    rows[np.arange(len(winners)), winners] = 0.91
    return rows
