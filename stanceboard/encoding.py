"""From (topic, passage, mention) to token ids: `[CLS] topic [SEP] … <m> mention </m> … [SEP]`.

Text is cut around the mention, never at it, and text that happens to spell a special token stays text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stanceboard.types import Topic

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase

    from stanceboard.model import StanceConfig

SPECIAL = re.compile(r"\[(?=(?:CLS|SEP|MASK|PAD|UNK|unused\d+)\])")
SURROGATE = re.compile(r"[\ud800-\udfff]")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """Token ids of one input; the first `topic_length` of them are the topic's segment."""

    ids: tuple[int, ...]
    topic_length: int


def topic_text(topic: Topic) -> str:
    """What the model reads of a topic: its name, then its aliases.

    >>> topic_text(Topic("Moscow talks", ("Moscow meeting",)))
    'Moscow talks; Moscow meeting'
    """
    return "; ".join(part for part in (topic.name, *topic.aliases) if part)


def encode(
    tokenizer: "PreTrainedTokenizerBase",
    config: "StanceConfig",
    texts: Sequence[str],
    spans: Sequence[Span],
    topics: Sequence[str],
) -> list[Encoded]:
    """Encode passages with one mention marked each; `topics` are topic texts ("" for none)."""
    pieces: list[str] = []
    for text, (start, end) in zip(texts, spans, strict=True):
        pieces += [text[:start], text[start:end], text[end:]]
    ids = _tokenize(tokenizer, pieces)
    known = list(dict.fromkeys(topics))
    topic_ids = dict(zip(known, _tokenize(tokenizer, known), strict=True))
    encoded = []
    for row, topic in enumerate(topics):
        head = [tokenizer.cls_token_id, *topic_ids[topic][: config.max_topic_tokens], tokenizer.sep_token_id]
        room = config.max_tokens - len(head) - 3
        before, mention, after = _fit(ids[3 * row], ids[3 * row + 1], ids[3 * row + 2], room)
        marked = [*before, config.open_token_id, *mention, config.close_token_id, *after]
        encoded.append(Encoded((*head, *marked, tokenizer.sep_token_id), len(head)))
    return encoded


def batches(encoded: Sequence[Encoded], token_budget: int) -> Iterator[list[int]]:
    """Yield row numbers in batches of like length, each at most `token_budget` tokens when padded."""
    batch: list[int] = []
    for row in sorted(range(len(encoded)), key=lambda row: len(encoded[row].ids)):
        if batch and (len(batch) + 1) * len(encoded[row].ids) > token_budget:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def collate(encoded: Sequence[Encoded], pad_token_id: int) -> dict[str, "torch.Tensor"]:
    """Pad one batch to its longest row, as the model's keyword arguments."""
    import torch

    width = max(len(row.ids) for row in encoded)
    ids = torch.full((len(encoded), width), pad_token_id)
    mask = torch.zeros((len(encoded), width), dtype=torch.long)
    types = torch.zeros((len(encoded), width), dtype=torch.long)
    for number, row in enumerate(encoded):
        length = len(row.ids)
        ids[number, :length] = torch.tensor(row.ids)
        mask[number, :length] = 1
        types[number, row.topic_length : length] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def _tokenize(tokenizer: "PreTrainedTokenizerBase", pieces: list[str]) -> list[list[int]]:
    if not pieces:
        return []
    plain = [SURROGATE.sub("\ufffd", SPECIAL.sub("[ ", piece)) for piece in pieces]
    ids: list[list[int]] = tokenizer(plain, add_special_tokens=False, verbose=False)["input_ids"]
    return ids


def _fit(before: list[int], mention: list[int], after: list[int], room: int) -> tuple[list[int], list[int], list[int]]:
    """Cut to `room` tokens: the mention first, then what follows it, then what precedes it."""
    mention = mention[: room // 2]
    room -= len(mention)
    after = after[: max(room - len(before), room * 2 // 3)]
    before = before[max(0, len(before) - (room - len(after))) :]
    return before, mention, after
