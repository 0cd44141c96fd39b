"""New articles beside the corpus, before they are added: the same actors, counted the same way. Pure functions."""

import pandas as pd

from dashboard import findings
from dashboard.charts import ORDER

MOST_ACTORS = 12
COLUMNS = ("actor", "differs", "new articles", "corpus")


def side_by_side(new: pd.DataFrame, corpus: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Shares (of `findings.shares`) of the new articles' most frequent actors, and the corpus's of the same actors.

    Both arguments are of `findings.positions`. Actors stand in the same order in both.
    """
    shares = findings.shares(new, MOST_ACTORS)
    actors = list(dict.fromkeys(shares["actor_id"]))
    known = findings.shares(corpus[corpus["actor_id"].isin(actors)], len(actors))
    place = known["actor_id"].map({actor: number for number, actor in enumerate(actors)})
    return shares, known.assign(place=place).sort_values("place", kind="stable").drop(columns="place")


def table(shares: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """One line an actor, with COLUMNS: counts of articles in words, and whether the most frequent stances differ."""
    lines = []
    for actor_id, group in shares.groupby("actor_id", sort=False):
        before = known[known["actor_id"] == actor_id]
        top, old = _top(group), _top(before)
        differs = bool(top and old and top != old)
        lines.append((group["actor"].iloc[0], differs, counts(group), counts(before)))
    return pd.DataFrame(lines, columns=list(COLUMNS))


def finding(compared: pd.DataFrame) -> str:
    """What the comparison says, in a sentence or two."""
    known = compared[compared["corpus"] != counts(compared.iloc[:0])]
    new = len(compared) - len(known)
    said = [f"{len(known)} of {len(compared)} actors with a position here have one in the corpus too"]
    if len(compared) == 1:
        said = ["The one actor with a position here " + ("has" if len(known) else "has not") + " one in the corpus too"]
    elif new:
        said.append(f"{new} {'is' if new == 1 else 'are'} new")
    changed = list(known.loc[known["differs"], "actor"])
    told = f"The most frequent position differs for {', '.join(changed[:4])}" + (
        f" and {len(changed) - 4} more." if len(changed) > 4 else "."
    )
    return "; ".join(said) + ". " + (told if changed else "No most frequent position differs." if len(known) else "")


def counts(group: pd.DataFrame) -> str:
    """An actor's articles by stance, as "3 accepts, 1 declines"; never a share."""
    if group.empty:
        return "none"
    by_label = dict(zip(group["label"], group["count"], strict=True))
    return ", ".join(f"{by_label[label]} {label}" for label in ORDER if by_label.get(label))


def _top(group: pd.DataFrame) -> str | None:
    """The most frequent stance; None where there is none, or two are equally frequent."""
    ranked = group[group["count"] > 0].sort_values("count", ascending=False)
    if ranked.empty or (len(ranked) > 1 and ranked["count"].iloc[0] == ranked["count"].iloc[1]):
        return None
    return str(ranked["label"].iloc[0])
