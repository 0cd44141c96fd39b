"""Take bodies by their last word: "the foreign ministry", "the government", "the Climate Network", "the Front"."""

import re
from collections.abc import Sequence

from stanceboard.actors.anaphora import CALLED, named_lately, only_one, spoken_of
from stanceboard.actors.bindings import GROUP_KINDS, GROUPS
from stanceboard.actors.memory import Reading
from stanceboard.actors.nominals import ARTICLES
from stanceboard.actors.offices import NO_TITLES, name_at, office_after, office_before, portfolio_end
from stanceboard.actors.registry import name_key
from stanceboard.actors.words import (
    INSTITUTIONS,
    MODIFIERS,
    OFFICES,
    PORTFOLIOS,
    POSSESSIVES,
    Word,
    is_one_of_several,
    joined,
    singular,
)
from stanceboard.types import Actor, slugify

ORGANISATION = re.compile(
    r"\b(?:[A-Z][\w'’-]+ (?:(?:of|for|and|the|on|de|del) )*){1,6}"
    r"(?:Front|Party|Movement|Union|Alliance|Council|Army|Committee|Coalition|League|Federation|Association|Congress|Network"
    r"|Commission|Forces|Initiative|Organi[sz]ation|Assembly|Brigades?|Authority|Bloc|Confederation|Society|Institute)\b"
    r"(?: (?:of|for) (?:the )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*|-[A-Z][a-z]+)?"
)
HEADS = CALLED | frozenset("party movement army committee".split())
GOVERNMENTS = frozenset(["government", "junta"])
ACRONYM = re.compile(
    r"\s?\(([A-Z][A-Za-z-]{1,9})\)|,? (?:better )?known (?:by|as)(?: its)?(?: [A-Z]?[a-z]+)* ([A-Z][A-Za-z-]*[A-Z])\b"
)
WING = re.compile(r" \(([A-Z][\w-]+ [A-Z][\w-]+)\)")  # "the Communist Party (Unified Socialist)"


def take_ministries(reading: Reading) -> None:
    """Resolve "the foreign ministry", "Ministry of Defence spokesman X" to the state that the text speaks of."""
    words = reading.words
    for at, word in enumerate(words):
        if _is_government(words, at) and not reading.taken[at]:
            _take_government(reading, at)
        is_office = word.folded == "office" and at > 0 and words[at - 1].folded == "foreign"
        if not (word.folded == "ministry" or is_office) or reading.taken[at]:
            continue
        first, last = at, portfolio_end(words, at)
        while first > 0 and joined(words[first]) and words[first - 1].folded in PORTFOLIOS | MODIFIERS:
            first -= 1
        owner = spoken_of(reading.read_up_to(first), ["state"])
        if owner is None and word.capital and last > at:  # "the Ministry of Housing", unsaid of which state
            name = reading.span_text(first, last)
            owner = Actor(slugify(name), name, "organisation")
        if owner:
            take_body(reading, first, last, owner)


def take_body(reading: Reading, first: int, last: int, actor: Actor) -> None:
    """Take words that stand for a body, with an office behind them: "foreign ministry spokesman X"."""
    phrase = office_after(reading.words, last, reading.headline)
    phrase = None if phrase and phrase.loose else phrase  # "the council's former president" speaks for himself
    if phrase and is_one_of_several(reading.words, first, phrase.office):
        reading.pass_over(first, last)
        return
    last = phrase.last if phrase else last
    if reading.is_taken(first, last):
        return
    speaker = reading.span_text(*phrase.person) if phrase and phrase.person else None
    if phrase and phrase.person:
        reading.bind(phrase.person, actor, speaker)
    reading.add(first, last, actor, speaker)


def _is_government(words: Sequence[Word], at: int) -> bool:
    """Tell "the government", and "The palace" where it acts, from "on the palace steps"."""
    return words[at].folded in GOVERNMENTS or (at == 1 and words[at].text in {"palace", "presidency"})


def _take_government(reading: Reading, at: int) -> None:
    """Resolve "the government" to the only state that the sentences up to it name, or, where they name none, to the home state."""
    words = reading.words
    read = reading.read_up_to(at)
    owner = only_one(read, ["state"]) or (None if named_lately(read, ["state"]) else reading.memory.home)
    after = words[at + 1] if at + 1 < len(words) else None
    of_another = after is not None and after.folded in {"of", "in"} and joined(after)
    if owner and at > 0 and words[at - 1].folded == "the" and not of_another:
        office = office_before(words, at)
        take_body(reading, office[0] if office and not office[1] else at, at, owner)


def take_organisations(reading: Reading) -> None:
    """Take "the Climate Network" as an organisation of that name, and remember its acronym."""
    words = reading.words
    for match in ORGANISATION.finditer(reading.sentence.text):
        span = _words_in(reading, *match.span())
        if span is None or reading.is_taken(*span):
            continue
        first, last = span
        first = _behind_a_person(reading, first, last)
        while first < last and words[first].folded in ARTICLES | POSSESSIVES:
            first += 1
        if first == last and _take_last_word(reading, first):
            continue
        last = _with_second_part(reading, first, last)
        wing = WING.match(reading.text, words[last].end)
        name = reading.span_text(first, last) + (wing[0] if wing else "")
        actor = Actor(slugify(name), name, "organisation")
        if wing:
            known = next((one.actor for one in reading.mentions if one.start == words[last].end + 2), None)
            actor = reading.memory.short_names[name_key(wing[1])] = known or actor
            reading.pass_over(last + 1, last + 2)
        take_body(reading, first, last, actor)
        remember_acronym(reading, last, actor)


def take_called(reading: Reading) -> None:
    """Take the name in "the opposition coalition Wakit Tama", "the small party More Europe" as that of a body."""
    words = reading.words
    for at in range(1, len(words) - 1):
        name = name_at(words, at + 1) if words[at].folded in NO_TITLES and not words[at].capital else None
        if name and words[name[0]].gap == " " and not reading.headline and not reading.is_taken(*name):
            said = reading.span_text(*name)
            take_body(reading, *name, Actor(slugify(said), said, "organisation"))


def remember_acronym(reading: Reading, last: int, actor: Actor) -> None:
    """Remember "HNC" of "High Negotiations Committee (HNC)", "…, known by its French acronym FACT" behind the word `last`."""
    acronym = ACRONYM.match(reading.text, reading.words[last].end)
    if acronym:
        reading.memory.short_names[((acronym[1] or acronym[2]).casefold(),)] = actor


def _behind_a_person(reading: Reading, first: int, last: int) -> int:
    """The first word of "the People's Party" in "Inga Holt of the People's Party"; that of the whole where it is one name."""
    said = [word.folded for word in reading.words[first : last + 1]]
    at = said.index("of") if "of" in said else 0
    if at == 1 and singular(said[0]) in OFFICES | {"member"}:
        return first + 2  # "Delegates of the Front"
    return first + at + 1 if at > 1 and not set(said[:at]) & (GROUPS | INSTITUTIONS) else first


def _with_second_part(reading: Reading, first: int, last: int) -> int:
    """The last word of "Front for Change and Concord in Chad", where `last` is that of "Front for Change"."""
    words = reading.words
    said = {word.folded for word in words[first : last + 1]}
    more = words[last + 1 : last + 3]
    if not said & {"of", "for"} or len(more) < 2 or more[0].folded != "and" or not more[1].capital:
        return last
    free = not reading.taken[last + 2] and all(joined(word) for word in more)
    return last + 2 if free and words[last].capital and words[last].folded not in HEADS else last


def _take_last_word(reading: Reading, at: int) -> bool:
    """Resolve "the Front", "another Congress leader" to the only body named before whose name begins or ends so.

    Not "the Army", which is a state's beside any Arakan Army.
    """
    word = reading.words[at].folded
    if word in {"army", "forces"}:
        return False
    before = {one.actor for sentence in reading.read_up_to(at) for one in sentence.mentions}
    bodies = {actor: name_key(actor.name) for actor in before if actor.kind in GROUP_KINDS}
    named = {actor for actor, key in bodies.items() if word in (key[:1] + key[-1:])}
    if len(named) == 1:
        take_body(reading, at, at, named.pop())
    return len(named) == 1


def _words_in(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    """First and last word that lie between two offsets into the sentence."""
    start, end = reading.sentence.start + start, reading.sentence.start + end
    inside = [at for at, word in enumerate(reading.words) if start <= word.start and word.end <= end]
    return (inside[0], inside[-1]) if inside else None
