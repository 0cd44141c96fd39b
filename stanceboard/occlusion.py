"""Which words carry a score: mask each word, and each phrase of up to three, and see how the probability changes.

Erasure after Li, Monroe and Jurafsky, "Understanding Neural Networks through Representation Erasure" (2016). It tells what
this model reacts to; it is no proof of why a sentence means what it means.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stanceboard.errors import InvalidInput
from stanceboard.furniture import own_sentences
from stanceboard.relevance import asked_as
from stanceboard.scoring import CONTEXT_SENTENCES, EXPECTED_ODDS, Scorer, Span, at_odds, in_context
from stanceboard.types import LABELS, Article, Sentence, Stance, Topic

WORD = re.compile(r"\w+(?:[.'’\-]\w+)*")
LONGEST = 3  # words of a phrase
MOST_WORDS = 80  # those nearest to the mention: three passes a word, and 240 took 5 s on two idle AVX2 cores
MASK = "…"
LEAST = 0.05  # a smaller change is not told apart from what any other gap in the text does


@dataclass(frozen=True, slots=True)
class Change:
    """One masked phrase: its span in `article.text`, and how the probability of the label changed, -1 to 1."""

    start: int
    end: int
    change: float


@dataclass(frozen=True, slots=True)
class Occlusion:
    """The probability of `label` with nothing masked, and each phrase's change, in text order; `model` is who was asked.

    `passage` are the sentences that the model read, the scored one last.
    """

    label: str
    probability: float
    changes: tuple[Change, ...]
    passage: tuple[Sentence, ...]
    model: str


def occlude(article: Article, topic: Topic, stance: Stance, scorer: Scorer) -> Occlusion:
    """Mask every word and phrase of the passage that `stance` was read in, except the mention itself.

    In "Iran turned down the invitation", masking "turned down" lowers the probability that Iran declines.
    Raises InvalidInput when the article has no such sentence: the score is of another version of the text.
    """
    sentences = own_sentences(article.text)
    sentence = next(
        (one for one in sentences if (one.start, one.text) == (stance.sentence.start, stance.sentence.text)), None
    )
    if sentence is None:
        raise InvalidInput(
            f"Expected the scored sentence at character {stance.sentence.start} of {article.title[:60]!r}, found none. "
            "The article is split otherwise by now: add it again to score it anew."
        )
    asked = in_context(sentences, sentence, stance.mention)
    passage = sentences[max(0, sentence.index - CONTEXT_SENTENCES) : sentence.index + 1]
    phrases = list(_phrases(article.text, passage, (stance.mention.start, stance.mention.end)))
    texts, spans = [asked.text], [asked.span]
    for phrase in phrases:
        text, span = _masked(asked.text, asked.span, _in_passage(phrase, passage))
        texts.append(text)
        spans.append(span)
    alone = scorer.stance_probabilities(texts, spans, [asked_as(topic, article.text)] * len(texts))
    probabilities = at_odds(alone, _odds_of(stance, alone[0]) if stance.model == scorer.name else EXPECTED_ODDS)
    of_label = [float(one) for one in probabilities[:, LABELS.index(stance.label)]]
    changes = [
        Change(start, end, round(now - of_label[0], 4)) for (start, end), now in zip(phrases, of_label[1:], strict=True)
    ]
    return Occlusion(stance.label, of_label[0], tuple(changes), tuple(passage), scorer.name)


def _odds_of(stance: Stance, alone: NDArray[np.float32]) -> NDArray[np.float64]:
    """What the scorer's probabilities (4,) of a mention were multiplied by in its article, by what came of them there."""
    there = np.array([stance.probabilities[label] for label in LABELS], dtype=np.float64)
    return there / np.maximum(alone, np.finfo(np.float32).tiny)


def carriers(changes: Iterable[Change]) -> list[Change]:
    """The phrases that carry the label, none within another, the strongest first.

    A phrase must lower the probability by LEAST, and by LEAST more than any part of it does alone, or the part stands for it.
    """
    falls = [one for one in changes if one.change <= -LEAST]
    chosen: list[Change] = []
    for one in sorted(falls, key=lambda one: (one.change, one.end - one.start)):
        parts = [part.change for part in falls if part != one and one.start <= part.start and part.end <= one.end]
        if min(parts, default=0.0) - one.change < LEAST:
            continue
        if all(one.end <= other.start or other.end <= one.start for other in chosen):
            chosen.append(one)
    return chosen


def _phrases(text: str, sentences: Sequence[Sentence], mention: Span) -> Iterator[Span]:
    """Spans of one to LONGEST words with only white space between them, the mention left alone, in text order."""
    runs: list[list[Span]] = []
    for sentence in sentences:
        words = [(sentence.start + word.start(), sentence.start + word.end()) for word in WORD.finditer(sentence.text)]
        runs.append([word for word in words if word[1] <= mention[0]])
        runs.append([word for word in words if word[0] >= mention[1]])
    near = sorted((word for run in runs for word in run), key=lambda word: abs(word[0] - mention[0]))[:MOST_WORDS]
    kept = set(near)
    for run in runs:
        words = [word for word in run if word in kept]
        for first, (start, _) in enumerate(words):
            for last in range(first, min(first + LONGEST, len(words))):
                if last > first and text[words[last - 1][1] : words[last][0]].strip():
                    break
                yield start, words[last][1]


def _in_passage(span: Span, sentences: Sequence[Sentence]) -> Span:
    """Where a span of the article stands in the passage, whose sentences are joined by one space."""
    position = 0
    for sentence in sentences:
        if sentence.start <= span[0] < sentence.end:
            shift = position - sentence.start
            return span[0] + shift, span[1] + shift
        position += len(sentence.text) + 1
    raise AssertionError(f"{span} lies in none of the passage's sentences")


def _masked(text: str, mention: Span, phrase: Span) -> tuple[str, Span]:
    """The passage without the phrase, and the mention's span in it."""
    masked = text[: phrase[0]] + MASK + text[phrase[1] :]
    shift = len(MASK) - (phrase[1] - phrase[0]) if phrase[1] <= mention[0] else 0
    return masked, (mention[0] + shift, mention[1] + shift)
