"""Offices and the people in them: "Taliban spokesman X", "Y, the foreign minister of Z", "a Taliban commander".

A person tied to a body by the article's own words speaks for that body; there is no table of who is president.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stanceboard.actors.words import (
    BODIES,
    CALENDAR,
    LOOSE,
    MODIFIERS,
    OFFICES,
    PARTICLES,
    ROLES,
    SPEECH,
    Word,
    joined,
    singular,
)

APPOSITION = frozenset(
    "a an the who whose whom head leader chairman president director spokesman leading speaking".split()
)
NEVER_NAMES = frozenset(
    "the a an this that these those for in on at to from with by of and but or as if when while after before since until "
    "he she it they we you i his her its their our my not no so yet".split()
)
TITLES = frozenset("mr mrs ms dr sir lord lady professor prof sheikh mullah mawlawi maulana haji hajji rev".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase over words `first` to `last`; `person` is the word range of a name in it, if any."""

    first: int
    last: int
    person: tuple[int, int] | None
    loose: bool = False  # "former", "opposition": no longer speaks for the owner


def office_after(words: Sequence[Word], owner_last: int) -> Phrase | None:
    """Read "[Russian] foreign ministry spokeswoman Maria Zakharova" on from the owner's last word.

    Returns None when neither a body nor an office follows.
    """
    at = owner_last + 1
    found = None
    loose = False
    while at < len(words) and at - owner_last <= 8 and joined(words[at]):
        folded = words[at].folded
        if folded in LOOSE:
            loose = True
        elif singular(folded) in OFFICES or folded in OFFICES or folded in BODIES:
            found = at
        elif folded not in MODIFIERS:
            break
        at += 1
    if found is None:
        return None
    comma = words[found].folded not in BODIES and found + 1 < len(words) and words[found + 1].gap == ", "
    person = None if is_title_case(words) else name_at(words, found + 1, after_comma=comma)
    last = person[1] if person else found
    return Phrase(owner_last + 1, last, person, loose)


def office_before(words: Sequence[Word], owner_first: int) -> tuple[int, bool] | None:
    """Read "an official of the [Afghan foreign ministry]" backwards: the first word of the phrase, and whether it is loose.

    Returns None when no office stands before "of", "for", "from", "at" or "in".
    """
    at = owner_first - 1
    while (at >= 0 and words[at].folded in {"the", "its", "their", "s"}) or (
        at > 0 and words[at].folded in MODIFIERS and joined(words[at + 1])
    ):
        at -= 1
    if at < 1 or words[at].folded not in {"of", "for", "from", "at", "with"} or not joined(words[at]):
        return None
    at -= 1
    if singular(words[at].folded) not in OFFICES | {"commander", "fighter"} and words[at].folded not in OFFICES:
        return None
    first = at
    loose = False
    while (
        first > 0
        and joined(words[first])
        and words[first - 1].folded in MODIFIERS | LOOSE | {"a", "an", "the", "one", "two"}
    ):
        first -= 1
        loose = loose or words[first].folded in LOOSE
    return first, loose


def name_at(words: Sequence[Word], first: int, after_comma: bool = False) -> tuple[int, int] | None:
    """Word range of a capitalised name that starts at `first`: "Sher Mohammad Abbas Stanekzai", "Saud al-Faisal"."""
    if first >= len(words) or not words[first].capital or words[first].folded in CALENDAR | NEVER_NAMES:
        return None
    if not (joined(words[first]) or after_comma):
        return None
    last = first
    while last + 1 < len(words) and (joined(words[last + 1]) or _is_initial(words, last + 1)) and last - first < 6:
        word = words[last + 1]
        if word.folded in CALENDAR or word.folded == "s" or (not word.capital and word.folded not in PARTICLES):
            break
        last += 1
    while last > first and not words[last].capital:
        last -= 1
    return first, last


def is_title_case(words: Sequence[Word]) -> bool:
    """Tell a headline whose every longer word is capitalised: there, a capital says nothing about names."""
    long_words = [word for word in words if len(word.text) > 3]
    return len(long_words) > 2 and sum(word.capital for word in long_words) > 0.8 * len(long_words)


def _is_initial(words: Sequence[Word], at: int) -> bool:
    return words[at].gap == ". " and len(words[at - 1].text.strip(".")) == 1


def titled_names(words: Sequence[Word], taken: Sequence[bool]) -> list[Phrase]:
    """Find people named for themselves: by a title or role before the name, or by a verb of speech beside it."""
    phrases: list[Phrase] = []
    at = 0 if not is_title_case(words) else len(words)
    while at < len(words):
        name = (
            None
            if taken[at]
            else name_at(words, at) or (name_at(words, at, after_comma=True) if words[at].capital else None)
        )
        if not name:
            at += 1
            continue
        first = _title_before(words, name[0], taken)
        inside_title = first is None and _split_title(words, name)
        if inside_title:
            phrases.append(Phrase(name[0], name[1], (inside_title, name[1])))
        elif first is not None:
            loose = any(words[one].folded in LOOSE for one in range(first, name[0]))
            phrases.append(Phrase(first, name[1], name, loose))
        elif name[1] > name[0] and not any(taken[name[0] : name[1] + 1]) and _speaks(words, name):
            phrases.append(Phrase(name[0], name[1], name))
        at = name[1] + 1
    return phrases


def _split_title(words: Sequence[Word], name: tuple[int, int]) -> int | None:
    """In "Foreign Minister Saud al-Faisal" or "President Ghani", where the name begins behind the capitalised title."""
    at = name[0]
    office = None
    while at < name[1] and words[at].folded in MODIFIERS | OFFICES | TITLES | LOOSE | ROLES:
        if words[at].folded in OFFICES | TITLES | ROLES:
            office = at
        at += 1
    return office + 1 if office is not None and office < name[1] else None


def _title_before(words: Sequence[Word], first: int, taken: Sequence[bool]) -> int | None:
    at = first - 1
    if at < 0 or not joined(words[first]) or taken[at] or singular(words[at].folded) not in OFFICES | TITLES | ROLES:
        return None
    while at > 0 and joined(words[at]) and not taken[at - 1] and words[at - 1].folded in MODIFIERS | LOOSE:
        at -= 1
    return at


def _speaks(words: Sequence[Word], name: tuple[int, int]) -> bool:
    after = name[1] + 1
    if name[0] > 0 and words[name[0] - 1].folded in SPEECH and joined(words[name[0]]):
        return True
    if after >= len(words):
        return False
    if name[0] == 0 and words[after].gap.startswith(":"):
        return True  # "Greta Thunberg: The campaigner announced …", a line of a list
    if words[after].folded in SPEECH | {
        "has",
        "had",
        "will",
        "would",
        "is",
        "was",
        "spoke",
        "found",
        "thanked",
        "hailed",
        "welcomed",
        "rejected",
    } and joined(words[after]):
        return True
    return words[after].gap == ", " and words[after].folded in APPOSITION
