"""Search in rows: words whatever their accents and case, quoted phrases exactly. Pure functions; nothing typed is a pattern."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

Span = tuple[int, int]

FIELDS = ("sentence", "actor", "speaker", "title")
LONGEST = 200  # characters of what can be typed
QUOTED = re.compile(r'"([^"]+)"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»')
EDGES = re.compile(r"^\W+|\W+$")


class _Folds(dict[int, str]):
    """Each character without case and accents, worked out once."""

    def __missing__(self, code: int) -> str:
        bare = unicodedata.normalize("NFKD", chr(code).casefold())
        self[code] = "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("’", "'")
        return self[code]


FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: folded `words`, each the beginning of a word, and `phrases`, to the letter."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


EVERYTHING = Search()


def read_search(typed: str | None) -> Search:
    """Read what was typed.

    >>> read_search('Kábul "peace talks"')
    Search(words=('kabul',), phrases=('peace talks',))
    """
    text = (typed or "")[:LONGEST]
    phrases = [" ".join(next(filter(None, match.groups())).split()) for match in QUOTED.finditer(text)]
    words = [fold(EDGES.sub("", word)) for word in QUOTED.sub(" ", text).split()]
    return Search(tuple(dict.fromkeys(filter(None, words))), tuple(dict.fromkeys(filter(None, phrases))))


def described(search: Search) -> str:
    """What is looked for, in words: `kabul and “peace talks”`."""
    return " and ".join([*search.words, *(f"“{one}”" for one in search.phrases)])


def fold(text: str) -> str:
    """Text without case and accents: `"KÁBUL’s" -> "kabul's"`."""
    return text.translate(FOLDS)


def matching(rows: pd.DataFrame, search: Search) -> pd.DataFrame:
    """The rows that hold every word and phrase, each in any of FIELDS."""
    words, phrases = [_word(one) for one in search.words], [_phrase(one) for one in search.phrases]
    texts = ["\n".join(filter(None, fields)) for fields in zip(*(rows[name] for name in FIELDS), strict=True)]
    keep = [
        all(one.search(text) for one in phrases) and all(one.search(folded) for one in words)
        for text, folded in ((text, fold(text)) for text in texts)
    ]
    return rows[pd.Series(keep, index=rows.index, dtype=bool)]


def hits(text: str, search: Search) -> list[Span]:
    """Where `text` holds a word or phrase: spans in text order, none touching another."""
    found = [match.span() for phrase in search.phrases for match in _phrase(phrase).finditer(text)]
    if search.words:
        folded = [FOLDS[ord(letter)] for letter in text]
        places = [number for number, letters in enumerate(folded) for _ in letters]
        for word in search.words:
            for match in _word(word).finditer("".join(folded)):
                found.append((places[match.start()], places[match.end() - 1] + 1))
    return _merged(found)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _word(word: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + re.escape(word))


def _phrase(phrase: str) -> re.Pattern[str]:
    words: Sequence[str] = phrase.split()
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return re.compile(before + r"\s+".join(map(re.escape, words)) + after)
