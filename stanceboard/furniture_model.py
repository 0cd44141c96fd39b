"""A line classifier for page furniture: logistic regression over hashed words and layout; no torch at run time.

Where the rules of furniture_rules know a line, they decide; this one reads what they do not know: teaser headlines, bylines,
appeals in other words. Trained by `python -m stanceboard.furniture_training` on pages of our own.
"""

import math
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stanceboard.resources import asset

WEIGHTS = ("models", "furniture.safetensors")
SIZE = 2**16  # hashed features
SHARE = 0.52  # of the lines of the training pages that have any furniture
ROUNDS = 50  # of EM; after them a share moves no more
WORDS = 40  # of a line are read
WORD = re.compile(r"\w+|[^\w\s]")
PROSE = 12  # words of a line that ends like a sentence
ADDRESS = re.compile(r"\b(?:you|your|we|our|us)\b", re.IGNORECASE)
SAID = re.compile(r"\b(?:said|says|told|according)\b")


def probabilities(lines: Sequence[str]) -> NDArray[np.float32]:
    """How likely each line of one page, in page order, is furniture (n,): 0 to 1.

    >>> probabilities(["Kabul stays away", "Read more: Five things to know"]).round().tolist()
    [0.0, 1.0]
    """
    weights, bias = _weights()
    scores = np.array([weights[hashed(one)].sum() + bias for one in page_features(lines)], dtype=np.float32)
    return at_page_prior((1 / (1 + np.exp(-scores))).astype(np.float32))


def at_page_prior(probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
    """Turn probabilities (n,) of the training pages' share of furniture into those of this page's own share.

    That share is what makes the page's lines likeliest (EM: Saerens, Latinne and Decaestecker, Neural Computation 2002): a plain
    text with one line that looks like a teaser has none, a page full of links has more of them.
    """
    share, found = SHARE, probabilities
    for _ in range(ROUNDS if len(probabilities) else 0):
        share = min(max(float(found.mean()), 0.001), 0.999)
        odds = share / (1 - share) * (1 - SHARE) / SHARE
        found = probabilities * odds / (probabilities * odds + 1 - probabilities)
    return found.astype(np.float32)


def page_features(lines: Sequence[str]) -> Iterator[list[str]]:
    """The features of each line: its own words and shape, what its neighbours look like, where on the page it stands."""
    prose = [len(line.split()) >= PROSE and line.strip()[-1:] in '.!?”"' for line in lines]
    first = prose.index(True) if True in prose else len(lines)
    last = len(lines) - 1 - prose[::-1].index(True) if True in prose else -1
    for number, line in enumerate(lines):
        zone = "top" if number < first else "bottom" if number > last else "inside"
        features = [*_own(line), f"zone={zone}", f"zone={zone} words={min(3, len(line.split()) // 4)}"]
        features += [f"from top={min(4, number)}", f"from bottom={min(6, len(lines) - 1 - number)}"]
        for step in (-2, -1, 1, 2):
            at = number + step
            features += [f"{step}:{one}" for one in (_glance(lines[at]) if 0 <= at < len(lines) else ["edge"])]
        yield features


def hashed(features: Sequence[str]) -> NDArray[np.int64]:
    """The features' places among SIZE, each once."""
    return np.unique([zlib.crc32(one.encode("utf-8", "surrogatepass")) % SIZE for one in features])


def _own(line: str) -> Iterator[str]:
    text = line.strip()
    words = WORD.findall(text)
    low = [word.casefold() for word in words[: WORDS + 1]]
    yield from (f"word={word}" for word in low[:WORDS])
    yield from (f"pair={one} {other}" for one, other in pairwise(low))
    yield from (f"begins={' '.join(low[:count])}" for count in (1, 2, 3))
    yield f"ends={words[-1].casefold() if words else ''}"
    spelled = [word for word in words if word[0].isalnum()]
    ending = text[-1:] if not text[-1:].isalnum() else "a"
    yield f"words={min(8, int(math.log2(len(spelled) + 1) * 2))}"
    yield f"ending={ending}"
    yield f"ending={ending} words={min(4, len(spelled) // 5)}"
    yield f"shape={_shape(text[:40])[:24]}"
    letters = [word for word in words if word[0].isalpha()]
    yield f"capitals={5 * sum(word[0].isupper() for word in letters) // max(1, len(letters))}"
    yield f"upper={text.isupper()}"
    yield f"digits={any(letter.isdigit() for letter in text)}"
    yield f"address={bool(ADDRESS.search(text))}"
    yield f"quoted={text[:1] in '“‘' or text[:1] == chr(34)}"
    yield f"said={bool(SAID.search(text))}"


def _glance(line: str) -> list[str]:
    text = line.strip()
    count = len(text.split())
    return [
        f"words={min(6, int(math.log2(count + 1) * 1.5))}",
        f"ending={text[-1:] if not text[-1:].isalnum() else 'a'}",
        f"prose={count >= PROSE and text[-1:] in '.!?”'}",
        f"begins={text.split()[0].casefold() if text else ''}",
    ]


def _shape(text: str) -> str:
    """ "By Jane Doe, 5 May" -> "Aa Aa Aa, 9 Aa"."""
    plain = re.sub(r"\d+", "9", text)
    return re.sub(r"a+", "a", re.sub(r"A+", "A", re.sub(r"[^\W\d_A-Z]", "a", re.sub(r"[A-Z]", "A", plain))))


@cache
def _weights() -> tuple[NDArray[np.float32], float]:
    from safetensors.numpy import load_file

    found = load_file(asset(*WEIGHTS))
    return found["weights"].astype(np.float32), float(found["bias"][0])
