"""Take people by title and name, then whoever is called by a name that the article has explained: "Lavrov", "the HPC"."""

from itertools import pairwise

from stanceboard.actors.anaphora import spoken_of
from stanceboard.actors.bindings import (
    BODY_KINDS,
    GROUP_KINDS,
    STATE_OFFICES,
    described_after,
    is_behind_its_office,
    named_beside,
    speaking_for,
    speaks_for,
)
from stanceboard.actors.memory import Reading
from stanceboard.actors.offices import NEVER_NAMES, TITLES, Phrase, titled_names, two_names
from stanceboard.actors.people import Person
from stanceboard.actors.registry import name_key
from stanceboard.actors.steps.unnamed import follows_led_by, take_owned
from stanceboard.actors.words import BODIES, CALENDAR, LOOSE, MODIFIERS, OFFICES, Word, joined, singular
from stanceboard.types import Actor, slugify

# "House Majority Leader" and "Supreme Leader" lead no body of that name.
NO_PART_OF_A_BODY = OFFICES | LOOSE | MODIFIERS | BODIES | frozenset("house senate majority minority party".split())
CROWNS = frozenset(["queen", "king", "pope", "prince", "princess", "emperor", "patriarch"])


def take_people(reading: Reading) -> None:
    """Take "Minister X" as the body that X speaks for by the article's words, else as a person."""
    for phrase in titled_names(reading.words, reading.taken):
        assert phrase.person
        if follows_led_by(reading.words, phrase.person[0]) or follows_led_by(reading.words, phrase.first):
            continue  # `take_nominals` names the faction by its leader
        full = _full_name(reading, *phrase.person)
        person = known_person(reading, full)
        if person is None or person.actor.kind == "person":
            owner = _owner(reading, phrase, phrase.person)
            person = add_person(reading, full, owner) if owner or person is None else person
        reading.add(phrase.first, phrase.last, person.actor, person.speaker)


def take_pair(reading: Reading) -> None:
    """Take "the envoys of the UN and the AU, X and Y" as X of the one and Y of the other."""
    words = reading.words
    starts = {word.start: at for at, word in enumerate(words)}
    ends = {word.end: at for at, word in enumerate(words)}
    for one, other in pairwise(sorted(reading.mentions, key=lambda one: one.start)):
        phrase = words[starts[one.start] : ends[one.end]]
        between = [word.folded for word in words[ends[one.end] + 1 : starts[other.start]]]
        if between not in (["and"], ["and", "the"]) or not any(_are_officers(word) for word in phrase):
            continue
        for name, body in zip(two_names(words, ends[other.end] + 1), (one.actor, other.actor), strict=False):
            if not reading.is_taken(*name):
                person = add_person(reading, reading.span_text(*name), body)
                reading.add(*name, person.actor, person.speaker)


def _are_officers(word: Word) -> bool:
    return word.folded != singular(word.folded) and singular(word.folded) in OFFICES


def known_person(reading: Reading, full: str) -> Person | None:
    """Whom the article has named so already, or will have."""
    return reading.memory.people.find(list(name_key(full)))


def add_person(reading: Reading, full: str, owner: Actor | None) -> Person:
    """Remember a person of that name, who speaks for the body `owner` or is an actor alone."""
    actor, speaker = owner or Actor(slugify(full), full, "person"), full if owner else None
    return reading.memory.people.add(name_key(full), actor, speaker)


def owner_beside(reading: Reading, person: tuple[int, int]) -> Actor | None:
    """The body that a person speaks for by the words beside the name."""
    return named_beside(reading.words, person, reading.mentions) or described_after(
        reading.words, person, reading.read_up_to(person[0]), reading.memory.home
    )


def _owner(reading: Reading, phrase: Phrase, person: tuple[int, int]) -> Actor | None:
    """The body that a person speaks for, by the words beside the name, then by the title, then by their own words."""
    read = reading.read_up_to(person[0])
    own = speaking_for(reading.words, person, reading.mentions, read)
    if own is None and is_behind_its_office(reading.words, phrase.first):
        own = spoken_of(read, BODY_KINDS)
    own = own or _body_before(reading, phrase.first) or _body_led(reading, phrase.first, person[0])
    if own or phrase.loose:
        return own
    return (
        owner_beside(reading, person)
        or speaks_for(
            reading.words, phrase, reading.read_up_to(phrase.first), reading.memory.states, reading.memory.home
        )
        or _own_kingdom(reading, phrase)
    )


def _body_before(reading: Reading, first: int) -> Actor | None:
    """The body that the article has named already in "Norfolk Rail spokeswoman Katie Brandt"."""
    words = reading.words
    at = first
    while at > 0 and joined(words[at]) and _is_name_word(reading, at - 1) and words[at - 1].folded not in OFFICES:
        at -= 1
    key = name_key(reading.span_text(at, first - 1)) if at < first else ()
    named = {one.actor for sentence in reading.memory.read for one in sentence.mentions}
    owners = {actor for actor in named if actor.kind in GROUP_KINDS and key and name_key(actor.name) == key}
    return owners.pop() if len(owners) == 1 else None


def _body_led(reading: Reading, first: int, name: int) -> Actor | None:
    """The body in "Bloc Québécois Leader Yves Blanchet", whether or not it has been named before."""
    words = reading.words
    last = next((at for at in range(first, name) if words[at].text == "Leader"), first) - 1
    said = words[first : last + 1]
    if not said or any(not word.capital or word.folded in NO_PART_OF_A_BODY for word in said):
        return None
    title = reading.span_text(first, last)
    return Actor(slugify(title), title, "organisation")


def _own_kingdom(reading: Reading, phrase: Phrase) -> Actor | None:
    """The state in "'The kingdom had its doubts,' said Foreign Minister X"."""
    officers = STATE_OFFICES & {word.folded for word in reading.words[phrase.first : phrase.last + 1]}
    said = {one.actor for one in reading.mentions if one.text == "kingdom" and reading.is_quoted(one)}
    return said.pop() if officers and len(said) == 1 else None


def _full_name(reading: Reading, first: int, last: int) -> str:
    """The name; with the title where it goes by that: "Queen Elizabeth", "Pope Francis"."""
    title = reading.words[first - 1] if first == last and first > 0 else None
    crowned = title is not None and title.folded in CROWNS and title.capital
    return reading.span_text(first - crowned, last)


def take_short_names(reading: Reading) -> None:
    """Take the surnames and acronyms that the article has explained."""
    words = reading.words
    for at, word in enumerate(words):
        if reading.taken[at] or not word.capital:
            continue
        first = at
        while first > 0 and joined(words[first]) and _is_name_word(reading, first - 1):
            first -= 1
        known = reading.memory.people.find([one.folded for one in words[first : at + 1]])
        if _is_name_word(reading, at) and take_owned(reading, first, at, is_person=True):
            continue
        if known and not follows_led_by(words, first):
            reading.add(first, at, known.actor, known.speaker)
        for key in ((word.folded,), tuple(one.folded for one in words[at : at + 2])):
            if not known and key in reading.memory.short_names:
                reading.add(at, at + len(key) - 1, reading.memory.short_names[key], None)


def _is_name_word(reading: Reading, at: int) -> bool:
    """Tell whether a word may be part of a person's name."""
    word = reading.words[at]
    return word.capital and not reading.taken[at] and word.folded not in NEVER_NAMES | CALENDAR | TITLES
