"""What leaving out the less sure positions buys, as it was measured on labelled texts. Pure functions."""

from collections.abc import Iterable, Mapping
from typing import Any

from stanceboard.card import FEWEST, PRECISION, threshold_for


def bought(figures: Mapping[str, Mapping[str, Any]], confidence: int) -> str:
    """One sentence for each labelled set that was measured at `confidence` (in %), "" where none was.

    `figures` are those that `stanceboard evaluate --out` wrote.
    """
    said = [_of_set(found["abstention"], confidence) for found in figures.values() if "abstention" in found]
    phrases = [one for one in said if one]
    return f"At {confidence} %, by this model's tests: {'; '.join(phrases)}." if phrases else ""


def enough(figures: Mapping[str, Mapping[str, Any]]) -> str:
    """From which minimum confidence on PRECISION of the positions were right, on each labelled set; "" where none was measured."""
    phrases = []
    for found in (one["abstention"] for one in figures.values() if "abstention" in one):
        threshold = threshold_for(found["table"])
        reached = "at no setting" if threshold is None else f"from {threshold} % up"
        phrases.append(f"{reached} on {found['n']} labelled {found['unit']}")
    return f"{PRECISION:.0%} of the shown positions were right {', '.join(phrases)}." if phrases else ""


def is_of(figures: Mapping[str, Mapping[str, Any]], measured_model: str, models: Iterable[str]) -> bool:
    """Whether figures speak for rows of these `models`: measured ones speak for no other model."""
    return bool(figures) and set(models) == {measured_model}


def _of_set(found: Mapping[str, Any], confidence: int) -> str:
    lines = {line[0]: line[1:] for line in found["table"]}
    if confidence not in lines or 0 not in lines:
        return ""
    (count, share, right), (total, _, base) = lines[confidence], lines[0]
    where = f"on {found['n']} labelled {found['unit']}"
    if count < FEWEST or right is None or base is None:
        return f"{where} {count} of {total} positions are kept, too few to say how many are right"
    return f"{where} {right:.0%} of the shown positions were right ({base:.0%} of all), and {share:.0%} of positions are kept"
