"""Which texts tell the same story: wire copy that several outlets printed, shortened or with other headlines.

Two texts are of one story when at least SAME_STORY of their runs of three words are common to both, as MinHash
estimates it (Broder 1997); datasketch computes it. Nothing here is stored.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from datasketch import MinHash

Signature: TypeAlias = "MinHash | None"  # None: too few words to tell a story

RUN = 3  # words
# Share of common runs, Jaccard. Of any two of the 22 sample reports, all on the same talks, it is at most 0.05. A wire
# report with another headline, a dateline and every tenth word changed keeps 0.5; without its last quarter, 0.75.
SAME_STORY = 0.45
FEWEST_RUNS = 8  # of shorter texts it would take a headline for a story
HASHES = 128  # the estimate is off by 0.044 (one standard deviation)
BANDS = (42, 3)  # how candidates are found: 98 of 100 pairs at SAME_STORY, 1 of 200 at 0.05; the estimate then decides
WORD = re.compile(r"\w+")


def signature(text: str) -> Signature:
    """What of a text is compared; None when it has too few words to tell a story."""
    words = WORD.findall(text.casefold())
    runs = {" ".join(words[first : first + RUN]) for first in range(len(words) - RUN + 1)}
    if len(runs) < FEWEST_RUNS:
        return None
    from datasketch import MinHash  # with scipy, 0.6 s, which pages that compare nothing need not wait for

    found = MinHash(HASHES, hashfunc=zlib.crc32)
    found.update_batch([run.encode("utf-8", "surrogatepass") for run in runs])
    return found


def story_of(texts: Sequence[str], signatures: Sequence[Signature] | None = None) -> list[int]:
    """Number the stories: one number a text, the same for texts of one story, counted from 0 in text order.

    `signatures` are the texts' where they are known already. Texts that are alike through a third belong together. Identical texts do, however short.

    >>> wire = "Envoys of nine states met on Friday and agreed to meet again within the year, officials said."
    >>> story_of([wire, "Rain fell.", "KABUL (Wire) - " + wire])
    [0, 1, 0]
    """
    leader = list(range(len(texts)))
    index = _index()
    known = signatures or [signature(text) for text in texts]
    first_of: dict[str, int] = {}
    for number, (text, found) in enumerate(zip(texts, known, strict=True)):
        twin = first_of.setdefault(text, number)
        if twin < number:
            leader[number] = leader[twin]
        elif found is not None:
            for other in map(int, index.query(found)):
                if _is_same(found, known[other]):
                    _join(leader, other, number)
            index.insert(str(number), found)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(leader[number], len(numbers)) for number in range(len(texts))]


def find_near(texts: Sequence[str], known: Mapping[str, Signature]) -> list[str | None]:
    """The key in `known` (signatures) of the text that each of `texts` is most like, or None when no story is the same."""
    index = _index()
    for key, one in known.items():
        if one is not None:
            index.insert(key, one)
    nearest: list[str | None] = []
    for text in texts:
        found = signature(text)
        near = [] if found is None else [key for key in map(str, index.query(found)) if _is_same(found, known[key])]
        nearest.append(max(near, key=lambda key: _likeness(found, known[key]), default=None))
    return nearest


def _index() -> Any:
    from datasketch import MinHashLSH

    return MinHashLSH(num_perm=HASHES, params=BANDS)


def _likeness(one: Signature, other: Signature) -> float:
    return 0.0 if one is None or other is None else float(one.jaccard(other))


def _is_same(one: Signature, other: Signature) -> bool:
    return _likeness(one, other) >= SAME_STORY


def _join(leader: list[int], one: int, other: int) -> None:
    kept, gone = sorted((leader[one], leader[other]))
    leader[:] = [kept if number == gone else number for number in leader]
