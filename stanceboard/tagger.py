"""Find the people, organisations and places that a sentence names, whether or not a registry knows them.

    tag(["Zoran Petkovic of the Free Orchard Alliance left Tarnow."])

A small head reads the first layers of the scorer's own encoder (tagger_model); no second encoder is loaded.
`python -m stanceboard.tagger_training` makes it.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.torch import load_file
from transformers import BertModel

from stanceboard.encoder import TOKEN_BUDGET, EncoderScorer
from stanceboard.encoding import batches
from stanceboard.errors import ModelNotFound
from stanceboard.model import StanceModel
from stanceboard.resources import asset
from stanceboard.scoring import load_scorer
from stanceboard.tagger_model import (
    KINDS,
    SHAPES,
    TaggerHead,
    Window,
    best_tags,
    encoded,
    fingerprint,
    runs,
    short_encoder,
    windows,
    word_shapes,
    word_states,
)
from stanceboard.types import ACTOR, Tagged

WEIGHTS = ("models", "tagger.safetensors")
NAMES = "voa"  # the set whose idea of a mention is asked for: names with their titles
MENTIONS = "re3d"  # the set that also marks "the Iraqi security forces" and "the minister"
ACTORS = "passages"  # the set that marks who acts, whatever it is called: "tea planters", "the upper house"
MARKS = frozenset("\"',;:-()[]")  # never the first or last word of a mention


def tag(sentences: Sequence[str], like: str = NAMES) -> list[list[Tagged]]:
    """Find what each sentence names, in text order; mentions do not overlap. "British" is a place.

    `like=MENTIONS` finds whole phrases instead, with or without a name: "the opposition party". Raises ModelNotFound when the
    shipped tagger was trained for another encoder than the shipped one.

    >>> [[found]] = tag(["Zoran Petkovic refused."])
    >>> found.kind, found.start, found.end
    ('person', 0, 14)
    """
    return _tag_as_shipped(sentences, like)


def tag_actors(sentences: Sequence[str]) -> list[list[Tagged]]:
    """What reading an article asks for: names, then, of kind ACTOR, whoever acts, named or not: "tea planters of Gurue"."""
    return _tag_as_shipped(sentences, NAMES, ACTORS)


def _tag_as_shipped(sentences: Sequence[str], *like: str) -> list[list[Tagged]]:
    scorer = load_scorer()
    assert isinstance(scorer, EncoderScorer)
    return tag_with(load_tagger(scorer, asset(*WEIGHTS)), sentences, scorer, *like)


def tag_with(head: TaggerHead, sentences: Sequence[str], scorer: EncoderScorer, *like: str) -> list[list[Tagged]]:
    """As `tag`, by a head that is at hand, for one set after the other."""
    tokenizer, encoder = scorer.tokenizer, _encoder(scorer.model)
    cut = windows(tokenizer, sentences)
    found: list[list[tuple[tuple[int, int], list[Tagged]]]] = [[] for _ in sentences]
    with torch.inference_mode():
        for batch in batches(encoded(tokenizer, cut), TOKEN_BUDGET):
            numbers = [one.rows[0] for one in batch]
            part = [cut[number] for number in numbers]
            states = word_states(encoder, batch, part, tokenizer.pad_token_id or 0)
            lengths = [len(one.words) for one in part]
            shapes = torch.zeros(*states.shape[:2], SHAPES)
            for row, one in enumerate(part):
                shapes[row, : lengths[row]] = torch.from_numpy(word_shapes(one.text, one.words))
            by_set = head(states, shapes.to(states.device), torch.tensor(lengths)).log_softmax(dim=-1).cpu().numpy()
            for order, name in enumerate(like):
                scores = by_set[:, :, head.sets.index(name)]
                tags = best_tags(scores, lengths)
                for row, number in enumerate(numbers):
                    spans = _spans(part[row], tags[row], scores[row], ACTOR if name == ACTORS else None)
                    found[part[row].row].append(((order, number), spans))
    return [[one for _, spans in sorted(parts, key=lambda part: part[0]) for one in spans] for parts in found]


def load_tagger(scorer: EncoderScorer, path: Path) -> TaggerHead:
    """Load a head onto the scorer's device, once for each file. Raises ModelNotFound unless it belongs to the encoder."""
    trained_on, head = _load(path, str(scorer.model.device))
    if trained_on != _fingerprint(scorer.model):
        raise ModelNotFound(
            f"Expected a tagger for the encoder of {scorer.name}, found one for another at {path}. "
            "Train it: python -m stanceboard.tagger_training --model FOLDER (see models/README-tagger.md)."
        )
    return head


@cache
def _load(path: Path, device: str) -> tuple[str, TaggerHead]:
    with safe_open(path, framework="pt") as file:
        about = file.metadata()
    weights = {key: value.float() for key, value in load_file(path).items()}
    width = weights["project.weight"].shape[0]
    head = TaggerHead(weights["project.weight"].shape[1] - SHAPES, about["sets"].split(","), width)
    head.load_state_dict(weights)
    return about["encoder"], head.to(device).eval()


@lru_cache(maxsize=2)
def _fingerprint(model: StanceModel) -> str:
    return fingerprint(model)


@lru_cache(maxsize=2)
def _encoder(model: StanceModel) -> BertModel:
    return short_encoder(model)


def _spans(window: Window, tags: NDArray[np.int64], scores: NDArray[np.float32], kind: str | None) -> list[Tagged]:
    """The mentions in a window's tags, without marks at their ends; the full stop of "U.S." is part of it.

    `kind` is that of all of them, where it is given.
    """
    chances = np.exp(scores[np.arange(len(tags)), tags])
    found = []
    for first, end, number in runs(tags.tolist()):
        words = [at for at in range(first, end) if window.text[slice(*window.words[at])] not in MARKS]
        if words:
            start, stop = window.words[words[0]][0], window.words[words[-1]][1]
            found.append(Tagged(start, stop, kind or KINDS[number], float(chances[first:end].min())))
    return found
