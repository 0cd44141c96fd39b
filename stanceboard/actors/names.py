"""Find the registry's names in one sentence, and leave out those that only name a place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stanceboard.actors.registry import Name, Registry
from stanceboard.actors.words import (
    CALENDAR,
    CAPITAL_PLACE_BEFORE,
    NOT_ACTING_AFTER,
    OFFICES,
    PEOPLES_NAMES,
    PLACE_BEFORE,
    QUARTERS,
    Word,
    joined,
    singular,
)

POSTED = frozenset("envoy envoys ambassador ambassadors representative mission".split())
# Capitalised at a sentence's head, and still no given name.
NOT_GIVEN = frozenset(
    "and but or both while when if as that then neither either also meanwhile neighbouring neighboring only even said says with for".split()
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A registry name over words `first` to `last` (inclusive) of a sentence."""

    first: int
    last: int
    name: Name


def find_names(words: Sequence[Word], registry: Registry) -> list[Hit]:
    """Find registry names, the longest at each place, whatever they are used for there.

    >>> [words[hit.first].text for hit in find_names(words, registry)]  # of "The Taliban met NATO."
    ['Taliban', 'NATO']
    """
    hits: list[Hit] = []
    first = 0
    while first < len(words):
        hit = _longest(words, first, registry)
        if hit:
            hits.append(hit)
        first = hit.last + 1 if hit else first + 1
    return hits


def acts(words: Sequence[Word], hit: Hit, named: Collection[int] = ()) -> bool:
    """Tell whether a state's name or capital can be an actor here, not a mere place.

    "Kabul rejected" and "Moscow's plans" can; "in Kabul", "Moscow talks" and "Geneva, Switzerland" cannot. `named` are
    words of names that are no towns: "from France, Qatar" is a list and no address.
    """
    after = words[hit.last + 1] if hit.last + 1 < len(words) else None
    if hit.name.use == "seat" and after is not None and after.gap == " " and after.folded in NOT_ACTING_AFTER:
        return False  # "the Stormont talks"
    if hit.name.actor.kind != "state" or hit.name.use in ("people", "seat"):
        return True
    capital = hit.name.use == "capital"
    before = words[hit.first - 1].folded if hit.first else ""
    if before in (CAPITAL_PLACE_BEFORE if capital else PLACE_BEFORE | {"on"}) | QUARTERS:
        return False
    if before == "of" and hit.first > 1 and words[hit.first - 2].folded in QUARTERS:
        return False
    if [word.folded for word in words[max(0, hit.first - 2) : hit.first]] in (["capital", "of"], ["city", "of"]):
        return False
    if (
        _is_posting(words, hit)
        or (hit.first - 1 not in named and _is_address(words, hit))
        or _is_in_another_name(words, hit)
    ):
        return False
    return not capital or _capital_acts(words, hit)


def _capital_acts(words: Sequence[Word], hit: Hit) -> bool:
    if hit.last + 1 == len(words):
        return hit.first > 0
    after = words[hit.last + 1]
    if after.gap.strip() in ("-", "‑", "–") and not after.gap.startswith(" "):
        return False
    if after.folded == "s" and "'" in after.gap.replace("’", "'"):
        return hit.last + 2 >= len(words) or words[hit.last + 2].folded not in {
            "airport",
            "streets",
            "residents",
            "suburbs",
        }
    if after.gap != " ":
        return True
    if after.capital and after.folded not in CALENDAR:
        return words[hit.last].text.isupper() or all(word.capital for word in words[hit.last :])
    return after.folded not in NOT_ACTING_AFTER


def _is_posting(words: Sequence[Word], hit: Hit) -> bool:
    """In "envoy to Afghanistan" the state is where somebody is sent."""
    return hit.first > 1 and words[hit.first - 1].folded in {"to", "for"} and words[hit.first - 2].folded in POSTED


def _is_in_another_name(words: Sequence[Word], hit: Hit) -> bool:
    """In "New Mexico", "Michael Jordan" and "Chad Wolf" no state is named."""
    before = words[hit.first - 1] if hit.first and joined(words[hit.first]) else None
    if before and before.text == "New":
        return True
    if words[hit.first].folded not in PEOPLES_NAMES or hit.first != hit.last:
        return False
    after = words[hit.last + 1] if hit.last + 1 < len(words) and words[hit.last + 1].gap == " " else None
    given = before is not None and before.capital and before.folded not in NOT_GIVEN
    return given or (after is not None and after.capital and singular(after.folded) not in OFFICES | CALENDAR)


def _is_address(words: Sequence[Word], hit: Hit) -> bool:
    """ "in Geneva, Switzerland": a capitalised word and a comma before, a preposition of place before that."""
    if hit.first < 2 or words[hit.first].gap.strip() != ",":
        return False
    town = hit.first - 1
    while town > 0 and words[town].capital and joined(words[town]):
        town -= 1
    prepositions = {"in", "at", "near", "to", "from", "outside"}
    return words[hit.first - 1].capital and bool({words[town].folded, words[max(0, town - 1)].folded} & prepositions)


def _longest(words: Sequence[Word], first: int, registry: Registry) -> Hit | None:
    key: list[str] = []
    found: Hit | None = None
    for last in range(first, min(first + registry.longest, len(words))):
        if last > first and not joined(words[last]):
            break
        key.append(words[last].folded)
        name = registry.names.get(tuple(key))
        if name and _spelled_as_name(words[first : last + 1], name):
            found = Hit(first, last, name)
    return found


def _spelled_as_name(words: Sequence[Word], name: Name) -> bool:
    if name.upper:
        return all(letter.isupper() for letter in words[0].text if letter.isalpha())
    return words[0].capital and (words[-1].capital or len(words) > 1)
