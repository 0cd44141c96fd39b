"""Offices and the people in them: "Taliban spokesman X", "Y, the foreign minister of Z", "a Taliban commander".

A person tied to a body by the article's own words speaks for that body; there is no table of who is president.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stanceboard.actors.words import (
    BODIES,
    CALENDAR,
    INSTITUTIONS,
    LOOSE,
    MEDIA,
    MODIFIERS,
    OFFICES,
    PARTICLES,
    PORTFOLIOS,
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
    "he she it they we you i his her its their our my not no so yet besides despite unlike under between among through against "
    "without during amid alongside including because although though however meanwhile also even only both neither either instead".split()
)
SURNAMES = frozenset("may march april june august".split())  # months that are names of people too
OF_OR_IN = frozenset("of in at from near".split())  # "the governor of New Mexico rejected it"
NO_TITLES = frozenset(
    "union party group faction militia coalition alliance bloc force organisation organization opposition".split()
)  # roles of several: "Union Pacific" is no Mr Pacific
LEANINGS = frozenset("left right centre center far hard".split())
OF_TITLES = frozenset("senate group caucus faction bench".split())
TITLES = frozenset(
    "mr mrs ms dr sir lord lady professor prof sheikh mullah mawlawi maulana haji hajji rev reverend gen lt col maj capt adm sgt mayor".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase over words `first` to `last`; `person` is the word range of a name in it, if any."""

    first: int
    last: int
    person: tuple[int, int] | None
    loose: bool = False  # "former", "opposition": no longer speaks for the owner

    @property
    def office(self) -> int:
        """The last word of the office."""
        return self.person[0] - 1 if self.person else self.last


def office_after(words: Sequence[Word], owner_last: int, headline: bool = False) -> Phrase | None:
    """Read "[Russian] foreign ministry spokeswoman Maria Zakharova" on from the owner's last word.

    Returns None when neither a body nor an office follows. In a `headline` capitals say nothing about names.
    """
    at = owner_last + 1
    found = None
    loose = False
    while at < len(words) and at - owner_last <= 8 and joined(words[at]):
        folded = words[at].folded
        if folded in LOOSE:
            loose = True
        elif singular(folded) in OFFICES or folded in OFFICES or folded in BODIES:
            found = portfolio_end(words, at)
            at = found
        elif folded not in MODIFIERS:
            break
        at += 1
    if found is None:
        return None
    person = None if headline else person_behind(words, found)
    last = person[1] if person else found
    return Phrase(owner_last + 1, last, person, loose)


def portfolio_end(words: Sequence[Word], office: int) -> int:
    """The last word of "Secretary of State", "Ministry of Foreign Affairs", "commissioner for human rights"; else `office`."""
    at = office + 1
    if at + 1 >= len(words) or words[at].folded not in {"of", "for"} or not joined(words[at]):
        return office
    at += words[at + 1].folded == "the"
    end = at
    while end + 1 < len(words) and words[end + 1].folded in PORTFOLIOS | {"and"}:
        if not joined(words[end + 1]) and not (words[end + 1].gap == ", " and words[end + 1].capital):
            break  # "Housing, Communities and Local Government" goes on
        end += 1
    return end if end > at else office


def person_behind(words: Sequence[Word], office: int) -> tuple[int, int] | None:
    """The name that follows an office: "minister X", "minister, X", "envoy for Afghanistan, X"."""
    comma = words[office].folded not in BODIES
    at = office + 1
    if comma and at + 1 < len(words) and words[at].folded in {"for", "to", "in", "on", "at"} and joined(words[at]):
        end = at + (words[at + 1].folded == "the")
        while end + 1 < len(words) and words[end + 1].capital and joined(words[end + 1]):
            end += 1
        if end > at and end + 1 < len(words) and words[end + 1].gap == ", ":
            return _between_commas(words, end + 1)
    comma = comma and at < len(words) and words[at].gap == ", "
    return name_at(words, at, after_comma=comma)


def _between_commas(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    """A name of two words or more that stands between commas, or before a verb of speech."""
    name = name_at(words, first, after_comma=True)
    if not name or name[0] == name[1]:
        return None
    after = name[1] + 1
    return name if after >= len(words) or words[after].gap == ", " or words[after].folded in SPEECH else None


def spokesman_behind(words: Sequence[Word], body_last: int) -> tuple[int, int] | None:
    """The name in "a spokesman for [the Taliban], Zabihullah Mujahid, said"."""
    first = body_last + 1
    return _between_commas(words, first) if first < len(words) and words[first].gap == ", " else None


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
    if (
        singular(words[at].folded) not in OFFICES | {"commander", "fighter", "observer"}
        and words[at].folded not in OFFICES
    ):
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
    if first >= len(words) or not words[first].capital or words[first].folded in (CALENDAR - {"jan"}) | NEVER_NAMES:
        return None
    if not (joined(words[first]) or after_comma):
        return None
    last = first
    while last + 1 < len(words) and (joined(words[last + 1]) or _is_initial(words, last + 1)) and last - first < 6:
        word = words[last + 1]
        inside = word.capital or word.folded in PARTICLES or word.gap == "-"  # "Lee Myung-bak"
        if (word.folded in CALENDAR and not _is_surname(words, last + 1)) or word.folded == "s" or not inside:
            break
        last += 1
    while last > first and not words[last].capital and words[last].gap != "-":
        last -= 1
    return first, last


def two_names(words: Sequence[Word], at: int) -> list[tuple[int, int]]:
    """The names in ", X and Y" from word `at` on; none where there are not two."""
    first = name_at(words, at, after_comma=True) if at < len(words) and words[at].gap == ", " else None
    linked = first is not None and [word.folded for word in words[first[1] + 1 : first[1] + 2]] == ["and"]
    second = name_at(words, first[1] + 2) if first and linked else None
    return [first, second] if first and second else []


def _is_surname(words: Sequence[Word], at: int) -> bool:
    """Tell "Theresa May said" from "in Geneva May 5"."""
    if words[at].folded not in SURNAMES:
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        after is None or not joined(after) or after.folded in SPEECH | {"s", "has", "had", "will", "would", "is", "was"}
    )


def is_headline(words: Sequence[Word], text: str) -> bool:
    """Tell a headline whose every longer word is capitalised: there, a capital says nothing about names."""
    long_words = [word for word in words if len(word.text) > 3]
    capitals = sum(word.capital for word in long_words)
    return (
        not text.rstrip().endswith((".", "!", "?", "”", '"', "’"))
        and len(long_words) > 2
        and capitals > 0.8 * len(long_words)
    )


def _is_initial(words: Sequence[Word], at: int) -> bool:
    return words[at].gap == ". " and len(words[at - 1].text.strip(".")) == 1


def titled_names(words: Sequence[Word], taken: Sequence[bool]) -> list[Phrase]:
    """Find people named for themselves: by a title or role before the name, or by a verb of speech beside it.

    Not in headlines. Newspapers and institutions have names of the same shape and are left out.
    """
    phrases: list[Phrase] = []
    at = 0
    while at < len(words):
        if begins_with_leaning(words, at):
            at += 2  # "Centre-right DISY said": no Mr DISY
            continue
        name = (
            None
            if taken[at]
            else name_at(words, at) or (name_at(words, at, after_comma=True) if words[at].capital else None)
        )
        if not name:
            at += 1
            continue
        if words[name[1]].folded in MEDIA | INSTITUTIONS:
            at = name[1] + 1
            continue
        behind = _behind_portfolio(words, name, taken)
        if behind:
            phrases.append(Phrase(behind[0], name[1], (behind[1], name[1])))
            at = name[1] + 1
            continue
        first = _title_before(words, name, taken)
        inside_title = first is None and _split_title(words, name)
        if inside_title:
            loose = any(words[one].folded in LOOSE for one in range(name[0], inside_title))
            phrases.append(Phrase(name[0], name[1], (inside_title, name[1]), loose))
        elif first is not None:
            loose = any(words[one].folded in LOOSE for one in range(first, name[0]))
            phrases.append(Phrase(first, name[1], name, loose))
        elif (
            name[1] > name[0]
            and not any(taken[name[0] : name[1] + 1])
            and not (name[0] > 0 and taken[name[0] - 1] and words[name[0] - 1].capital and joined(words[name[0]]))
            and not (name[0] > 0 and words[name[0] - 1].folded in OF_OR_IN and joined(words[name[0]]))
            and _speaks(words, name)
        ):
            phrases.append(Phrase(name[0], name[1], name))
        at = name[1] + 1
    return phrases


def begins_with_leaning(words: Sequence[Word], at: int) -> bool:
    """Tell "Centre-right", "Left-wing" at a word."""
    return at + 2 < len(words) and words[at].folded in LEANINGS and words[at + 1].gap == "-"


def _split_title(words: Sequence[Word], name: tuple[int, int]) -> int | None:
    """Where the name begins behind a capitalised title: "Former Afghan President Hamid Karzai", "Gen. Joseph Dunford"."""
    last = None
    for at in range(name[0], name[1]):
        if words[at].folded in (OFFICES | TITLES | ROLES) - NO_TITLES:
            last = portfolio_end(words, at)
    return last + 1 if last is not None and last < name[1] else None


def _title_before(words: Sequence[Word], name: tuple[int, int], taken: Sequence[bool]) -> int | None:
    """The first word of a title before the name: "rebel commander X", "its spokesman, X,"."""
    at = name[0] - 1
    if at < 0 or taken[at] or singular(words[at].folded) not in (OFFICES | TITLES | ROLES) - NO_TITLES:
        return None
    if not joined(words[name[0]]) and not (words[name[0]].gap == ", " and _between_commas(words, name[0])):
        return None
    return _first_of_title(words, at, taken)


def _first_of_title(words: Sequence[Word], office: int, taken: Sequence[bool]) -> int:
    """The first word of "secretary-general", "director general", "Senate leader", "its Caribbean coordinator"."""
    at = office
    while at > 0 and joined(words[at]) and not taken[at - 1]:
        of_title = words[at - 1].folded in OFFICES | OF_TITLES
        where = words[at - 1].capital and at > 1 and words[at - 2].folded in {"its", "their"}
        if not of_title and not where and words[at - 1].folded not in (MODIFIERS | LOOSE) - {"s"}:
            break
        at -= 1
    return at


def _behind_portfolio(words: Sequence[Word], name: tuple[int, int], taken: Sequence[bool]) -> tuple[int, int] | None:
    """The first word of the title, and of the name, in "High Commissioner for Peace Julián Arbeláez"."""
    office = name[0] - 2
    if office < 0 or taken[office] or singular(words[office].folded) not in OFFICES:
        return None
    end = portfolio_end(words, office)
    return (_first_of_title(words, office, taken), end + 1) if name[0] <= end < name[1] else None


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
