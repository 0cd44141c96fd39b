"""Tie people to bodies by what is said of them later: "Gerry Adams arrived. The Sinn Fein president …", "Ahtisaari … his Initiative"."""

from dataclasses import replace

from stanceboard.actors.anaphora import SUBJECT_WITHIN, Read
from stanceboard.actors.bindings import BODY_KINDS, GROUP_KINDS
from stanceboard.actors.memory import Reading
from stanceboard.actors.registry import name_key
from stanceboard.types import Actor, Mention

# Held by one at a time: who is described so is whom the text has just named, or is about to.
SOLE = frozenset(
    "president premier chancellor king queen emir sultan leader chief head chairman chairwoman minister secretary".split()
)


def join_apposed(reading: Reading) -> None:
    """Take "the chamber of mining firms, CAEM, said" as CAEM: whoever is described before its name between commas."""
    for one in [one for one in reading.mentions if one.actor.kind == "unnamed"]:
        named = next((other for other in reading.mentions if other.start == one.end + 2), None)
        if (
            named is None
            or named.actor.kind not in GROUP_KINDS
            or named.speaker
            or reading.text[one.end : named.start] != ", "
        ):
            continue
        behind = reading.text[named.end : named.end + 6]
        if behind.startswith(", ") and not behind[2:].startswith(("and ", "or ", "the ", "a ")):
            reading.mentions.remove(one)
            for head, actor in reading.memory.unnamed.items():
                if actor == one.actor:
                    reading.memory.unnamed[head] = named.actor


def tie_described(reading: Reading) -> None:
    """Make the person that a description means its body's speaker, in what is read already and from here on."""
    described = _described(reading)
    if described:
        before, body = described
        if before.actor.kind == "person":
            _tie(reading, before.actor, body.actor)
        reading.mentions[reading.mentions.index(body)] = replace(body, speaker=before.speaker or before.actor.name)
    for one in list(reading.mentions):
        owner = reading.sentence.text[: one.start - reading.sentence.start].split()[-1:]
        people = {other.actor for other in reading.mentions if other.start < one.start and other.actor.kind == "person"}
        if one.actor.kind in GROUP_KINDS and owner in (["his"], ["her"]) and len(people) == 1:
            _tie(reading, people.pop(), one.actor)


def _described(reading: Reading) -> tuple[Mention, Mention] | None:
    """The person whom the sentence before begins with, and the body whose one office this sentence begins with.

    A person who was tied to that body in a reading before stands for it already.
    """
    before = reading.memory.read[-1] if reading.memory.read else None
    body = min(reading.mentions, key=lambda one: one.start, default=None)
    if body is None or before is None or not before.mentions or not _is_sole_office(reading, body):
        return None
    parted = reading.text.find("\n", before.start, reading.sentence.start) >= 0
    if parted and len(reading.memory.read) > 1:
        return None  # another paragraph, and not the one under the headline
    first = min(before.mentions, key=lambda one: one.start)
    people = {one.speaker or one.actor.name for one in before.mentions if one.speaker or one.actor.kind == "person"}
    name = first.speaker or first.actor.name
    bare = set(first.text.split()) <= set(name.split()) and first.start == before.start
    other = any(one.actor == body.actor for one in before.mentions if one != first)
    if people != {name} or not bare or other or (first.actor.kind != "person" and first.actor != body.actor):
        return None
    return first, body


def _is_sole_office(reading: Reading, body: Mention) -> bool:
    """Tell whether a mention is "The Sinn Fein president" or "Iran's supreme leader", at the head of the sentence and without a name."""
    head = reading.text[reading.sentence.start : body.start].strip().casefold()
    said = body.text.casefold().replace("’", "'")
    behind = reading.text[body.end : body.end + 5]
    definite = head == "the" or said.startswith("the ") or "'s " in said
    at_head = body.start - reading.sentence.start <= SUBJECT_WITHIN
    single = body.actor.kind in BODY_KINDS and body.speaker is None and said.split()[-1] in SOLE
    return definite and at_head and single and (behind.startswith(" ") or behind == ", who")


def _tie(reading: Reading, person: Actor, body: Actor) -> None:
    """Make a person the speaker of a body."""
    reading.memory.people.add(name_key(person.name), body, person.name)
    for sentence in (*reading.memory.read, Read(reading.sentence.start, reading.mentions, reading.paragraph)):
        for at, one in enumerate(sentence.mentions):
            if one.actor == person:
                sentence.mentions[at] = replace(one, actor=body, speaker=person.name)
