"""The network of the mention tagger: a small head over the states of the scorer's encoder, which stays as it is.

A tagger reads words, not word pieces: the states of a word's pieces are averaged, so that no name can begin or end inside
a word. The encoder does not know capitals; how each word is written comes beside its states. Every set that the
tagger learned from has rows of its own in the last layer, since each has its own idea of where a mention begins and ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel

from stanceboard.encoding import SPECIAL, SURROGATE, Encoded, collate

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from stanceboard.model import StanceModel

KINDS = ("person", "organisation", "place")
TAGS = ("O", *(f"B-{kind}" for kind in KINDS), *(f"I-{kind}" for kind in KINDS))
LAYERS = (0, 2, 4)  # whose states are read; 0 are the embeddings. Layers above the last are not run
SHAPES = 14  # features of how a word is written
WIDTH = 128
DEPTH = 3  # layers over a word and its neighbours. A GRU took three times as long to train
LONGEST = 221  # word pieces of one window: the encoder's 224 without its three marks

TYPED = str.maketrans("“”„«»‘’‚–—", '"""""\'\'\'--')  # the sets have no other marks; the length stays

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A sentence, or part of one that is too long: the ids of its word pieces, its words, and the word of each piece.

    `words` are half-open character offsets into `text`, the whole sentence with plain marks; `row` is the sentence's number.
    """

    row: int
    text: str
    ids: tuple[int, ...]
    owners: tuple[int, ...]
    words: tuple[Span, ...]


class TaggerHead(nn.Module):
    """From the states and shapes of words to scores of TAGS, one row of them for each of `sets`."""

    def __init__(self, states: int, sets: Sequence[str], width: int = WIDTH, dropout: float = 0.2) -> None:
        super().__init__()
        self.sets = tuple(sets)
        self.unseen = nn.Dropout1d(
            dropout
        )  # the same states of all words of a sentence, which costs a tenth of the time
        self.dropout = nn.Dropout(dropout)
        self.project = nn.Linear(states + SHAPES, width)
        self.context = nn.ModuleList(nn.Conv1d(width, width, 3, padding=1) for _ in range(DEPTH))
        self.out = nn.Linear(width, len(self.sets) * len(TAGS))

    def forward(self, states: Tensor, shapes: Tensor, lengths: Tensor) -> Tensor:
        """Score a batch: states (n, words, states) and shapes (n, words, SHAPES) to (n, words, sets, TAGS)."""
        kept = states * self.unseen(torch.ones(len(states), states.shape[-1], 1, device=states.device)).mT
        word = nn.functional.gelu(self.project(torch.cat([kept, shapes], dim=-1)))
        inside = (torch.arange(word.shape[1]) < lengths[:, None]).to(word)[
            :, None
        ]  # past the end are zeros, as at the edge
        context = word.mT * inside
        for layer in self.context:
            context = context + nn.functional.gelu(layer(self.dropout(context))) * inside
        scores: Tensor = self.out(self.dropout(context.mT))
        return scores.view(*scores.shape[:2], len(self.sets), len(TAGS))


def windows(tokenizer: "PreTrainedTokenizerBase", sentences: Sequence[str]) -> list[Window]:
    """Cut sentences into words and word pieces; a sentence over LONGEST pieces into several windows, never inside a word."""
    if not sentences:
        return []
    plain = [SURROGATE.sub("\ufffd", SPECIAL.sub("(", text)).translate(TYPED) for text in sentences]
    found = tokenizer(plain, add_special_tokens=False, verbose=False, return_offsets_mapping=True)
    cut = []
    for row, text in enumerate(plain):
        owners = found.word_ids(row)
        firsts = [at for at in range(len(owners)) if at == 0 or owners[at] != owners[at - 1]]
        ends = [*firsts[1:], len(owners)] if firsts else []
        offsets = found["offset_mapping"][row]
        words = [(offsets[first][0], offsets[end - 1][1]) for first, end in zip(firsts, ends, strict=True)]
        start = 0
        while start < len(words):
            stop = _stop(text, words, ends, start, firsts[start] + LONGEST)
            lengths = [ends[at] - firsts[at] for at in range(start, stop)]
            cut.append(
                Window(
                    row,
                    text,
                    tuple(found["input_ids"][row][firsts[start] : ends[stop - 1]]),
                    tuple(np.repeat(range(stop - start), lengths).tolist()),
                    tuple(words[start:stop]),
                )
            )
            start = stop
    return cut


def encoded(tokenizer: "PreTrainedTokenizerBase", cut: Sequence[Window]) -> list[Encoded]:
    """Windows as the encoder reads passages without a topic; `rows` are their numbers in `cut`."""
    mark, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    return [Encoded((mark, end, *one.ids, end), 2, (number,), ((2, 3),)) for number, one in enumerate(cut)]


def short_encoder(model: "StanceModel") -> BertModel:
    """The encoder up to the last layer that is read, sharing the model's weights."""
    with torch.device("meta"):
        short = BertModel(model.config, add_pooling_layer=False)
    short.embeddings = model.bert.embeddings
    short.encoder.layer = model.bert.encoder.layer[: max(LAYERS)]
    return short.eval()


def word_states(encoder: BertModel, batch: Sequence[Encoded], cut: Sequence[Window], pad_token_id: int) -> Tensor:
    """States of the words of a batch (n, words, states) in fp32, padded with zeros; `cut` are its windows."""
    inputs: dict[str, Any] = collate(batch, pad_token_id)
    inputs.pop("mentions")
    device = next(encoder.parameters()).device
    hidden = encoder(**{key: value.to(device) for key, value in inputs.items()}, output_hidden_states=True)
    states = torch.cat([hidden.hidden_states[layer].float() for layer in LAYERS], dim=-1)
    mean = torch.zeros(len(cut), max(len(one.words) for one in cut), states.shape[1])
    for number, one in enumerate(cut):
        mean[number, list(one.owners), range(2, 2 + len(one.owners))] = 1
    mean = mean / mean.sum(dim=-1, keepdim=True).clamp(min=1)
    return torch.bmm(mean.to(device), states)


def word_shapes(text: str, words: Sequence[Span]) -> NDArray[np.float32]:
    """How each word is written (words, SHAPES): capitals, digits, marks, what stands around it, how capitalised the text is."""
    rows = np.zeros((len(words), SHAPES), dtype=np.float32)
    for number, (start, end) in enumerate(words):
        word = text[start:end]
        capital, lower = word[:1].isupper(), word.islower()
        rows[number] = (
            capital and not word.isupper(),
            word.isupper() and len(word) > 1,
            word.isupper() and len(word) == 1,
            lower,
            not capital and not lower and word.isalpha(),
            any(letter.isdigit() for letter in word),
            not any(letter.isalnum() for letter in word),
            number == 0,
            start == 0 or text[start - 1].isspace(),
            end >= len(text) or text[end].isspace(),
            not word.isascii(),
            min(len(word), 12) / 12,
            0,
            0,
        )
    letters = rows[:, :5].any(axis=1)
    rows[:, 12] = rows[letters, :3].any(axis=1).mean() if letters.any() else 0  # most words: a headline
    rows[:, 13] = rows[letters, 1].mean() if letters.any() else 0
    return rows


def best_tags(scores: NDArray[np.float32], lengths: Sequence[int]) -> list[NDArray[np.int64]]:
    """The likeliest tags of each row (n, words, TAGS) among those in which an I follows a B or an I of its kind (Viterbi)."""
    allowed = _allowed()
    best = scores[:, 0] + allowed[0]
    back = np.zeros(scores.shape, dtype=np.int64)
    totals = [best]
    for at in range(1, scores.shape[1]):
        ways = best[:, :, None] + allowed
        back[:, at] = ways.argmax(axis=1)
        best = ways.max(axis=1) + scores[:, at]
        totals.append(best)
    found = []
    for row, length in enumerate(lengths):
        tags = np.zeros(length, dtype=np.int64)
        tags[-1] = totals[length - 1][row].argmax()
        for at in range(length - 1, 0, -1):
            tags[at - 1] = back[row, at, tags[at]]
        found.append(tags)
    return found


def runs(tags: Sequence[int]) -> list[tuple[int, int, int]]:
    """The mentions in a row of tags: first word, end word, number of the kind."""
    found: list[tuple[int, int, int]] = []
    for at, tag in enumerate(tags):
        if 0 < tag <= len(KINDS):
            found.append((at, at + 1, tag - 1))
        elif tag:
            found[-1] = (found[-1][0], at + 1, found[-1][2])
    return found


def fingerprint(model: "StanceModel") -> str:
    """What tells one trained encoder from another: the head is of use only over the one that it was trained on."""
    import hashlib

    weight = model.bert.encoder.layer[max(LAYERS) - 1].output.dense.weight.detach()
    return hashlib.sha256(weight.to("cpu", torch.bfloat16).view(torch.int16).numpy().tobytes()).hexdigest()


def _allowed() -> NDArray[np.float32]:
    """0 where a tag (column) may follow another (row), minus infinity where not; a sentence begins as after O."""
    table = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for before, left in enumerate(TAGS):
        for after, right in enumerate(TAGS):
            if right[0] == "I" and left[2:] != right[2:]:
                table[before, after] = -np.inf
    return table


def _stop(text: str, words: Sequence[Span], ends: Sequence[int], start: int, limit: int) -> int:
    """The word before which a window that starts at word `start` ends: after a comma or the like in its last quarter, if it must be cut."""
    stop = start + 1
    while stop < len(words) and ends[stop] <= limit:
        stop += 1
    if stop < len(words):
        for at in range(stop, stop - (stop - start) // 4, -1):
            if text[slice(*words[at - 1])] in {",", ";", ":", ".", "!", "?"}:
                return at
    return stop
