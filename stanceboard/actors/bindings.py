"""Whom a named person speaks for, by the article's own words around the name.

"X, the group's leader", "X, spokesman for the movement", "X, who chairs the alliance", "X, leading Kabul's team",
"Minister X of Algeria", "Algeria, whose minister, X", "Russia: President X". There is no table of who holds which office.
"""

from collections.abc import Collection, Sequence

from stanceboard.actors.anaphora import (
    ARTICLES,
    Read,
    latest_subject,
    named_lately,
    only_one,
    spoken_of,
    subject_before,
    subject_of_paragraph,
)
from stanceboard.actors.home import OPENING
from stanceboard.actors.offices import NEVER_NAMES, Phrase, name_at
from stanceboard.actors.words import (
    BODIES,
    GROUP_HEADS,
    LOOSE,
    MODIFIERS,
    OFFICES,
    PARTICLES,
    POSSESSIVES,
    SPEECH,
    Word,
    joined,
    singular,
)
from stanceboard.types import Actor, Mention

BODY_KINDS = frozenset(["state", "armed group", "party", "organisation"])
GROUP_KINDS = BODY_KINDS - {"state"}
GROUPS = GROUP_HEADS | frozenset(
    "alliance coalition front bloc union body agency council federation association".split()
)
STATES = frozenset("junta government ministry state country kingdom republic administration cabinet army".split())
OF_A_BODY = frozenset("its their".split())  # "its spokesman" is a body's, "his spokesman" a person's
DETERMINERS = frozenset("the a an its their his her".split())
LEADS = frozenset("chairs heads leads runs commands founded led headed".split())
AT_THE_HEAD = frozenset("leading heading representing".split())
SPEAKS = frozenset("speaks spoke negotiates negotiated".split())
TEAMS = frozenset("team delegation side mission negotiators delegates".split())
# "Moscow put the talks off after President Ghani asked for time": a president is often named beside another state,
# and is taken to speak for one only where the article has named no other so far, and not as a place alone.
HEADS_OF_STATE = frozenset(["president", "premier", "chancellor", "king", "emir", "prime"])
ADVISERS = frozenset("adviser advisor aide assistant".split())  # an ambassador to a state is not that state's
OF_BODIES = frozenset("leader chairman chairwoman chair co-leader treasurer secretary-general director".split())
OF_PARTIES = frozenset("faction caucus party group parliamentary".split())  # "faction chairman X"
SPOKESMEN = frozenset(["spokesman", "spokeswoman", "spokesperson"])
BEFORE_PARTIES = frozenset("opposition ruling main rebel radical moderate small tiny islamist leftist centrist".split())
OWNING = SPEECH | {"their", "its", "his", "her", "the", "and", "a"}
STATE_OFFICES = frozenset("minister secretary ambassador".split())


def named_beside(words: Sequence[Word], person: tuple[int, int], mentions: Sequence[Mention]) -> Actor | None:
    """The body right beside the name: "Lamamra of Algeria", "Dublin's Ray Burke", "X, leading Kabul's team", "Russia: President X"."""
    after = person[1] + 1
    owned = person[0] > 1 and words[person[0] - 1].folded == "s" and joined(words[person[0]])
    if owned and person[0] < person[1] and words[person[0]].folded not in PARTICLES:
        owner = words[person[0] - 2].end
        return next((one.actor for one in mentions if one.end == owner and one.actor.kind in BODY_KINDS), None)
    title = person[0]
    while title > 0 and (words[title - 1].folded in MODIFIERS or singular(words[title - 1].folded) in OFFICES):
        title -= 1
    if title > 1 and words[title - 1].folded == "whose":
        # "the Union of Resistance (UFR), whose leader"
        owner = title - 2 - (title > 2 and words[title - 2].gap == " (")
        return next(
            (one.actor for one in mentions if one.end == words[owner].end and one.actor.kind in BODY_KINDS), None
        )
    said = [word.folded for word in words[after : after + 12]]
    apart = bool(said) and words[after].gap == ", "
    if len(said) > 1 and said[0] == "of" and joined(words[after]):
        return _body_at(words, after + 1, mentions)
    if said and said[0] in LEADS and joined(words[after]):  # "X headed the Taliban delegation"
        return _body_of_team(words, after + 1, mentions)
    if len(said) > 1 and apart and said[0] in AT_THE_HEAD:
        return _body_of_team(words, after + 1, mentions)
    if apart and said[:4] == ["at", "the", "head", "of"]:
        return _body_of_team(words, after + 4, mentions)
    if apart and said[0] == "who" and len(said) > 2 and said[1] in SPEAKS and said[2] == "for":
        return _body_at(words, after + 3, mentions)
    if apart:
        office = next((number for number, word in enumerate(said[:4]) if singular(word) in OFFICES), None)
        links = (["for"], ["of"], ["to"]) if office is not None and said[office] in ADVISERS else (["for"], ["of"])
        if office is not None and said[office + 1 : office + 2] in links and not LOOSE & set(said[:office]):
            return _body_at(words, after + office + 2, mentions)
        if office is not None and said[office + 1 : office + 2] == ["in"] and not LOOSE & set(said[:office]):
            return _body_of_team(words, after + office + 2, mentions)
    return _before_colon(words, person[0], mentions)


def described_after(
    words: Sequence[Word], person: tuple[int, int], read: Sequence[Read], home: Actor | None
) -> Actor | None:
    """The body that an apposition names by a noun alone: "X, the group's leader", "X, spokesman for the movement".

    `read` is what the article has said up to the name; where that leaves several bodies or none, a government is that of
    the article's `home`, any other body is nobody.
    """
    at = person[1] + 1
    said = [word.folded for word in words[at : at + 5]]
    if said and said[0] in LEADS and joined(words[at]) and set(said[1:2]) & OF_A_BODY and TEAMS & set(said):
        return spoken_of(read, BODY_KINDS)  # "X leads their delegation"
    if at >= len(words) or words[at].gap != ", ":
        return None
    clause = [word.folded for word in words[at : at + 9]]
    for one in range(len(clause)):
        if clause[one : one + 3] == ["who", "speaks", "for"]:
            return _meant_at(words, at + one + 3, read)
        if clause[one : one + 3] in (["who", "leads", "them"], ["who", "heads", "them"]):
            return spoken_of(read, BODY_KINDS)  # "Khartoum's negotiators left. …, said X, the aide who leads them"
    if words[at].folded == "who" and at + 1 < len(words) and words[at + 1].folded in LEADS | {"speaks"}:
        if set(clause[2:3]) & OF_A_BODY and TEAMS & set(clause[3:5]):
            return spoken_of(read, BODY_KINDS)  # "X, who heads its team"
        at += 2 + (words[min(at + 2, len(words) - 1)].folded == "for")
        return _meant_at(words, at, read)
    phrase = list(words[at : at + 9])
    phrase = phrase[: next((number for number, word in enumerate(phrase) if number and not joined(word)), len(phrase))]
    office = next((number for number, word in enumerate(phrase) if singular(word.folded) in OFFICES), None)
    if office is None or LOOSE & {word.folded for word in phrase[: office + 1]}:
        return None
    owner = [word.folded for word in phrase[:office] if word.folded not in (DETERMINERS | MODIFIERS) - GROUPS - STATES]
    if owner and owner[0] in GROUPS | STATES and phrase[0].folded in DETERMINERS:
        own = (subject_before(read) or home) if owner[0] in STATES else None
        return own or _meant(owner[0], read)
    if owner:
        return None  # "X, the Dutch minister": the name of somebody's own decides elsewhere
    behind = at + office + 1
    if behind + 1 < len(words) and words[behind].folded in {"of", "for"} and words[behind + 1].folded in DETERMINERS:
        return _meant_at(words, behind + 1, read)
    if phrase[0].folded in OF_A_BODY:
        return spoken_of(read, BODY_KINDS)
    if phrase[office].folded in SPOKESMEN and len(phrase) == office + 1 == 2:  # "X, a spokeswoman, said"
        return subject_of_paragraph(read, BODY_KINDS)
    if phrase[office].folded in STATE_OFFICES and phrase[0].folded == "the" and behind < len(words):
        return (only_one(read, ["state"]) or home) if not joined(words[behind]) else None
    return None


def speaks_for(
    words: Sequence[Word], phrase: Phrase, read: Sequence[Read], states: Collection[Actor], home: Actor | None
) -> Actor | None:
    """Whom an office without an owner speaks for: "their spokesman X", "Foreign Minister Y said", "President Z".

    `states` are all that the article has named so far, as places too; `home` is the one that it is written from.
    """
    before = words[phrase.first - 1].folded if phrase.first else ""
    person = phrase.person[0] if phrase.person else phrase.last + 1
    title = {word.folded for word in words[phrase.first : person]}
    if phrase.last + 1 < len(words) and words[phrase.last + 1].gap.startswith(":"):
        return None  # "SPOKESPERSON PRICE: No." of a transcript answers for whoever holds the briefing
    if before == "s":
        return None  # "the bank's president" is the bank's
    if before in OF_A_BODY and title & OFFICES:
        return spoken_of(read, BODY_KINDS)
    if before in {"his", "her"} and title & OFFICES:  # "Prime Minister Kan …, but his chief cabinet secretary, X, said"
        near = read[-1].mentions or (read[-2].mentions if len(read) > 1 else [])
        spoke = {one.actor for one in near if one.speaker and one.actor.kind in BODY_KINDS}
        return spoke.pop() if len(spoke) == 1 else None
    lately = named_lately(read, ["state"])
    if title & HEADS_OF_STATE:
        is_prime_minister = "prime" in title
        subject = subject_before(read) or (None if home else subject_of_paragraph(read, ["state"]))
        only = next(iter(states)) if len(states) == 1 else subject if is_prime_minister else None
        if any(one.actor == only for sentence in read for one in sentence.mentions):
            return only
        return home if lately <= {home} or (is_prime_minister and home in lately) else None
    if title & STATE_OFFICES and words[person - 1].capital:
        # In its opening an article speaks of home, later perhaps of others.
        of_home = len(read) <= OPENING or lately <= {home}
        subject = subject_of_paragraph(read, ["state"])
        return subject or only_one(read, ["state"]) or subject_before(read) or (home if of_home else None)
    begins = phrase.first == 0 or words[phrase.first - 1].folded in SPEECH
    if title & OFFICES and (title & OF_PARTIES or (begins and title & OF_BODIES and not words[person - 1].capital)):
        return subject_of_paragraph(read, GROUP_KINDS) or only_one(read[-2:-1], ["party"])
    if title & SPOKESMEN and (phrase.first == 0 or before in OWNING or not joined(words[phrase.first])):
        return spoken_of(read, BODY_KINDS)
    return None


def speaking_for(
    words: Sequence[Word], person: tuple[int, int], mentions: Sequence[Mention], read: Sequence[Read]
) -> Actor | None:
    """The body in "X, speaking for the party", whatever else X is or was."""
    at = person[1] + 1
    said = [word.folded for word in words[at : at + 4]]
    start = {("speaking", "for"): 2, ("on", "behalf", "of"): 3}
    length = next((length for key, length in start.items() if tuple(said[: len(key)]) == key), 0)
    if not length or words[at].gap != ", ":
        return None
    return _body_at(words, at + length, mentions) or _meant_at(words, at + length, read)


def is_behind_its_office(words: Sequence[Word], first: int) -> bool:
    """Tell whether ", retired general X" follows "its chairman"."""
    if first < 2 or words[first].gap != ", " or singular(words[first - 1].folded) not in OFFICES:
        return False
    at = first - 1
    while at > 0 and joined(words[at]) and words[at - 1].folded in MODIFIERS | OFFICES:
        at -= 1
    return at > 0 and words[at - 1].folded in OF_A_BODY


def state_of_office(words: Sequence[Word], nominal_last: int, read: Sequence[Read]) -> Actor | None:
    """The state behind "an official of its foreign ministry" and "the foreign ministry's spokesman"."""
    after = [word.folded for word in words[nominal_last + 1 : nominal_last + 7]]
    if len(after) < 3 or after[0] not in {"of", "from", "at", "in"} or after[1] not in OF_A_BODY | {"the"}:
        return None
    office = next((word for word in after[2:] if word not in MODIFIERS), "")
    if office not in {"ministry", "government", "presidency", "cabinet"} and "ministry" not in after[2:4]:
        return None
    return spoken_of(read, ["state"])


def name_before(words: Sequence[Word], taken: Sequence[bool], first: int, last: int) -> tuple[int, int] | None:
    """The name in "Yahya Saree, the [Houthis' military spokesman], said": that of whom words `first` to `last` describe.

    They have to hold an office of one person and to end at a comma or the like: "after meeting Sergei Lavrov, the Iranian
    foreign minister said" describes nobody.
    """
    personal = any(singular(word.folded) in OFFICES for word in words[first : last + 1])
    if not personal or words[last].folded in BODIES or not _closes(words, last + 1):
        return None
    at = first
    while at > 0 and joined(words[at]) and words[at - 1].folded in MODIFIERS | {"chief", "veteran"}:
        at -= 1  # "the new [U.S. peace envoy]"
    if at > 0 and words[at - 1].folded in ARTICLES and joined(words[at]):
        at -= 1
    if at < 2 or words[at].gap != ", ":
        return None
    start = at - 1
    while start > 0 and joined(words[start]) and not taken[start - 1]:
        if not words[start - 1].capital and words[start - 1].folded not in PARTICLES:
            break
        start -= 1
    while start < at - 1 and words[start].folded in NEVER_NAMES:
        start += 1  # "Besides Hamid Karzai, …"
    name = name_at(words, start, after_comma=True)
    before = words[start - 1].folded if start > 0 else ""
    apart = before in {"in", "at", "near", "outside", "besides"} or before.endswith("ing")
    return name if name and name[1] == at - 1 and name[0] < name[1] and not apart else None


def _closes(words: Sequence[Word], at: int) -> bool:
    """Tell whether an apposition ends before word `at`, or behind a posting there: "envoy [to Afghanistan], said"."""
    if at < len(words) and joined(words[at]) and words[at].folded in {"to", "for", "on", "of", "in", "at"}:
        at += 1
        while at < len(words) and joined(words[at]) and (words[at].capital or words[at].folded in ARTICLES):
            at += 1
    return at >= len(words) or not joined(words[at])


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
    if len(called) == 1:
        return called.pop()
    names_none = not any(one.actor.kind in GROUP_KINDS for one in read[-1].mentions) if read else False
    sentence_before = read[-2:-1] if names_none else []
    only = only_one(read, GROUP_KINDS) or only_one(sentence_before, GROUP_KINDS)
    return only or (latest_subject(read, GROUP_KINDS) if names_none else None)


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
    """The body that is mentioned from word `at` on, or behind an article and "opposition" or the like there."""
    at += at < len(words) and words[at].folded in ARTICLES | POSSESSIVES
    at += at < len(words) and words[at].folded in BEFORE_PARTIES
    if at >= len(words):
        return None
    return next((one.actor for one in mentions if one.start == words[at].start and one.actor.kind in BODY_KINDS), None)
