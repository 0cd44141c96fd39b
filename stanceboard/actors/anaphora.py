"""Who is meant by "the group", "he", "their spokesman": what the two sentences before say, or nobody.

Each rule gives an answer only where there is one candidate; the nearest name is never taken for want of a better one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from stanceboard.actors.names import Hit
from stanceboard.actors.registry import Name
from stanceboard.actors.words import GROUP_HEADS, ROLES, SPEECH, Word, joined, singular
from stanceboard.types import Actor, Mention

REACH = 2  # sentences back
SUBJECT_WITHIN = 8  # characters from a sentence's beginning: room for "The new "
ARTICLES = frozenset(["the", "a", "an"])
BANDS = GROUP_HEADS | frozenset("coalition alliance bloc union opposition delegation force".split())
KINGDOMS = frozenset(
    "bahrain belgium bhutan cambodia denmark jordan lesotho morocco netherlands norway saudi-arabia spain sweden thailand tonga "
    "united-kingdom".split()
)
CALLED = frozenset("council alliance front coalition federation association congress union league".split())
WHERE_FROM = re.compile(r" (?:from|in|at|for) ")  # "a delegate from a movement" is one
PERSON_PRONOUNS = frozenset(["he", "she"])


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that has been read: where it begins, its mentions, and where its paragraph begins."""

    start: int
    mentions: list[Mention]
    paragraph: int


def spoken_of(read: Sequence[Read], kinds: Collection[str]) -> Actor | None:
    """The body that the last sentence of `read`, or one of the two before, begins with; else the only one that it names."""
    for sentence in reversed(read[-REACH - 1 :]):
        bodies = [mention for mention in sentence.mentions if mention.actor.kind in kinds]
        if _begins_with_first(sentence, bodies):
            return bodies[0].actor
        if len({mention.actor for mention in bodies}) == 1:
            return bodies[0].actor
    return None


def only_one(read: Sequence[Read], kinds: Collection[str]) -> Actor | None:
    """The one body that the last sentence of `read` and the two before name; None where they name several."""
    bodies = named_lately(read, kinds)
    return bodies.pop() if len(bodies) == 1 else None


def named_lately(read: Sequence[Read], kinds: Collection[str]) -> set[Actor]:
    """The bodies that the last sentence of `read` and the two before name."""
    return {one.actor for sentence in read[-REACH - 1 :] for one in sentence.mentions if one.actor.kind in kinds}


def subject_before(read: Sequence[Read]) -> Actor | None:
    """The state that the sentence before the last of `read` begins with, the only one there: "Syria was another matter. Minister X …"."""
    states = [one for one in read[-2].mentions if one.actor.kind == "state"] if len(read) > 1 else []
    only = len({one.actor for one in states}) == 1
    return states[0].actor if only and _begins_with_first(read[-2], states) else None


def subject_of_paragraph(read: Sequence[Read], kinds: Collection[str]) -> Actor | None:
    """The only body that a sentence before the last of `read`, in the same paragraph, begins with."""
    subjects = {actor for actor in _subjects(read, kinds) if actor}
    return subjects.pop() if len(subjects) == 1 else None


def latest_subject(read: Sequence[Read], kinds: Collection[str]) -> Actor | None:
    """The body that the latest sentence to begin with one, in the paragraph of the last of `read`, begins with."""
    return next(_subjects(read, kinds), None)


def _subjects(read: Sequence[Read], kinds: Collection[str]) -> Iterator[Actor | None]:
    """The bodies that the sentences before the last of `read`, in the same paragraph, begin with, the latest first; None is several."""
    for sentence in reversed(read[:-1]):
        bodies = [one for one in sentence.mentions if one.actor.kind in kinds]
        if sentence.paragraph == read[-1].paragraph and _begins_with_first(sentence, bodies):
            yield None if _is_list(bodies) else bodies[0].actor


def _is_list(bodies: Sequence[Mention]) -> bool:
    """Tell "Turkey and Iran", "Turkey, Iran" at the head of them."""
    return len(bodies) > 1 and bodies[1].start - bodies[0].end <= len(" and ")


def _begins_with_first(sentence: Read, bodies: Sequence[Mention]) -> bool:
    return bool(bodies) and bodies[0].start - sentence.start <= SUBJECT_WITHIN


def groups(words: Sequence[Word], hits: Sequence[Hit], read: Sequence[Read]) -> Iterator[Hit]:
    """Resolve "the group", "the Islamist movement" to the only group named here or in the two sentences before.

    "The council", "the alliance" is the only one that the article has called so.
    """
    for at, word in enumerate(words):
        if word.folded not in GROUP_HEADS | CALLED or at == 0 or any(hit.first <= at <= hit.last for hit in hits):
            continue
        first = at - 1
        while first > 0 and joined(words[first + 1]) and words[first].folded not in ARTICLES and at - first < 3:
            first -= 1
        if words[first].folded != "the" or any(not joined(one) for one in words[first + 1 : at + 1]):
            continue
        if word.capital and first < at - 1:
            continue  # "the Independence Party" is a name
        here = [hit.name.actor for hit in hits if hit.last < at]
        reach = read[-REACH:] if word.folded in GROUP_HEADS else read
        before = [mention.actor for sentence in reach for mention in sentence.mentions]
        named = {actor for actor in (*here, *before) if actor.kind in ("armed group", "party", "organisation")}
        if word.folded in CALLED:
            named = (
                {actor for actor in named if word.folded in actor.name.casefold().split()} if first == at - 1 else set()
            )
        if word.folded == "bloc":
            named = {actor for actor in named if actor.kind == "organisation" and not word.capital}
        if len(named) == 1:
            yield Hit(first, at, Name(named.pop(), "people", False))


def kingdoms(words: Sequence[Word], states: Collection[Actor]) -> Iterator[Hit]:
    """Resolve "the kingdom" to the only one among the states that the article has named."""
    named = [state for state in states if state.id in KINGDOMS]
    for at, word in enumerate(words):
        if word.folded == "kingdom" and at > 0 and words[at - 1].folded == "the" and len(named) == 1:
            yield Hit(at, at, Name(named[0], "people", False))


def speaking_pronoun(
    words: Sequence[Word], taken: Sequence[bool], mentions: Sequence[Mention], read: Sequence[Read]
) -> tuple[int, Actor, str | None] | None:
    """Resolve "he said", or "He" at the head, to the only person of the sentence before: its place, the actor, its speaker."""
    for at, word in enumerate(words[:-1]):
        speaks = words[at + 1].folded in SPEECH or (at > 0 and words[at - 1].folded in SPEECH)
        begins = at == 0 and not word.gap.strip() and joined(words[1])
        if word.folded not in PERSON_PRONOUNS or not (speaks or begins) or taken[at]:
            continue
        if _named_before(word, mentions):
            continue
        before = read[-1].mentions if read else []
        people = {(one.actor, one.speaker) for one in before if one.speaker or _is_one_person(one)}
        if len(people) == 1:
            return (at, *people.pop())
    return None


def _named_before(pronoun: Word, mentions: Sequence[Mention]) -> bool:
    """Tell whether a pronoun may mean somebody named before it in its sentence: not in "…, he said", which ends what is said."""
    return not pronoun.gap.startswith(",") and any(one.start < pronoun.start for one in mentions)


def speaking_it(
    words: Sequence[Word], taken: Sequence[bool], mentions: Sequence[Mention], read: Sequence[Read]
) -> tuple[int, Actor, str | None] | None:
    """Resolve "…, it said" to the body that the sentence before begins with and says no other of: its place, the actor, its speaker."""
    said = (at for at in range(len(words) - 1) if words[at + 1].folded in SPEECH and joined(words[at + 1]))
    at = next((at for at in said if words[at].folded == "it"), None)
    if at is None or taken[at] or not read or _named_before(words[at], mentions):
        return None
    before = read[-1]
    begins = _begins_with_first(before, before.mentions)
    bodies = {(one.actor, one.speaker) for one in before.mentions}
    first = next(iter(bodies)) if len(bodies) == 1 and begins else None
    return (at, *first) if first and first[0].kind not in ("person", "unnamed") else None


def _is_one_person(mention: Mention) -> bool:
    """A person, or somebody unnamed who is not several: "a diplomat", not "rebel commanders"."""
    said = [word.casefold() for word in WHERE_FROM.split(mention.text)[0].split()]
    several = any((singular(word) in ROLES and singular(word) != word) or word in BANDS for word in said)
    return mention.actor.kind == "person" or (mention.actor.kind == "unnamed" and not several)
