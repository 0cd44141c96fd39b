"""Take the registry's names, alone or with an office: "Kabul", "Taliban spokesman X", "Dublin's Ray Burke said"."""

from collections.abc import Sequence

from stanceboard.actors.anaphora import groups, kingdoms
from stanceboard.actors.bindings import GROUP_KINDS, OF_A_BODY, name_before
from stanceboard.actors.home import OPENING
from stanceboard.actors.memory import Reading
from stanceboard.actors.names import Hit, acts
from stanceboard.actors.offices import (
    Phrase,
    office_after,
    office_before,
    person_behind,
    spokesman_behind,
)
from stanceboard.actors.possession import shares_office
from stanceboard.actors.registry import name_key
from stanceboard.actors.steps.unnamed import take_owned
from stanceboard.actors.words import CALENDAR, LOOSE, OFFICES, OWN_BODIES, SPEECH, is_one_of_several, joined, singular
from stanceboard.types import Actor, slugify

PARTIES = frozenset(
    "party congress union association federation alliance movement front network league confederation".split()
)
AUXILIARIES = frozenset("is are was were will would has have had".split())


def take_registry_names(reading: Reading, hits: Sequence[Hit]) -> None:
    """Take the names that mean an actor here, and "the group" where one is meant."""
    usable = [hit for hit in hits if hit.name.use != "weak" or hit.name.actor.id in reading.memory.strong]
    meant = [*groups(reading.words, usable, reading.memory.read), *kingdoms(reading.words, reading.memory.states)]
    usable = sorted([*usable, *meant], key=lambda hit: hit.first)
    starts = {hit.first for hit in hits}
    named = {at for hit in hits for at in range(hit.first, hit.last + 1)}
    towns = {hit.last for hit in hits if hit.name.use == "capital"}
    for hit in usable:
        _take_name(reading, hit, starts, named, towns)


def _take_name(reading: Reading, hit: Hit, starts: set[int], named: set[int], towns: set[int]) -> None:
    """Take one name with the office and the person beside it.

    `starts` is where names begin, `named` the words of all of them, `towns` the last words of capitals.
    """
    words = reading.words
    if reading.is_taken(hit.first, hit.last) or _ends_a_longer_name(reading, hit, named):
        return
    if _owns_next(reading, hit, starts):
        return  # "Afghanistan's High Peace Council" is the council alone
    if hit.name.use == "capital" and hit.first and words[hit.first - 1].folded in OF_A_BODY:
        return  # "its Moscow embassy" is not Moscow's
    if hit.name.use == "capital" and _is_dateline(reading, hit):
        reading.pass_over(hit.first, hit.last)
        return
    if (
        _is_of_a_party(reading, hit)
        or _is_in_a_party(reading, hit, named)
        or _is_one_of_a_name(reading, hit)
        or _begins_a_longer_name(reading, hit, named)
    ):
        return  # "the Communist Party of Nepal" is the party alone
    if take_owned(reading, hit.first, hit.last, is_person=hit.name.actor.kind == "person"):
        return
    if hit.name.use == "demonym" and shares_office(words, hit.last, named):
        reading.add(hit.first, hit.last, hit.name.actor, None)
        return
    phrase = office_after(words, hit.last, reading.headline) or _office_within(reading, hit)
    if phrase and phrase.person and phrase.person[0] in starts:
        phrase = Phrase(phrase.first, phrase.person[0] - 1, None, phrase.loose)
    if phrase and _is_loose(reading, hit, phrase):
        if is_one_of_several(reading.words, hit.first, phrase.office):
            reading.pass_over(hit.first, hit.last)
        return  # a former president, an opposition leader: a person or a nominal of their own
    if phrase:
        last, person = phrase.last, phrase.person
    elif _take_own_body(reading, hit) or hit.name.use == "demonym" or not acts(words, hit, named - towns):
        return
    else:
        last, person = hit.last, None
    if hit.first == 1 and hit.name.actor.kind in GROUP_KINDS and not person:
        _bind_its_leader(reading, hit)
    _take_with_person(reading, hit, last, person, starts)


def _is_dateline(reading: Reading, hit: Hit) -> bool:
    """Tell "Castries: Two weeks ahead of …" under a headline from "Paris: the president is coming" in a list."""
    first_paragraph = 0 < len(reading.memory.read) < OPENING
    return hit.first == 0 and first_paragraph and reading.text.startswith(": ", reading.words[hit.last].end)


def _take_with_person(reading: Reading, hit: Hit, last: int, person: tuple[int, int] | None, starts: set[int]) -> None:
    """Take a name up to `last` as its actor, with the office and the person before it, and whoever speaks for it."""
    first = hit.first
    before = office_before(reading.words, first)
    if before and not before[1]:
        first = before[0]
        person = person or _free(reading, spokesman_behind(reading.words, last), starts)
    person = person or _free(reading, name_before(reading.words, reading.taken, first, last), starts)
    first = min(first, person[0]) if person else first
    speaker = reading.span_text(*person) if person else None
    if person:
        reading.bind(person, hit.name.actor, speaker)
    if hit.name.actor.kind == "person":
        reading.bind((hit.first, hit.last), hit.name.actor, None)  # "Bolton" is the known John Bolton
    reading.add(first, last, hit.name.actor, speaker)


def _bind_its_leader(reading: Reading, hit: Hit) -> None:
    """Tie the only person of the sentence before to "His Democratic Unionists are …"; not to "His Hamas guards"."""
    after = hit.last + 1
    alone = after < len(reading.words) and reading.words[after].folded in SPEECH | AUXILIARIES
    before = reading.memory.read[-1].mentions if reading.memory.read else []
    people = {one.actor.name for one in before if one.actor.kind == "person"}
    if alone and reading.words[0].folded in {"his", "her"} and len(people) == 1:
        name = people.pop()
        reading.memory.people.add(name_key(name), hit.name.actor, name)


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


def _free(reading: Reading, name: tuple[int, int] | None, starts: set[int]) -> tuple[int, int] | None:
    """The name, unless some of it belongs to something else."""
    if not name or starts & set(range(name[0], name[1] + 1)) or reading.is_taken(*name):
        return None
    return name


def _owns_next(reading: Reading, hit: Hit, starts: set[int]) -> bool:
    """Tell whether another name stands behind this one's "'s"."""
    after = hit.last + 1
    return after < len(reading.words) and reading.words[after].folded == "s" and after + 1 in starts


def _ends_a_longer_name(reading: Reading, hit: Hit, named: set[int]) -> bool:
    """Tell whether "Democratic Alliance" is the end of "the Social Democratic Alliance", another party."""
    at = hit.first - 1
    word = reading.words[at] if at > 0 else None
    return (
        word is not None
        and hit.first < hit.last
        and hit.name.actor.kind in GROUP_KINDS
        and word.capital
        and reading.words[hit.first].gap == " "
        and at not in named
        and word.folded not in OFFICES | LOOSE | CALENDAR
        and not reading.headline
    )


def _is_of_a_party(reading: Reading, hit: Hit) -> bool:
    """Tell whether a state's name ends a party's: "the Communist Party of Nepal"."""
    before = reading.words[max(0, hit.first - 3) : hit.first]
    of_it = len(before) == 3 and before[1].folded in PARTIES and before[2].folded == "of"
    return of_it and before[0].capital and before[1].capital and hit.name.actor.kind == "state"


def _is_one_of_a_name(reading: Reading, hit: Hit) -> bool:
    """Tell whether a group's name of one word goes on: "Brotherhood of Locomotive Engineers"."""
    word, behind = reading.words[hit.first], reading.words[hit.last + 1 : hit.last + 3]
    single = hit.name.actor.kind in GROUP_KINDS and hit.first == hit.last and not word.text.isupper()
    return single and len(behind) == 2 and behind[0].folded == "of" and behind[0].gap == " " and behind[1].capital


def _is_in_a_party(reading: Reading, hit: Hit, named: set[int]) -> bool:
    """Tell whether a state's name stands in a party's: "the Nepal Workers' Party", "the Qaumi Movement-Pakistan"."""
    words = reading.words
    if hit.name.actor.kind != "state" or hit.name.use != "alias" or reading.headline:
        return False
    hyphened = (
        hit.first > 0 and words[hit.first].gap == "-" and words[hit.first - 1].capital and hit.first - 1 not in named
    )
    at = hit.last + 1
    while at < len(words) and (words[at].gap in (" ", "' ", "’ ")) and (words[at].capital or words[at].folded == "and"):
        if words[at].folded in PARTIES:
            return at > hit.last + 1
        at += 1
        if at == hit.last + 2 and words[at - 1].folded == "and":
            return False  # "Iran and the Workers' Party"
    return hyphened


def _begins_a_longer_name(reading: Reading, hit: Hit, named: set[int]) -> bool:
    """Tell whether "Majlis" is the beginning of "the Majlis Wahdat-e-Muslimeen", a party."""
    at = hit.last + 1
    word = reading.words[at] if at < len(reading.words) and reading.words[at].gap == " " else None
    named_on = (
        word is not None
        and word.capital
        and at not in named
        and singular(word.folded) not in OFFICES | LOOSE | CALENDAR
    )
    return hit.name.use == "seat" and named_on and not reading.headline


def _is_loose(reading: Reading, hit: Hit, phrase: Phrase) -> bool:
    """Tell whether the office is one that does not speak for the actor."""
    before = reading.words[hit.first - 1].folded if hit.first else ""
    return phrase.loose or before in LOOSE or is_one_of_several(reading.words, hit.first, phrase.office)
