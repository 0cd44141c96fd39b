"""Actors without a name: "a senior Kabul-based foreign diplomat", "women's groups in Kabul", "rebel commanders"."""

from collections.abc import Sequence
from dataclasses import dataclass

from stanceboard.actors.registry import Registry
from stanceboard.actors.words import GROUP_HEADS, ROLES, Word, joined, singular

DETERMINERS = frozenset(
    "a an one another the this that these those some several many most few two three four five six seven eight nine ten".split()
)
# What a name leaves out: "a senior diplomat" is "Senior diplomat", but "two rebel commanders" stay two.
ARTICLES = frozenset("a an the this that these those another one".split())
INDEFINITE = frozenset("a an one another".split())
DEFINITE = frozenset("the this that these those".split())
ADJECTIVES = frozenset(
    "senior top leading prominent western eastern northern southern southeast central european foreign arab african asian american regional local "
    "national international unnamed anonymous independent retired former veteran main largest biggest smaller small other rival armed "
    "islamist muslim christian religious tribal ethnic leftist leftwing rightwing nationalist separatist rebel opposition military "
    "political government security intelligence defence defense diplomatic human rights women s womens aid campaign civil society "
    "business trade union labour labor student student's opposition party ruling pro anti based backed opposition's parliamentary "
    "communist conservative liberal radical hardline moderate young elderly community church environmental environment climate "
    "peace un eu us high ranking highranking junior key influential exiled jailed major rebels' militia state university health "
    "farm farmers' oil energy legal constitutional election electoral protest human-rights watchdog advocacy victims victims' families".split()
)
# These count in the plural with no word before them.
BARE = frozenset(
    "rebel protester demonstrator critic campaigner insurgent militant opponent separatist activist analyst diplomat guerrilla "
    "striker lawmaker".split()
)
# What is sent, or what somebody is there as, takes no part of its own: "with an official of lower rank", "as an observer".
SENT = frozenset("as with like than has had have send sends sent sending dispatch dispatched".split())
STANDS_IN = frozenset("in from of at close to for within".split())
# What a group is by: "a Tuareg-led alliance"; what it is of: "an alliance of rebels".
BY_HYPHEN = frozenset("led backed dominated based linked aligned".split())
MEMBERS = frozenset(
    "expatriate citizen resident student teacher doctor judge bishop mayor woman parent nurse fisherman family exile emigrant veteran "
    "scientist writer artist lecturer miner driver shopkeeper merchant landowner".split()
)
GATHERINGS = frozenset(
    "alliance coalition group bloc faction union council committee association network federation".split()
)
ABSTRACT_ENDS = frozenset(
    "parliament congress government party opposition ministry council movement union country region province".split()
)


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase over words `first` to `last`, its head's singular, and whether it is definite ("the diplomat")."""

    first: int
    last: int
    head: str
    definite: bool
    modified: bool


def find_nominals(words: Sequence[Word], taken: Sequence[bool], registry: Registry) -> list[Nominal]:
    """Find role nouns with what belongs to them on both sides, in words that are not `taken`."""
    nominals: list[Nominal] = []
    for at, word in enumerate(words):
        if taken[at] or not _is_role(words, at) or (word.capital and at > 0):
            continue
        if nominals and at <= nominals[-1].last:
            continue
        if (
            at + 1 < len(words)
            and singular(words[at + 1].folded) in ROLES
            and joined(words[at + 1])
            and not taken[at + 1]
        ):
            continue  # "rebel commanders": the last role noun is the head
        first = _first_word(words, at, taken, registry)
        determiner = words[first].folded if words[first].folded in DETERMINERS else ""
        modified = first + bool(determiner) < at
        last = _last_word(words, at)
        plural = singular(word.folded) != word.folded or word.folded == "opposition"
        if determiner in INDEFINITE and not plural and first > 0 and words[first - 1].folded in SENT:
            continue
        bare_plural = plural and singular(word.folded) in BARE
        led = any(_is_hyphened(words, one) for one in range(first, at))
        if determiner or led or (plural and modified) or bare_plural:
            nominals.append(Nominal(first, last, singular(word.folded), determiner in DEFINITE, modified or last > at))
    return nominals


def _is_role(words: Sequence[Word], at: int) -> bool:
    """Tell whether a word is one of the roles, "members of parliament" or "a council of expatriates"."""
    behind = [word.folded for word in words[at + 1 : at + 3]]
    if words[at].folded == "members":
        return behind[:1] == ["of"] and behind[1:] != [] and behind[1] in {"parliament", "congress"}
    role = singular(words[at].folded)
    return role in ROLES or (role in GATHERINGS and _of_whom(words, at) > at)


def _of_whom(words: Sequence[Word], head: int) -> int:
    """The last word of "alliance of rebels", "council of Afghan expatriates": a plural within three words; else `head`."""
    if words[head].folded not in GATHERINGS or [word.folded for word in words[head + 1 : head + 2]] != ["of"]:
        return head
    for at in range(head + 2, min(head + 5, len(words))):
        if not joined(words[at]):
            return head
        if words[at].folded.endswith("s") and not words[at].capital and singular(words[at].folded) in ROLES | MEMBERS:
            return at
    return head


def _first_word(words: Sequence[Word], head: int, taken: Sequence[bool], registry: Registry) -> int:
    first = head
    while first > 0 and joined(words[first]) and (not taken[first - 1] or words[first].gap.strip() == "-"):
        before = words[first - 1]
        name = registry.names.get((before.folded,))
        is_place_adjective = bool(name and name.use in ("demonym", "capital", "alias") and before.capital)
        based = words[first].folded in BY_HYPHEN and before.capital
        if before.folded in DETERMINERS:
            return first - 1
        if before.folded == "s" and not (first > 1 and words[first - 2].folded in ADJECTIVES and not taken[first - 2]):
            break  # "Darfur's main rebels" are the main rebels; "women's groups" are women's groups
        if not (
            before.folded in ADJECTIVES
            or singular(before.folded) in ROLES
            or is_place_adjective
            or based
            or _is_hyphened(words, first - 1)
        ):
            break
        first -= 1
    return first


def _is_hyphened(words: Sequence[Word], at: int) -> bool:
    """Tell "led" of "Tuareg-led alliance"."""
    return (
        words[at].folded in BY_HYPHEN and words[at].gap.strip() in ("-", "‑", "–") and at > 0 and words[at - 1].capital
    )


def _last_word(words: Sequence[Word], head: int) -> int:
    """Take in "in Kabul", "of parliament", "close to the talks" no further than the place or body named."""
    of_whom = _of_whom(words, head)
    head = of_whom
    at = head + 1
    if at >= len(words) or words[at].folded not in STANDS_IN or not joined(words[at]):
        return head
    while (
        at + 1 < len(words)
        and joined(words[at + 1])
        and words[at + 1].folded in STANDS_IN | {"the", "his", "her", "its", "their"}
    ):
        at += 1
    end = at
    if at + 2 < len(words) and words[at + 1].folded in INDEFINITE:  # "a delegate from a smaller eastern movement"
        for last in range(at + 2, min(at + 6, len(words))):
            if not joined(words[last]) or words[last].capital:
                break
            if words[last].folded in GROUP_HEADS | ABSTRACT_ENDS | GATHERINGS:
                return last
    while end + 1 < len(words) and joined(words[end + 1]) and end - at < 4 and words[end + 1].capital:
        end += 1
    if end == at and at + 1 < len(words) and joined(words[at + 1]) and words[at + 1].folded in ABSTRACT_ENDS:
        end = at + 1
    return end if end > at else head
