"""Whom a named person speaks for, by the article's own words around the name.

"X, the group's leader", "X, spokesman for the movement", "X, who chairs the alliance", "X, leading Kabul's team",
"Minister X of Algeria", "Russia: President X". There is no table of who holds which office.
"""

from collections.abc import Sequence

from stanceboard.actors.anaphora import ARTICLES, Read, only_one, spoken_of
from stanceboard.actors.words import GROUP_HEADS, LOOSE, MODIFIERS, OFFICES, Word, joined, singular
from stanceboard.types import Actor, Mention

BODY_KINDS = frozenset(["state", "armed group", "party", "organisation"])
GROUP_KINDS = BODY_KINDS - {"state"}
GROUPS = GROUP_HEADS | frozenset(
    "alliance coalition front bloc union body agency council federation association".split()
)
STATES = frozenset("government ministry state country kingdom republic administration cabinet army".split())
POSSESSIVES = frozenset("its their".split())
DETERMINERS = frozenset("the a an its their his her".split())
LEADS = frozenset("chairs heads leads runs commands founded led headed".split())
AT_THE_HEAD = frozenset("leading heading representing".split())
TEAMS = frozenset("team delegation side mission negotiators delegates".split())
STATE_OFFICES = frozenset("minister secretary ambassador".split())


def named_beside(words: Sequence[Word], person: tuple[int, int], mentions: Sequence[Mention]) -> Actor | None:
    """The body that stands right beside the name: "Lamamra of Algeria", "X, leading Kabul's team", "Russia: President X"."""
    after = person[1] + 1
    said = [word.folded for word in words[after : after + 12]]
    apart = bool(said) and words[after].gap == ", "
    if len(said) > 1 and said[0] == "of" and joined(words[after]):
        return _body_at(words, after + 1, mentions)
    if len(said) > 1 and apart and said[0] in AT_THE_HEAD:
        return _body_of_team(words, after + 1, mentions)
    if apart and said[:4] == ["at", "the", "head", "of"]:
        return _body_of_team(words, after + 4, mentions)
    if apart and said[0] == "who" and said[1:3][-1:] == ["for"]:  # speaks for, negotiates for
        return _body_at(words, after + 3, mentions)
    if apart:
        office = next((number for number, word in enumerate(said[:4]) if singular(word) in OFFICES), None)
        if office is not None and said[office + 1 : office + 2] in (["for"], ["of"]) and not LOOSE & set(said[:office]):
            return _body_at(words, after + office + 2, mentions)
    return _before_colon(words, person[0], mentions)


def described_after(words: Sequence[Word], person: tuple[int, int], read: Sequence[Read]) -> Actor | None:
    """The body that an apposition names by a noun alone: "X, the group's leader", "X, spokesman for the movement".

    `read` is what the article has said up to the name; None where that leaves several bodies, or none.
    """
    at = person[1] + 1
    if at >= len(words) or words[at].gap != ", ":
        return None
    if words[at].folded == "who" and at + 1 < len(words) and words[at + 1].folded in LEADS | {"speaks"}:
        at += 2 + (words[min(at + 2, len(words) - 1)].folded == "for")
        return _meant_at(words, at, read)
    phrase = list(words[at : at + 9])
    phrase = phrase[: next((number for number, word in enumerate(phrase) if number and not joined(word)), len(phrase))]
    office = next((number for number, word in enumerate(phrase) if singular(word.folded) in OFFICES), None)
    if office is None or LOOSE & {word.folded for word in phrase[: office + 1]}:
        return None
    owner = [word.folded for word in phrase[:office] if word.folded not in (DETERMINERS | MODIFIERS) - GROUPS - STATES]
    if owner and owner[0] in GROUPS | STATES and phrase[0].folded in DETERMINERS:
        return _meant(owner[0], read)
    if owner:
        return None  # "X, the Dutch minister": the name of somebody's own decides elsewhere
    behind = at + office + 1
    if behind + 1 < len(words) and words[behind].folded in {"of", "for"} and words[behind + 1].folded in DETERMINERS:
        return _meant_at(words, behind + 1, read)
    if phrase[0].folded in POSSESSIVES:
        return spoken_of(read, BODY_KINDS)
    if phrase[office].folded in STATE_OFFICES and phrase[0].folded == "the" and behind < len(words):
        return only_one(read, ["state"]) if not joined(words[behind]) else None
    return None


def _meant_at(words: Sequence[Word], at: int, read: Sequence[Read]) -> Actor | None:
    """Who "the movement", "its alliance" at a word means."""
    while at < len(words) and words[at].folded in (DETERMINERS | MODIFIERS) - GROUPS - STATES:
        at += 1
    return _meant(words[at].folded, read) if at < len(words) else None


def _meant(noun: str, read: Sequence[Read]) -> Actor | None:
    if noun in STATES:
        return spoken_of(read, ["state"])
    if noun not in GROUPS:
        return None
    # "the alliance" is more likely the one called an alliance than whichever group was named last
    called = {one.actor for sentence in read for one in sentence.mentions if noun in one.actor.name.casefold().split()}
    called = {actor for actor in called if actor.kind in GROUP_KINDS}
    return called.pop() if len(called) == 1 else only_one(read, GROUP_KINDS)


def _before_colon(words: Sequence[Word], first: int, mentions: Sequence[Mention]) -> Actor | None:
    """The one body named before the colon behind which the person's phrase begins: "- Russia: President X said"."""
    at = first
    while at > 0 and joined(words[at]) and (words[at - 1].folded in MODIFIERS | OFFICES or words[at - 1].capital):
        at -= 1
    if at == 0 or not words[at].gap.startswith(":"):
        return None
    before = {one.actor for one in mentions if one.end <= words[at - 1].end and one.actor.kind in BODY_KINDS}
    return before.pop() if len(before) == 1 else None


def _body_of_team(words: Sequence[Word], at: int, mentions: Sequence[Mention]) -> Actor | None:
    """The body in "the Afghan team of 16", "ten Taliban negotiators"; its mention may hold the team too."""
    for first in range(at, min(at + 3, len(words))):
        owner = _body_at(words, first, mentions)
        if owner:
            return owner if TEAMS & {word.folded for word in words[first : first + 5]} else None
    return None


def _body_at(words: Sequence[Word], at: int, mentions: Sequence[Mention]) -> Actor | None:
    """The body that is mentioned from word `at` on, or behind an article there."""
    at += at < len(words) and words[at].folded in ARTICLES
    if at >= len(words):
        return None
    return next((one.actor for one in mentions if one.start == words[at].start and one.actor.kind in BODY_KINDS), None)
