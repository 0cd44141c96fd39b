"""From rows to positions: each actor's current stance, with the evidence for it."""

from collections import defaultdict
from collections.abc import Iterable

from stanceboard.types import LABELS, ActorStance, Stance

POSITIONS = LABELS[:3]


def summarise(stances: Iterable[Stance]) -> list[ActorStance]:
    """Give each (topic, actor) its current stance, in order of first appearance.

    One article gives an actor one label: the position with the greatest sum of probabilities over
    the actor's supporting sentences there. The latest dated article is current (codebook, rule 6);
    undated articles count as the oldest.
    """
    by_actor: dict[tuple[str, str], list[Stance]] = defaultdict(list)
    for stance in stances:
        by_actor[stance.topic.id, stance.actor.id].append(stance)
    return [_current(rows) for rows in by_actor.values()]


def support(rows: Iterable[Stance]) -> dict[str, float]:
    """How much the rows of one actor in one article support each position: the sum of its probabilities in the rows that hold it."""
    sums = dict.fromkeys(POSITIONS, 0.0)
    for row in rows:
        if row.label in sums:
            sums[row.label] += row.probabilities[row.label]
    return sums


def _current(rows: list[Stance]) -> ActorStance:
    evidence = tuple(row for row in rows if row.label != "none")
    first = rows[0]
    if not evidence:
        surest = max(row.probability for row in rows)
        return ActorStance(first.actor, first.topic, "none", surest, ())
    by_article: dict[tuple[str, str], list[Stance]] = defaultdict(list)
    for row in evidence:
        by_article[row.date or "", row.article_id].append(row)
    labels = [_label(by_article[key]) for key in sorted(by_article)]
    current = labels[-1]
    latest = by_article[max(by_article)]
    probability = max(row.probability for row in latest if row.label == current)
    earlier = [label for label in labels if label != current]
    return ActorStance(first.actor, first.topic, current, probability, evidence, earlier[-1] if earlier else None)


def _label(rows: list[Stance]) -> str:
    """The position that the rows of one article support most."""
    sums = support(rows)
    return max(POSITIONS, key=lambda label: sums[label])
