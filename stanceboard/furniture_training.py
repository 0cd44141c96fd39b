"""Train and measure the line classifier of page furniture.

    python -m stanceboard.furniture_training [--out models/furniture.safetensors]

Reads `data/furniture/train.tsv`, prints precision and recall by line on TESTS beside it, of the classifier alone
and with the rules. A minute on two cores.
"""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from stanceboard.furniture import THRESHOLD, find_furniture
from stanceboard.furniture_model import SIZE, WEIGHTS, hashed, page_features, probabilities
from stanceboard.resources import asset

DECAY = 1e-4  # of 1e-4 and 3e-4, on pages of hands that were left out of training
TESTS = ("test", "later", "blind")
Page = tuple[list[str], list[bool]]  # lines, and whether each is furniture


def main(argv: Sequence[str] | None = None) -> int:
    """Train, write, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path(*WEIGHTS))
    options = parser.parse_args(argv)
    pages = read_pages(asset("data", "furniture", "train.tsv"))
    weights, bias = fit([*pages, *bare(pages)])
    save_file({"weights": weights.astype(np.float16), "bias": np.array([bias], dtype=np.float32)}, options.out)
    for test in TESTS:
        pages = read_pages(asset("data", "furniture", f"{test}.tsv"))
        gold = [is_furniture for _, labels in pages for is_furniture in labels]
        alone = [chance >= THRESHOLD for lines, _ in pages for chance in probabilities(lines)]
        both = [found for lines, _ in pages for found in found_lines(lines)]
        for name, said in (("classifier", alone), ("with rules", both)):
            told = f"precision {precision(said, gold):.3f}, recall {precision(gold, said):.3f}, {len(gold)} lines"
            print(f"{test}, {name}: {told}")
    return 0


def read_pages(path: Path) -> list[Page]:
    """Pages of lines `f<TAB>text` (furniture) and `a<TAB>text` (the article's own), parted by an empty line."""
    pages = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        marked = [line.split("\t", 1) for line in block.split("\n")]
        pages.append(([text for _, text in marked], [mark == "f" for mark, _ in marked]))
    return pages


def bare(pages: Sequence[Page]) -> list[Page]:
    """The same pages without their furniture, as from a careful hand: where an article ends need not be a page's foot."""
    own = [[line for line, is_furniture in zip(*page, strict=True) if not is_furniture] for page in pages]
    return [(lines, [False] * len(lines)) for lines in own if lines]


def fit(pages: Sequence[Page]) -> tuple[NDArray[np.float32], float]:
    """Weights (SIZE,) and bias of a logistic regression with L2 decay, by L-BFGS."""
    rows = [hashed(one) for lines, _ in pages for one in page_features(lines)]
    gold = torch.tensor([float(one) for _, labels in pages for one in labels])
    places = torch.tensor(np.concatenate(rows))
    offsets = torch.tensor(np.cumsum([0, *(len(row) for row in rows[:-1])]))
    weights = torch.zeros((SIZE, 1), requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = torch.nn.functional.embedding_bag(places, weights, offsets, mode="sum")[:, 0] + bias
        cost = torch.nn.functional.binary_cross_entropy_with_logits(scores, gold) + DECAY * (weights**2).sum()
        cost.backward()  # type: ignore[no-untyped-call]
        return cost

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()[:, 0].numpy(), float(bias.detach())


def found_lines(lines: Sequence[str]) -> list[bool]:
    """Which lines `find_furniture` takes out of a page of these paragraphs."""
    text = "\n\n".join(lines)
    spans = find_furniture(text)
    found = []
    start = 0
    for line in lines:
        covered = sum(max(0, min(start + len(line), last) - max(start, first)) for first, last in spans)
        found.append(covered > len(line) / 2)
        start += len(line) + 2
    return found


def precision(said: Sequence[bool], gold: Sequence[bool]) -> float:
    """The share of what is said that is gold; with the two exchanged, recall."""
    return sum(one and other for one, other in zip(said, gold, strict=True)) / max(1, sum(said))


if __name__ == "__main__":
    raise SystemExit(main())
