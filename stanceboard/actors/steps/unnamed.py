"""Take actors without a name, and pronouns: "a senior diplomat", "a faction led by X", "Machar's generals", "he said"."""

from collections.abc import Sequence

from stanceboard.actors.anaphora import only_one, speaking_it, speaking_pronoun, spoken_of, subject_of_paragraph
from stanceboard.actors.bindings import BODY_KINDS, GROUP_KINDS, GROUPS, SPOKESMEN, TEAMS, state_of_office
from stanceboard.actors.memory import Reading
from stanceboard.actors.nominals import ARTICLES, DEFINITE, STANDS_IN, Nominal, find_nominals
from stanceboard.actors.offices import NEVER_NAMES, name_at, person_behind, two_names
from stanceboard.actors.possession import owned
from stanceboard.actors.registry import Registry, name_key
from stanceboard.actors.words import CALENDAR, MODIFIERS, OFFICES, SPEECH, Word, joined, singular
from stanceboard.types import Actor, slugify

KINDS_OF_PARTY = frozenset("opposition ruling governing religious".split())
FIGHTERS = frozenset("rebel insurgent guerrilla militant".split())
LED = frozenset(["led", "headed", "commanded"])


def take_nominals(reading: Reading, registry: Registry) -> None:
    """Take "rebel commanders", "the officials" as the state whose office it is, the one known, or an actor without a name."""
    for nominal in find_nominals(reading.words, reading.taken, registry):
        if not is_description(reading, nominal.first, nominal.last):
            _take_nominal(reading, nominal, registry)


def _take_nominal(reading: Reading, nominal: Nominal, registry: Registry) -> None:
    """Take one nominal; "the group" of nothing known is nobody."""
    read = reading.read_up_to(nominal.first)
    owner = state_of_office(reading.words, nominal.last, read) or _seated(reading, nominal, registry)
    head = reading.words[min(nominal.first + 1, nominal.last)].folded
    if nominal.head in SPOKESMEN and head == nominal.head and not nominal.definite:  # "A spokeswoman [in Zurich] said"
        owner = owner or subject_of_paragraph(read, BODY_KINDS)
    if nominal.first == nominal.last and nominal.head in FIGHTERS:  # "shelves the ELN truce after rebels say …"
        owner = owner or only_one(read, ["armed group"])
    if owner:
        reading.add(nominal.first, nominal.last, owner, None)
        return
    known = reading.memory.unnamed.get(nominal.head)
    if nominal.definite and known and _may_be(reading.words[nominal.first : nominal.last + 1], known):
        reading.add(nominal.first, nominal.last, known, None)
    elif not nominal.definite or nominal.modified:
        first = nominal.first
        while first < nominal.last and reading.words[first].folded in ARTICLES | {"other"}:
            first += 1
        name = reading.span_text(min(first, nominal.last), nominal.last)
        leader = _leader(reading, nominal.last)
        if leader:  # "a faction led by Khamis Abdallah"
            full = reading.span_text(*leader)
            name = f"{full}’s {nominal.head}"
        actor = _add_unnamed(reading, nominal.first, nominal.last, name, nominal.head)
        if leader:
            reading.bind(leader, actor, full)


def _may_be(said: Sequence[Word], known: Actor) -> bool:
    """Tell "the diplomat", once "a senior diplomat", from "the opposition party", once "the ruling party", or "the Swiss diplomat"."""
    told = {word.folded for word in said if word.capital or word.folded in KINDS_OF_PARTY} - DEFINITE
    return told <= set(name_key(known.name))


def _seated(reading: Reading, nominal: Nominal, registry: Registry) -> Actor | None:
    """The state of "a government spokesman in Nicosia"."""
    said = [word.folded for word in reading.words[nominal.first : nominal.last + 1]]
    town = registry.names.get(tuple(said[said.index("in") + 1 :])) if "in" in said else None
    return town.actor if town and town.use == "capital" and {"government", "ministry"} & set(said) else None


def take_role(reading: Reading, first: int, last: int) -> None:
    """Take words as the one known by their head noun, where they are definite, else as an actor without a name."""
    behind = [at for at in range(first + 1, last + 1) if reading.words[at].folded in STANDS_IN]
    head = singular(reading.words[behind[0] - 1 if behind else last].folded)
    known = reading.memory.unnamed.get(head)
    definite = first > 0 and reading.words[first - 1].folded in DEFINITE
    if known and definite and _may_be(reading.words[first : last + 1], known):
        reading.add(first, last, known, None)
    else:
        _add_unnamed(reading, first, last, reading.span_text(first, last), head)


def _add_unnamed(reading: Reading, first: int, last: int, name: str, head: str) -> Actor:
    """Take words as an actor of this article alone, the latest that its head noun means."""
    memory = reading.memory
    actor = Actor(f"{memory.article_id[:8]}-{slugify(name)}", name[:1].upper() + name[1:], "unnamed")
    memory.unnamed[head] = actor
    reading.add(first, last, actor, None)
    return actor


def _leader(reading: Reading, last: int) -> tuple[int, int] | None:
    """The name in "led by X" right behind the word `last`."""
    name = name_at(reading.words, last + 3) if follows_led_by(reading.words, last + 3) else None
    return name if name and not reading.is_taken(*name) else None


def follows_led_by(words: Sequence[Word], first: int) -> bool:
    """Tell whether "led by" stands right before the word `first`."""
    before = [word.folded for word in words[max(0, first - 2) : first]]
    return len(before) == 2 and before[0] in LED and before[1] == "by" and first < len(words)


def is_description(reading: Reading, first: int, last: int) -> bool:
    """Tell whether the words `first` to `last` only describe whom the words before them name."""
    # "Hekmatyar, the former warlord"; "Greta Thunberg: The campaigner …"; "the Climate Network, an alliance of 90 groups";
    # "Pagan Amum, the secretary-general of the ruling party"; "Akel, the communist opposition, said".
    words = reading.words
    head = singular(words[last].folded)
    after = words[last + 1] if last + 1 < len(words) else None
    if (
        after
        and after.gap == " "
        and any(one.start == after.start and one.actor.kind in GROUP_KINDS for one in reading.mentions)
    ):
        return True  # "the opposition coalition Wakit Tama"
    first -= first > 0 and words[first - 1].folded in ARTICLES
    if first > 1 and words[first - 1].folded in {"of", "for"} and singular(words[first - 2].folded) in OFFICES:
        first -= 2
        while first > 0 and joined(words[first]) and words[first - 1].folded in ARTICLES | MODIFIERS | OFFICES:
            first -= 1
    if first == 0:
        return False
    named = next((one for one in reading.mentions if one.end == words[first - 1].end), None)
    if named is None:
        closed = words[first].gap == ", " and after is not None and after.gap == ", "
        return closed and all(word.capital for word in words[:first]) and words[0].folded not in NEVER_NAMES | CALENDAR
    if named.actor.kind == "person" or named.speaker:
        return words[first].gap == ", " or words[first].gap.startswith(":")
    speaks = after is not None and joined(after) and after.folded in SPEECH
    of_bodies = named.actor.kind in GROUP_KINDS and ((head in GROUPS and not speaks) or _is_apart(words, first, last))
    return words[first].gap == ", " and of_bodies


def _is_apart(words: Sequence[Word], first: int, last: int) -> bool:
    """Tell ", the main opposition in Tarnow, said" from a list, in which "and" or another name follows."""
    behind = words[last + 1 : last + 3]
    if behind and behind[0].folded == "s":
        behind = behind[1:]
    after = behind[0] if behind else None
    definite = words[first].folded in ARTICLES
    return (
        definite
        and after is not None
        and after.gap == ", "
        and not after.capital
        and after.folded not in {"and", "or", "the", "a"}
    )


def take_its_office(reading: Reading) -> None:
    """Take "its chairman" of "…, its chairman said", "its statement said" as the body that the text speaks of."""
    words = reading.words
    for at, word in enumerate(words):
        if word.folded != "its":
            continue
        last = at + 1
        while last < len(words) and joined(words[last]) and words[last].folded in MODIFIERS | OFFICES | {"statement"}:
            last += 1
        last -= 1
        before, after = words[max(0, at - 1) : at], words[last + 1 : last + 2]
        person = person_behind(words, last) if last > at else None
        person = person if person and person[0] < person[1] else None
        speaks = (
            person
            or any(one.folded in SPEECH and one.gap != " " for one in before)
            or any(one.folded in SPEECH for one in after)
        )
        if last == at or words[last].folded not in OFFICES | {"statement", "office"} or not speaks:
            continue
        ends = {
            words[one].end
            for one in range(max(0, at - 4), at)
            if all("," not in word.gap for word in words[one + 1 : at + 1])
        }
        subject = next((one.actor for one in reading.mentions if one.end in ends), None)
        near = subject if subject and subject.kind in BODY_KINDS else None  # "the UN is lending its coordinator"
        owner = None if reading.is_taken(at + 1, last) else near or spoken_of(reading.read_up_to(at), BODY_KINDS)
        if owner and person and not reading.is_taken(*person):
            full = reading.span_text(*person)
            reading.bind(person, owner, full)
            reading.add(*person, owner, full)
        elif owner and not person:
            reading.add(at + 1, last, owner, None)


def take_leader(reading: Reading) -> None:
    """Take X of "its delegation, led by X" as who speaks for the body whose delegation it is."""
    words = reading.words
    for at in range(2, len(words)):
        name = name_at(words, at) if follows_led_by(words, at) else None
        team = next((one for one in range(at - 3, max(-1, at - 9), -1) if words[one].folded in TEAMS), None)
        if name is None or team is None or reading.is_taken(*name):
            continue
        holds = [one for one in reading.mentions if one.start <= words[team].start < one.end]
        before = [one for one in reading.mentions if one.end in {word.end for word in words[max(0, team - 3) : team]}]
        owner = next((one.actor for one in holds + before), None) or spoken_of(reading.read_up_to(team), BODY_KINDS)
        if owner and owner.kind in BODY_KINDS:
            full = reading.span_text(*name)
            reading.bind(name, owner, full)
            reading.add(*name, owner, full)


def take_owned(reading: Reading, first: int, last: int, *, is_person: bool) -> bool:
    """Take "Machar's generals" as an actor of its own, in which its owner takes no position."""
    place = owned(reading.words, first, last, is_person)
    if not place or reading.is_taken(*place):
        return False
    actor = _add_unnamed(reading, *place, reading.span_text(*place), singular(reading.words[place[1]].folded))
    for name in two_names(reading.words, place[1] + 1):  # "two of Machar's generals, Gadet and Gatkuoth"
        full = reading.span_text(*name)
        reading.bind(name, actor, full)
        reading.add(*name, actor, full)
    return True


def take_pronoun(reading: Reading) -> None:
    """Take "he said" as the only person of the sentence before, "it said" as the only body that it begins with."""
    said = [one for one in reading.mentions if not reading.is_quoted(one)]
    asked = (reading.words, reading.taken, said, reading.memory.read)
    found = speaking_pronoun(*asked) or speaking_it(*asked)
    if found:
        reading.add(found[0], found[0], *found[1:])
