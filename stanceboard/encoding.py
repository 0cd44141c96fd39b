"""From (topic, passage, mentions) to token ids: `[CLS] topic [SEP] passage [SEP]`, and where each mention stands in them.

Mentions that share a passage and a topic share one input, so that they cost one pass. Text is cut around
a mention, never at it, and text that happens to spell a special token stays text.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
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
    """Token ids of one input; the first `topic_length` of them are the topic's segment.

    `rows` are the numbers of the mentions that it answers, `spans` their half-open token ranges in `ids`.
    """

    ids: tuple[int, ...]
    topic_length: int
    rows: tuple[int, ...]
    spans: tuple[Span, ...]


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
    """Encode n mentions, each a character span of its passage, beside n topic texts ("" for none).

    Every row is answered by exactly one Encoded: rows of one passage and topic together, unless the passage
    has to be cut; then each has a window of its own.
    """
    known_texts, known_topics = list(dict.fromkeys(texts)), list(dict.fromkeys(topics))
    tokens = dict(zip(known_texts, _tokenize(tokenizer, known_texts), strict=True))
    topic_ids = {topic: ids for topic, (ids, _) in zip(known_topics, _tokenize(tokenizer, known_topics), strict=True)}
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row, key in enumerate(zip(texts, topics, strict=True)):
        together[key].append(row)
    encoded = []
    for (text, topic), rows in together.items():
        head = [tokenizer.cls_token_id, *topic_ids[topic][: config.max_topic_tokens], tokenizer.sep_token_id]
        room = config.max_tokens - len(head) - 1
        ids, offsets = tokens[text]
        places = [_token_span(offsets, spans[row]) for row in rows]
        groups = (
            [(rows, places)]
            if len(ids) <= room
            else [([row], [place]) for row, place in zip(rows, places, strict=True)]
        )
        for members, found in groups:
            first, last = _window(len(ids), found[0], room)
            shift = len(head) - first
            encoded.append(
                Encoded(
                    (*head, *ids[first:last], tokenizer.sep_token_id),
                    len(head),
                    tuple(members),
                    tuple((start + shift, min(end, last + 1) + shift) for start, end in found),
                )
            )
    return encoded


def batches(encoded: Sequence[Encoded], token_budget: int) -> Iterator[list[Encoded]]:
    """Yield batches of like length, each at most `token_budget` tokens when padded."""
    batch: list[Encoded] = []
    for one in sorted(encoded, key=lambda one: len(one.ids)):
        if batch and (len(batch) + 1) * len(one.ids) > token_budget:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def collate(encoded: Sequence[Encoded], pad_token_id: int) -> dict[str, "torch.Tensor"]:
    """Pad one batch to its longest input, as the model's keyword arguments; mentions follow in the order of `rows`."""
    import torch

    width = max(len(one.ids) for one in encoded)
    ids = torch.full((len(encoded), width), pad_token_id)
    mask = torch.zeros((len(encoded), width), dtype=torch.long)
    types = torch.zeros((len(encoded), width), dtype=torch.long)
    for number, one in enumerate(encoded):
        length = len(one.ids)
        ids[number, :length] = torch.tensor(one.ids)
        mask[number, :length] = 1
        types[number, one.topic_length : length] = 1
    mentions = [(number, *span) for number, one in enumerate(encoded) for span in one.spans]
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types, "mentions": torch.tensor(mentions)}


def _tokenize(tokenizer: "PreTrainedTokenizerBase", texts: list[str]) -> list[tuple[list[int], list[Span]]]:
    """Token ids and their character offsets; what is replaced keeps its length, so that offsets hold."""
    if not texts:
        return []
    plain = [SURROGATE.sub("\ufffd", SPECIAL.sub("(", text)) for text in texts]
    found = tokenizer(plain, add_special_tokens=False, verbose=False, return_offsets_mapping=True)
    return list(zip(found["input_ids"], found["offset_mapping"], strict=True))


def _token_span(offsets: Sequence[Span], span: Span) -> Span:
    """The tokens that overlap a character span; the next one (at the end: the closing [SEP]) if none does."""
    first = bisect_right(offsets, span[0], key=lambda offset: offset[1])
    return first, max(first + 1, bisect_left(offsets, span[1], key=lambda offset: offset[0]))


def _window(length: int, mention: Span, room: int) -> Span:
    """Cut to `room` tokens: what follows the mention gets up to two thirds of what it leaves, what precedes it the rest."""
    if length <= room:
        return 0, length
    end = min(mention[1], mention[0] + room // 2, length)
    left = room - (end - mention[0])
    after = min(length - end, max(left - mention[0], left * 2 // 3))
    first = max(0, mention[0] - (left - after))
    return first, min(length, first + room)
