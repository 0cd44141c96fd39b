"""How far coders agree, with each other and with the model. Pure functions over labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from stanceboard.types import LABELS

FEW = 10  # labels; with fewer no coefficient is stated
MODEL = "model"
ALL = "all labels"

Labels = Mapping[int, str]  # place in the sample -> label


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of two coders or more: `n` sentences that all of them labelled, in how many they agree, and alpha.

    Of one label, `n` counts the sentences to which at least one of them gave it. `alpha` is None with fewer than FEW, and
    where every label given is the same, for which it is not defined.
    """

    who: tuple[str, ...]
    label: str
    n: int
    same: int
    alpha: float | None


def alpha(labels: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha of nominal labels, a list for each coder in the same order; None where it is not defined.

    >>> alpha([["accepts", "none"], ["accepts", "none"]])
    1.0
    """
    if len({label for one in labels for label in one}) < 2:
        return None
    from nltk.metrics.agreement import AnnotationTask  # takes a second to load, and only a report needs it

    given = [(coder, place, label) for coder, one in enumerate(labels) for place, label in enumerate(one)]
    return float(AnnotationTask(given).alpha())


def agreements(coded: Mapping[str, Labels], model: Labels) -> list[Agreement]:
    """All coders together where there are more than two, each two of them, then each with the model.

    Each over all labels, then by label (this one or another).
    """
    coders = sorted(coded)
    groups: list[tuple[str, ...]] = [tuple(coders)] if len(coders) > 2 else []
    groups += combinations(coders, 2)
    found = [one for group in groups for one in _of(group, [coded[coder] for coder in group])]
    return found + [one for coder in coders for one in _of((coder, MODEL), [coded[coder], model])]


def disagreements(coded: Mapping[str, Labels], model: Labels) -> list[int]:
    """The places that coders, or a coder and the model, label differently; those that coders do come first."""
    by_place: dict[int, list[str]] = {}
    for labels in coded.values():
        for place, label in labels.items():
            by_place.setdefault(place, []).append(label)
    people = [place for place in sorted(by_place) if len(set(by_place[place])) > 1]
    machine = [place for place in sorted(by_place) if {*by_place[place]} != {model[place]}]
    return people + [place for place in machine if place not in people]


def _of(who: tuple[str, ...], each: Sequence[Labels]) -> Iterator[Agreement]:
    places = sorted(set.intersection(*(set(labels) for labels in each)))
    chosen = [[labels[place] for place in places] for labels in each]
    yield _agreement(who, ALL, chosen, len(places))
    for label in LABELS:
        marked = [[one if one == label else "" for one in labels] for labels in chosen]
        given = sum(1 for units in zip(*marked, strict=True) if any(units))
        yield _agreement(who, label, marked, given)


def _agreement(who: tuple[str, ...], label: str, chosen: Sequence[Sequence[str]], n: int) -> Agreement:
    same = sum(1 for units in zip(*chosen, strict=True) if len(set(units)) == 1 and units[0])
    return Agreement(who, label, n, same, alpha(chosen) if n >= FEW else None)
