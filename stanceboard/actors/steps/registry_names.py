"""Take the registry's names, alone or with an office: "Kabul", "Taliban spokesman X", "Dublin's Ray Burke said"."""

from collections.abc import Sequence

from stanceboard.actors.anaphora import SUBJECT_WITHIN, groups
from stanceboard.actors.bindings import GROUP_KINDS, name_before
from stanceboard.actors.memory import Reading
from stanceboard.actors.names import Hit, acts
from stanceboard.actors.offices import (
    Phrase,
    name_at,
    office_after,
    office_before,
    person_behind,
    speaks,
    spokesman_behind,
)
from stanceboard.actors.possession import shares_office
from stanceboard.actors.registry import name_key
from stanceboard.actors.steps.unnamed import take_owned
from stanceboard.actors.words import LOOSE, OFFICES, OWN_BODIES, joined
from stanceboard.types import Actor, slugify


def take_registry_names(reading: Reading, hits: Sequence[Hit]) -> None:
    """Take the names that mean an actor here, and "the group" where one is meant."""
    usable = [hit for hit in hits if hit.name.use != "weak" or hit.name.actor.id in reading.memory.strong]
    usable = sorted([*usable, *groups(reading.words, usable, reading.memory.read)], key=lambda hit: hit.first)
    starts = {hit.first for hit in hits}
    named = {at for hit in hits for at in range(hit.first, hit.last + 1)}
    for hit in usable:
        _take_name(reading, hit, starts, named)


def _take_name(reading: Reading, hit: Hit, starts: set[int], named: set[int]) -> None:
    """Take one name with the office and the person beside it; `starts` and `named` are where names begin and are."""
    words = reading.words
    if reading.is_taken(hit.first, hit.last):
        return
    if _owns_next(reading, hit, starts):
        return  # "Afghanistan's High Peace Council" is the council alone
    if take_owned(reading, hit.first, hit.last):
        return
    if hit.name.use == "demonym" and shares_office(words, hit.last, named):
        reading.add(hit.first, hit.last, hit.name.actor, None)
        return
    phrase = office_after(words, hit.last, reading.headline) or _office_within(reading, hit) or _envoy(reading, hit)
    if phrase and phrase.person and phrase.person[0] in starts:
        phrase = Phrase(phrase.first, phrase.person[0] - 1, None, phrase.loose)
    if phrase and _is_loose(reading, hit, phrase):
        return  # a former president, an opposition leader: a person or a nominal of their own
    if phrase:
        last, person = phrase.last, phrase.person
    elif _take_own_body(reading, hit) or hit.name.use == "demonym" or not acts(words, hit, named):
        return
    else:
        last, person = hit.last, None
    leader = None if person else _bind_its_leader(reading, hit, phrase)
    _take_with_person(reading, hit, last, person, starts, leader)


def _take_with_person(
    reading: Reading, hit: Hit, last: int, person: tuple[int, int] | None, starts: set[int], leader: str | None
) -> None:
    """Take a name up to `last` as its actor, with the office and the person before it, and whoever speaks for it.

    `leader` is who that is where the words here do not name anybody.
    """
    first = hit.first
    before = office_before(reading.words, first)
    if before and not before[1]:
        first = before[0]
        person = person or _free(reading, spokesman_behind(reading.words, last), starts)
    person = person or _free(reading, name_before(reading.words, reading.taken, first, last), starts)
    first = min(first, person[0]) if person else first
    speaker = reading.span_text(*person) if person else leader
    if person:
        reading.bind(person, hit.name.actor, speaker)
    reading.add(first, last, hit.name.actor, speaker)


def _bind_its_leader(reading: Reading, hit: Hit, phrase: Phrase | None) -> str | None:
    """Tie the only person of the sentence before to the party that this one begins with; give the name where it is meant here.

    "Ian Paisley will not come. His Democratic Unionists …", "Gerry Adams was there. The Sinn Fein president …".
    """
    actor, begin = hit.name.actor, reading.words[0].folded
    if hit.first != 1 or actor.kind not in GROUP_KINDS or not reading.memory.read:
        return None
    is_office = phrase is not None and reading.words[phrase.last].folded in OFFICES
    if begin not in {"his", "her"} and not (begin == "the" and is_office):
        return None
    before = reading.memory.read[-1]
    people = {
        one.speaker or one.actor.name: one for one in before.mentions if one.speaker or one.actor.kind == "person"
    }
    if len(people) != 1:
        return None
    [(name, mention)] = people.items()
    bound = mention.actor == actor
    if not bound and (mention.speaker or (is_office and mention.start - before.start > SUBJECT_WITHIN)):
        return None
    if not bound:
        reading.memory.people.add(name_key(name), actor, name)
    return name if is_office else None


def _take_own_body(reading: Reading, hit: Hit) -> bool:
    """Take "Ukrainian parliament", "Turkish opposition" as an actor of its own."""
    after = hit.last + 1
    is_one = hit.name.use == "demonym" and after < len(reading.words) and joined(reading.words[after])
    if not is_one or reading.words[after].folded not in OWN_BODIES:
        return False
    name = reading.span_text(hit.first, after)
    reading.add(hit.first, after, Actor(slugify(name), name, "organisation"), None)
    return True


def _office_within(reading: Reading, hit: Hit) -> Phrase | None:
    """The name behind a name that ends in an office: "[UN Secretary-General] António Guterres"."""
    person = None
    if reading.words[hit.last].folded in OFFICES and not reading.headline:
        person = person_behind(reading.words, hit.last)
    return Phrase(hit.last + 1, person[1], person) if person else None


def _envoy(reading: Reading, hit: Hit) -> Phrase | None:
    """The person in "Dublin's Ray Burke said"."""
    at = hit.last + 1
    if reading.headline or at >= len(reading.words) or reading.words[at].folded != "s":
        return None
    name = name_at(reading.words, at + 1)
    return Phrase(at + 1, name[1], name) if name and name[0] < name[1] and speaks(reading.words, name) else None


def _free(reading: Reading, name: tuple[int, int] | None, starts: set[int]) -> tuple[int, int] | None:
    """The name, unless some of it belongs to something else."""
    if not name or starts & set(range(name[0], name[1] + 1)) or reading.is_taken(*name):
        return None
    return name


def _owns_next(reading: Reading, hit: Hit, starts: set[int]) -> bool:
    """Tell whether another name stands behind this one's "'s"."""
    after = hit.last + 1
    return after < len(reading.words) and reading.words[after].folded == "s" and after + 1 in starts


def _is_loose(reading: Reading, hit: Hit, phrase: Phrase) -> bool:
    """Tell whether the office is one that does not speak for the actor."""
    before = reading.words[hit.first - 1].folded if hit.first else ""
    return phrase.loose or before in LOOSE
