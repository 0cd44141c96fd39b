"""Train and measure the mention tagger; the encoder below it stays as it is.

    python -m stanceboard.tagger_training --voa sentences.jsonl --re3d FOLDER --gum FOLDER --crossner FOLDER
        [--model models/stanceboard-minilm] [--out models/tagger.safetensors] [--measure held-out]

The sets are public (models/README-tagger.md says where each is); all but the first two may be left out. Prints exact-span F1
on the held-out part of the newswire sentences and of re3d, or, with `--measure choose`, on a part kept for choosing settings.
"""

import argparse
import random
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch.nn import functional
from tqdm import tqdm
from transformers import get_linear_schedule_with_warmup

from stanceboard.encoder import TOKEN_BUDGET, EncoderScorer
from stanceboard.encoding import batches
from stanceboard.errors import InvalidInput
from stanceboard.resources import asset
from stanceboard.scoring import SHIPPED_MODEL
from stanceboard.tagger import ACTORS, MENTIONS, NAMES, WEIGHTS, tag_with
from stanceboard.tagger_data import (
    Sample,
    document_texts,
    re3d_gold,
    read_crossner,
    read_gum,
    read_marked,
    read_re3d,
    read_voa,
)
from stanceboard.tagger_model import (
    KINDS,
    SHAPES,
    TaggerHead,
    Window,
    encoded,
    fingerprint,
    short_encoder,
    windows,
    word_shapes,
    word_states,
)
from stanceboard.training_steps import IGNORED, descend, shuffled_batches

SEED = 1
EPOCHS = 3
RATE = 2e-3
BATCH = 64  # windows
AGAIN = {"re3d": 4}  # how often an epoch sees a set; once if not named
RECASED = 0.1  # share of windows read as a headline is written, or all in capitals
COMMON = frozenset("a an the his her its our their your my he she we they i it this that these those some all".split())

Row = tuple[str, int, int, int]  # document, start, end, number of the kind


@dataclass(frozen=True, slots=True)
class Item:
    """A window with what the head reads of it and what it should say."""

    window: Window
    states: NDArray[np.float16]  # (words, states)
    shapes: NDArray[np.float32]
    tags: NDArray[np.int64]
    set: str


def main(argv: Sequence[str] | None = None) -> int:
    """Train, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voa", type=Path, required=True, help="Voice of America sentences with name tags")
    parser.add_argument("--re3d", type=Path, required=True, help="folder of dstl/re3d")
    parser.add_argument("--gum", type=Path, help="folder with GUM's CoNLL-U files")
    parser.add_argument("--crossner", type=Path, help="folder of CrossNER's politics")
    parser.add_argument(
        "--passages",
        type=Path,
        nargs="*",
        default=[asset("data", "training"), asset("data", "mentions")],
        help="folders of marked passages (default: the shipped ones)",
    )
    parser.add_argument("--model", type=Path, help="folder of the scorer (default: the shipped one)")
    parser.add_argument("--out", type=Path, default=Path(*WEIGHTS))
    parser.add_argument("--measure", choices=("held-out", "choose"), default="held-out", help="part to measure on")
    options = parser.parse_args(argv)
    began = time.monotonic()
    samples = read_sets(options)
    scorer = EncoderScorer.from_folder(options.model or asset("models", SHIPPED_MODEL))
    train = [one for one in samples if one.part == "train"]
    head = fit(read_items(scorer, train), EPOCHS, RATE).half().float()  # measured as it is written
    write(head, scorer, options.out)
    known = {one.text[start:end] for one in train for start, end, _ in one.spans}
    measured = [one for one in samples if one.part == options.measure]
    for line in report(head, scorer, measured, known, options.re3d):
        print(line)
    print(f"{(time.monotonic() - began) / 60:.1f} minutes, {sum(value.numel() for value in head.parameters())} weights")
    return 0


def read_sets(options: argparse.Namespace) -> list[Sample]:
    """All samples of the sets that are given."""
    samples = read_voa(options.voa) + read_re3d(options.re3d) + read_marked(*options.passages)
    if options.gum:
        samples += read_gum(options.gum)
    if options.crossner:
        samples += read_crossner(options.crossner)
    held_out = {one.text for one in samples if one.part != "train"}
    return [one for one in samples if one.part != "train" or one.text not in held_out]


def read_items(scorer: EncoderScorer, samples: Sequence[Sample]) -> list[Item]:
    """What the head reads of each sample, through the encoder once."""
    cut = windows(scorer.tokenizer, [one.text for one in samples])
    encoder = short_encoder(scorer.model)
    items = []
    with torch.inference_mode(), tqdm(total=len(cut), desc="encoder", file=sys.stderr) as progress:
        for batch in batches(encoded(scorer.tokenizer, cut), TOKEN_BUDGET):
            part = [cut[one.rows[0]] for one in batch]
            states = word_states(encoder, batch, part, scorer.tokenizer.pad_token_id or 0).half().cpu().numpy()
            for row, one in enumerate(part):
                sample = samples[one.row]
                shapes = word_shapes(one.text, one.words)
                items.append(
                    Item(
                        one, states[row, : len(one.words)].copy(), shapes, tags_of(one.words, sample.spans), sample.set
                    )
                )
            progress.update(len(part))
    return items


def tags_of(words: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int, int]]) -> NDArray[np.int64]:
    """The tag of each word: B of its kind on the first word that a span touches, I on its others.

    >>> tags_of([(0, 5), (6, 10), (11, 15)], [(0, 10, 0)]).tolist()
    [1, 4, 0]
    """
    tags = np.zeros(len(words), dtype=np.int64)
    for first, last, kind in spans:
        inside = [at for at, (start, end) in enumerate(words) if start < last and first < end]
        tags[inside] = 1 + len(KINDS) + kind
        tags[inside[:1]] = 1 + kind
    return tags


def fit(items: Sequence[Item], epochs: int, rate: float, decay: float = 0.01) -> TaggerHead:
    """Train a head on what was read; the same items and numbers give the same head."""
    if not items:
        raise InvalidInput("Expected sentences to train on, found none.")
    torch.manual_seed(SEED)
    draw = random.Random(SEED)
    sets = sorted({one.set for one in items})
    head = TaggerHead(items[0].states.shape[1], sets)
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=decay)
    pool = [one for one in items for _ in range(AGAIN.get(one.set, 1))]
    steps = epochs * -(-len(pool) // BATCH)
    schedule = get_linear_schedule_with_warmup(optimizer, steps // 20, steps)
    head.train()
    with tqdm(total=steps, desc="head", file=sys.stderr) as progress:
        for _ in range(epochs):
            for batch in shuffled_batches(pool, BATCH, lambda one: len(one.tags), draw):
                loss = _loss(head, batch, draw)
                descend(loss, optimizer, schedule)
                progress.update()
                progress.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    return head.eval()


def write(head: TaggerHead, scorer: EncoderScorer, path: Path) -> None:
    """Save the head as fp16 safetensors, with its sets and the mark of the encoder that it reads."""
    weights = {key: value.detach().half().contiguous() for key, value in head.state_dict().items()}
    save_file(weights, path, {"sets": ",".join(head.sets), "encoder": fingerprint(scorer.model)})


def report(
    head: TaggerHead, scorer: EncoderScorer, samples: Sequence[Sample], known: set[str], re3d: Path
) -> Iterator[str]:
    """Lines of exact-span F1: newswire names, those whose words were never a mention in training, re3d's mentions."""
    newswire = [one for one in samples if one.set == NAMES]
    gold = {(one.document, *span) for one in newswire for span in one.spans}
    said = mentions_said(head, scorer, newswire, NAMES)
    yield from _lines("voa", gold, said)
    text = {one.document: one.text for one in newswire}
    unseen = {row[:3] for row in gold if text[row[0]][row[1] : row[2]] not in known}
    recall = len(unseen & {row[:3] for row in said}) / max(1, len(unseen))
    yield f"voa, mentions whose words never were one in training: recall {recall:.3f} of {len(unseen)}"

    marked = [one for one in samples if one.set == ACTORS]
    gold = {(one.document, *span) for one in marked for span in one.spans}
    yield from _lines("passages", gold, mentions_said(head, scorer, marked, ACTORS))[:1]

    documents = [one for one in samples if one.set == MENTIONS]
    texts = document_texts(re3d)
    said = mentions_said(head, scorer, documents, MENTIONS)
    gold = re3d_gold(re3d, {one.document for one in documents})
    yield from _lines("re3d", _named_places(gold, texts), _named_places(said, texts))
    named = ({row for row in rows if is_named(texts[row[0]][row[1] : row[2]])} for rows in (gold, said))
    yield from _lines("re3d, with a capital letter", *named)


def mentions_said(
    head: TaggerHead, scorer: EncoderScorer, samples: Sequence[Sample], like: str
) -> set[tuple[str, int, int, int]]:
    """What the head finds, as document, start, end and number of the kind."""
    found = tag_with(head, [one.text for one in samples], scorer, like)
    return {
        (sample.document, sample.start + one.start, sample.start + one.end, KINDS.index(one.kind))
        for sample, row in zip(samples, found, strict=True)
        for one in row
    }


def is_named(text: str) -> bool:
    """Tell whether a mention holds a name: a capital letter past its first word, or in it unless it is "The" or the like."""
    words = text.split()
    return any(word[:1].isupper() for word in words if word.casefold() not in COMMON)


def _named_places(rows: set[Row], texts: dict[str, str]) -> set[Row]:
    place = KINDS.index("place")
    return {row for row in rows if row[3] != place or is_named(texts[row[0]][row[1] : row[2]])}


def _lines(name: str, gold: set[Row], said: set[Row]) -> list[str]:
    bare = {row[:3] for row in gold}, {row[:3] for row in said}
    lines = [f"{name}: {_scores(*bare)}", f"{name}, with its kind: {_scores(gold, said)}"]
    for number, kind in enumerate(KINDS):
        lines.append(
            f"{name}, {kind}: " + _scores(*({row for row in rows if row[3] == number} for rows in (gold, said)))
        )
    return lines


def _scores(gold: Collection[object], said: Collection[object]) -> str:
    right = len(set(gold) & set(said))
    precision, recall = right / max(1, len(said)), right / max(1, len(gold))
    f1 = 2 * right / max(1, len(said) + len(gold))
    return f"F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f} of {len(gold)}"


def _loss(head: TaggerHead, batch: Sequence[Item], draw: random.Random) -> torch.Tensor:
    """Cross-entropy over the words of a batch, each window's by the scores of its own set."""
    lengths = [len(one.tags) for one in batch]
    states = torch.zeros(len(batch), max(lengths), batch[0].states.shape[1])
    shapes = torch.zeros(len(batch), max(lengths), SHAPES)
    tags = torch.full((len(batch), max(lengths)), IGNORED)
    for row, one in enumerate(batch):
        states[row, : lengths[row]] = torch.from_numpy(one.states)
        shapes[row, : lengths[row]] = torch.from_numpy(_recased(one, draw) if draw.random() < RECASED else one.shapes)
        tags[row, : lengths[row]] = torch.from_numpy(one.tags)
    scores = head(states, shapes, torch.tensor(lengths))
    own = scores[torch.arange(len(batch)), :, torch.tensor([head.sets.index(one.set) for one in batch])]
    return functional.cross_entropy(own.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)


def _recased(item: Item, draw: random.Random) -> NDArray[np.float32]:
    """The shapes of a text's words as a headline writes them, or in capitals; letters that grow in number are left."""
    text = item.window.text
    written = draw.choice([text.title(), text.title(), text.upper()])
    return word_shapes(written, item.window.words) if len(written) == len(text) else item.shapes


if __name__ == "__main__":
    raise SystemExit(main())
