"""Any entailment model as a scorer, without training: does the passage entail "Turkey accepts the Moscow talks"?

It is not calibrated, and it makes one pass for each hypothesis: slower than the shipped model by far. It is here for
comparison and for languages or subjects that the shipped model does not know.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import AutoModelForSequenceClassification, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from stanceboard.errors import ModelNotFound
from stanceboard.topics import read_hypotheses
from stanceboard.types import LABELS, POLARITIES, Tagged, Topic

Span = tuple[int, int]
Probabilities = NDArray[np.float32]

TOKEN_BUDGET = 2048  # a batch's tokens, padding included; these models are larger than ours
MAX_TOKENS = 512
STANCES, OTHER_STANCE = LABELS[:3], LABELS[3]
POLES, OTHER_POLARITY = ("negative", "positive"), "neutral"


@dataclass(frozen=True)
class EntailmentScorer:
    """A Scorer over a cross-encoder; `entails` is the number of its entailment label."""

    name: str
    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    entails: int
    hypotheses: Mapping[str, str]

    @classmethod
    def load(cls, name: str) -> "EntailmentScorer":
        """Load from a folder or, by hub id, from the local cache or the hub.

        Raises ModelNotFound naming what is missing: files, network, or a label called entailment.
        """
        try:
            tokenizer = AutoTokenizer.from_pretrained(name)
            model = AutoModelForSequenceClassification.from_pretrained(name)
        except (OSError, ValueError) as error:
            raise ModelNotFound(
                f"Expected a stanceboard model or an entailment model at {name}, found neither there, nor in the local cache, nor on "
                f"the hub. Give a folder, or run once with a network connection. ({str(error).splitlines()[0]})"
            ) from None
        labels = {int(number): str(label).lower() for number, label in model.config.id2label.items()}
        entails = [number for number, label in labels.items() if label.startswith("entail")]
        if len(entails) != 1:
            raise ModelNotFound(
                f"Expected a model with one label named entailment at {name}, found {', '.join(labels.values())}. "
                "Give a model that was trained on natural language inference."
            )
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return cls(name, model.to(device).eval(), tokenizer, entails[0], read_hypotheses())

    def score(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> tuple[Probabilities, Probabilities]:
        return self.stance_probabilities(texts, spans, topics), self.sentiment_probabilities(texts, spans)

    def stance_probabilities(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> Probabilities:
        names = [topic.name for topic in topics]
        return _with_rest(self._entailed(texts, spans, names, STANCES), LABELS.index(OTHER_STANCE))

    def sentiment_probabilities(self, texts: Sequence[str], spans: Sequence[Span]) -> Probabilities:
        return _with_rest(self._entailed(texts, spans, [""] * len(texts), POLES), POLARITIES.index(OTHER_POLARITY))

    def tag(self, sentences: Sequence[str]) -> list[list[Tagged]]:
        """Find names and who acts, by the shipped tagger over the shipped encoder."""
        from stanceboard.tagger import tag_actors

        return tag_actors(sentences)

    def _entailed(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[str], labels: Sequence[str]
    ) -> Probabilities:
        """How sure the model is of each label's hypothesis, (n, labels); equal pairs are scored once."""
        pairs = [
            (text, self.hypotheses[label].format(actor=text[start:end], topic=topic))
            for text, (start, end), topic in zip(texts, spans, topics, strict=True)
            for label in labels
        ]
        distinct = list(dict.fromkeys(pairs))
        found: dict[tuple[str, str], float] = {}
        with torch.inference_mode():
            for batch in _batches(distinct):
                inputs = self.tokenizer(
                    [text for text, _ in batch],
                    [hypothesis for _, hypothesis in batch],
                    padding=True,
                    truncation="only_first",
                    max_length=MAX_TOKENS,
                    return_tensors="pt",
                ).to(self.model.device)
                sure = self.model(**inputs).logits.float().softmax(dim=-1)[:, self.entails]
                found.update(zip(batch, sure.tolist(), strict=True))
        values = np.array([found[pair] for pair in pairs], dtype=np.float32)
        return values.reshape(len(texts), len(labels))


def _with_rest(entailed: Probabilities, place: int) -> Probabilities:
    """Add a column at `place` for "none of these", as likely as the likeliest of them is not; rows sum to 1."""
    rest = 1 - entailed.max(axis=1, initial=0)
    full = np.insert(entailed, place, rest, axis=1)
    normalised: Probabilities = full / full.sum(axis=1, keepdims=True)
    return normalised


def _batches(pairs: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Pairs of like length; four characters are about a token."""
    batch: list[tuple[str, str]] = []
    for pair in sorted(pairs, key=lambda pair: len(pair[0]) + len(pair[1])):
        tokens = min(MAX_TOKENS, (len(pair[0]) + len(pair[1])) // 4 + 4)
        if batch and (len(batch) + 1) * tokens > TOKEN_BUDGET:
            yield batch
            batch = []
        batch.append(pair)
    if batch:
        yield batch
