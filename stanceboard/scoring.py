"""From an article to Stances: load a scorer, analyse an article. Nothing here is written anywhere.

torch and transformers are imported only inside `load_scorer`, so that what has been scored before can
be opened without them.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from stanceboard.actors.registry import Registry, load_registry
from stanceboard.errors import ModelNotFound
from stanceboard.furniture import own_sentences
from stanceboard.mentions import find_mentions
from stanceboard.relevance import asked_as
from stanceboard.resources import asset
from stanceboard.types import LABELS, POLARITIES, Article, Mention, Sentence, Stance, Tagged, Topic

Span = tuple[int, int]
Probabilities = NDArray[np.float32]

SHIPPED_MODEL = "stanceboard-minilm"
HUB_ID = re.compile(r"[\w-][\w.-]*/[\w.-]+")
# The share of each label, in the order of LABELS, among the sentences that the scorer was calibrated on.
CALIBRATED_SHARES = np.array([0.44, 0.108, 0.039, 0.413])
# Whole articles hold more mentions without a position, and more doubt: their odds are raised by these factors, chosen on
# development articles; models/stanceboard-minilm/README.md has what others gave.
EXPECTED_ODDS = np.array([1.0, 1.0, 1.5, 1.5])
EXPECTED_AS_MENTIONS = 100  # how many mentions of an article weigh as much as what is expected of it
STEPS = 20  # of EM; the shares move by less than a thousandth after ten
CONTEXT_SENTENCES = 2  # what the codebook lets a reader see before the sentence


@dataclass(frozen=True, slots=True)
class InContext:
    """A mention and the passage that it is read in: its sentence after those before; `span` is its place in `text`."""

    sentence: Sentence
    mention: Mention
    text: str
    span: Span


class Scorer(Protocol):
    """What `analyse` needs of a model. Texts are sentences with what precedes them; spans, the mention in each."""

    @property
    def name(self) -> str: ...

    def stance_probabilities(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> Probabilities:
        """Return (n, 4) over LABELS; each row sums to 1."""

    def sentiment_probabilities(self, texts: Sequence[str], spans: Sequence[Span]) -> Probabilities:
        """Return (n, 3) over POLARITIES; each row sums to 1."""

    def score(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> tuple[Probabilities, Probabilities]:
        """Return both in one pass."""


@runtime_checkable
class Tagger(Protocol):
    """What a Scorer may have too, and ours have: it finds names that no list knows."""

    def tag(self, sentences: Sequence[str]) -> list[list[Tagged]]:
        """Return what each sentence names, in text order."""


@cache
def load_scorer(name: str | None = None) -> Scorer:
    """Load a scorer, once per process: the shipped model, a folder that training wrote, or an entailment model.

    An entailment model is a folder, or a hub id ("organisation/model") that is fetched unless it is in the local cache:
    the one case in which the package uses the network. Raises ModelNotFound naming what is missing.
    """
    folder = Path(name) if name else _shipped_model()
    config = folder / "config.json"
    if name and not config.is_file() and not HUB_ID.fullmatch(name):
        raise ModelNotFound(
            f"Expected a model folder with config.json, model.safetensors and tokenizer.json at {folder}, found none. "
            "Give the folder that `stanceboard train` wrote, or leave it out for the shipped model."
        )
    if config.is_file() and json.loads(config.read_text(encoding="utf-8")).get("model_type") == "stanceboard":
        from stanceboard.encoder import EncoderScorer

        return EncoderScorer.from_folder(folder)
    from stanceboard.entailment import EntailmentScorer

    return EntailmentScorer.load(str(name))


def _shipped_model() -> Path:
    try:
        return asset("models", SHIPPED_MODEL)
    except FileNotFoundError as error:
        raise ModelNotFound(str(error)) from None


def analyse(article: Article, topic: Topic, scorer: Scorer, registry: Registry | None = None) -> list[Stance]:
    """Score every actor of an article toward a topic: one Stance per actor and sentence, in text order.

    Rows labelled `none` are included. Where a sentence names an actor more than once, the row keeps the
    mention that is least likely to be without a position.
    """
    asked = mentions_in_context(article, registry, scorer)
    if not asked:
        return []
    topics = [asked_as(topic, article.text)] * len(asked)
    stance, sentiment = scorer.score([one.text for one in asked], [one.span for one in asked], topics)
    stance = at_odds(stance, article_odds(stance))
    rows: dict[tuple[int, str], int] = {}
    none = LABELS.index("none")
    for number, one in enumerate(asked):
        key = (one.sentence.index, one.mention.actor.id)
        if key not in rows or stance[number, none] < stance[rows[key], none]:
            rows[key] = number
    return [
        _stance(article, topic, scorer.name, asked[number], stance[number], sentiment[number])
        for number in sorted(rows.values(), key=lambda number: asked[number].mention.start)
    ]


def mentions_in_context(
    article: Article, registry: Registry | None = None, scorer: Scorer | None = None
) -> list[InContext]:
    """Find every mention of an actor outside page furniture, with the passage that a scorer reads it in, in text order.

    Names that neither the registry nor the text's own words explain are found by a `scorer` that is a Tagger.
    """
    sentences = own_sentences(article.text)
    tag = scorer.tag if isinstance(scorer, Tagger) else None
    found = find_mentions(article, sentences, registry or load_registry(), tag)
    return [in_context(sentences, sentence, mention) for sentence, mention in found]


def before_sentence(text: str, start: int) -> str:
    """What a scorer reads before the sentence that begins at `start` of an article's text; empty at its head."""
    sentences = [one for one in own_sentences(text) if one.start < start]
    return " ".join(one.text for one in sentences[-CONTEXT_SENTENCES:])


def article_odds(probabilities: Probabilities) -> NDArray[np.float64]:
    """What the odds of each label are multiplied by in an article: (4,), from a scorer's probabilities (n, 4) for its mentions.

    An article in which many decline makes it likelier that one more does. The shares of labels are those expected of any
    article, moved toward its own by expectation and maximisation (Saerens, Latinne and Decaestecker, Neural Computation 2002).

    >>> article_odds(np.empty((0, 4)))  # of an article without mentions, what is expected; only ratios count
    array([1. , 1. , 1.5, 1.5]) / 1.23
    """
    expected = CALIBRATED_SHARES * EXPECTED_ODDS
    expected /= expected.sum()
    shares = expected
    for _ in range(STEPS):
        found = at_odds(probabilities, shares / CALIBRATED_SHARES).sum(axis=0)
        shares = (found + EXPECTED_AS_MENTIONS * expected) / (len(probabilities) + EXPECTED_AS_MENTIONS)
    odds: NDArray[np.float64] = shares / CALIBRATED_SHARES
    return odds


def at_odds(probabilities: Probabilities, odds: NDArray[np.float64]) -> Probabilities:
    """Probabilities (n, 4) over LABELS with the odds of each label multiplied by its factor in `odds` (4,)."""
    shifted = probabilities * odds
    normalised: Probabilities = (shifted / shifted.sum(axis=1, keepdims=True)).astype(np.float32)
    return normalised


def in_context(sentences: Sequence[Sentence], sentence: Sentence, mention: Mention) -> InContext:
    """Put a mention into the passage that a scorer reads it in; `sentences` are all of its article."""
    before = sentences[max(0, sentence.index - CONTEXT_SENTENCES) : sentence.index]
    lead = "".join(one.text + " " for one in before)
    shift = len(lead) - sentence.start
    return InContext(sentence, mention, lead + sentence.text, (mention.start + shift, mention.end + shift))


def _stance(
    article: Article,
    topic: Topic,
    model: str,
    asked: InContext,
    stance: NDArray[np.float32],
    sentiment: NDArray[np.float32],
) -> Stance:
    return Stance(
        article_id=article.id,
        date=article.date,
        topic=topic,
        actor=asked.mention.actor,
        speaker=asked.mention.speaker,
        mention=asked.mention,
        sentence=asked.sentence,
        label=LABELS[int(stance.argmax())],
        probabilities=dict(zip(LABELS, map(float, stance), strict=True)),
        sentiment=POLARITIES[int(sentiment.argmax())],
        sentiment_probabilities=dict(zip(POLARITIES, map(float, sentiment), strict=True)),
        model=model,
    )
