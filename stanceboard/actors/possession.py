"""Whose is what: offices that several bodies share, and people called after somebody else."""

from collections.abc import Collection, Sequence

from stanceboard.actors.nominals import ADJECTIVES, DETERMINERS
from stanceboard.actors.words import MODIFIERS, Word, joined, singular

# Several bodies may share one: "the British and Irish governments".
SHARED = frozenset(
    "governments presidents leaders premiers ministers ministries delegations negotiators envoys diplomats officials teams "
    "authorities".split()
)
# Whoever is called after a person or a body, and is another: "Ghani's rivals"; after a person alone: "Machar's generals".
OTHERS = frozenset("rivals critics opponents foes enemies allies backers supporters followers loyalists".split())
MEN = frozenset("generals commanders lieutenants".split())


def shares_office(words: Sequence[Word], last: int, named: Collection[int]) -> bool:
    """Tell whether "British" of "the British and Irish governments" ends at `last`; `named` are the words of names."""
    at = last + 1
    while at < len(words) and (at in named or words[at].folded == "and"):
        at += 1
    several = any(word.folded == "and" or "," in word.gap for word in words[last + 1 : at])
    while at < len(words) and joined(words[at]) and words[at].folded in MODIFIERS:
        at += 1
    return several and at < len(words) and joined(words[at]) and words[at].folded in SHARED


def owned(words: Sequence[Word], first: int, last: int, is_person: bool) -> tuple[int, int] | None:
    """First and last word of "Machar's generals", "two of Ghani's rivals" round the owner's name; None where it owns nobody."""
    nouns = OTHERS | MEN if is_person else OTHERS
    at = last + 2
    if at >= len(words) or words[last + 1].folded != "s":
        return None
    while (
        at < len(words)
        and joined(words[at])
        and singular(words[at].folded) in ADJECTIVES
        and words[at].folded not in nouns
    ):
        at += 1
    if at >= len(words) or words[at].folded not in nouns or words[at].capital:
        return None
    counted = first > 1 and words[first - 1].folded == "of" and words[first - 2].folded in DETERMINERS
    return first - 2 * counted, at
