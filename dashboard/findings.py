"""What the rows say, in figures and in one sentence. Pure functions over tables."""

import math
from typing import cast

import numpy as np
import pandas as pd

from dashboard.state import Pick
from dashboard.words import plural
from stanceboard.summary import POSITIONS

VERBS = {"accepts": "accept", "declines": "decline", "skeptical": "are skeptical"}
FEW = 5  # with fewer articles an actor is counted, and no share is stated
VERB = {"accepts": "accepts", "declines": "declines", "skeptical": "is skeptical"}


def wilson(successes: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), both ends in 0 to 1.

    >>> [round(end, 2) for end in wilson(8, 10)]
    [0.49, 0.94]
    """
    if not total:
        return 0.0, 1.0
    share = successes / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def positions(rows: pd.DataFrame) -> pd.DataFrame:
    """One line per article and actor with a position: article_id, date, actor_id, actor, label, sentences, probability.

    The label is the one that the article's sentences support most, as in `stanceboard.summarise`. `actor` is a name
    that no other actor of the rows has (`display_names`). Wire copies count once where `copies.one_each` made the rows.
    """
    supporting = rows[rows["label"].isin(POSITIONS)]
    keys, columns = ["article_id", "actor_id"], list(POSITIONS)
    place = pd.Index(columns).get_indexer(pd.Index(supporting["label"]))
    pair = supporting.groupby(keys, sort=False).ngroup().to_numpy()
    found = supporting[["article_id", "date", "actor_id"]].drop_duplicates(keys).reset_index(drop=True)
    cells = pair * len(columns) + place  # a cell is one stance of one actor in one article
    said = supporting[columns].to_numpy()[np.arange(len(supporting)), place]
    size = len(found) * len(columns)
    # bincount adds up in row order, as `stanceboard.summarise` does; of two equal sums both take the first of POSITIONS.
    support = np.bincount(cells, weights=said, minlength=size).reshape(-1, len(columns))
    chosen = support.argmax(axis=1)
    surest = np.zeros(size)
    np.maximum.at(surest, cells, supporting["probability"].to_numpy())
    at = np.arange(len(found)) * len(columns) + chosen
    return found.assign(
        actor=found["actor_id"].map(display_names(supporting)),
        label=pd.Series(np.array(columns, dtype=object)[chosen], dtype=object),
        sentences=np.bincount(cells, minlength=size)[at],
        probability=surest[at],
    )[["article_id", "date", "actor_id", "actor", "label", "sentences", "probability"]]


def scope(found: pd.DataFrame) -> str:
    """N and period of `positions`, for a caption: "9 positions in 5 articles, 2018-08-01 to 2018-10-01"."""
    articles, days = found["article_id"].nunique(), found["date"].dropna()
    period = "no dates" if days.empty else f"{days.min()} to {days.max()}"
    return f"{plural(len(found), 'position')} in {plural(articles, 'article')}, {period}"


def display_names(rows: pd.DataFrame) -> dict[str, str]:
    """A name for each actor_id that tells it from every other: its own, where two share one with its first day or id.

    Unnamed officials share names most often: "Western diplomat (2018-08-23)".
    """
    actors = rows.groupby("actor_id", sort=False).agg(actor=("actor", "first"), day=("date", "min"))
    names = actors["actor"].astype(str)
    for further in (actors["day"].fillna("undated"), actors.index.to_series()):
        shared = names.duplicated(keep=False)
        names = names.where(~shared, actors["actor"] + " (" + further + ")")
    return {str(actor_id): str(name) for actor_id, name in names.items()}


def shares(found: pd.DataFrame, limit: int = 12) -> pd.DataFrame:
    """Shares of each stance by actor over articles: actor_id, actor, label, count, total, share, low, high, net, few.

    `found` is of `positions`. The `limit` actors with the most articles, sorted by net share (accepts − declines);
    those with less than FEW articles come last.
    """
    columns = ["actor_id", "actor", "label", "count", "total", "share", "low", "high", "net", "few"]
    if found.empty:
        return pd.DataFrame(columns=columns)
    totals = found.groupby(["actor_id", "actor"]).size().sort_values(ascending=False, kind="stable").head(limit)
    lines = []
    for key, total in totals.items():
        actor_id, actor = cast(tuple[str, str], key)
        labels = found.loc[found["actor_id"] == actor_id, "label"]
        counts = {label: int((labels == label).sum()) for label in POSITIONS}
        net = (counts["accepts"] - counts["declines"]) / total
        for label in POSITIONS:
            low, high = wilson(counts[label], int(total))
            share = counts[label] / total
            lines.append((actor_id, actor, label, counts[label], int(total), share, low, high, net, total < FEW))
    frame = pd.DataFrame(lines, columns=columns)
    by = ["few", "net", "total", "actor"]
    return frame.sort_values(by, ascending=[True, False, False, True], kind="stable").reset_index(drop=True)


def current_stances(rows: pd.DataFrame, found: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each actor's current stance: actor_id, actor, label, changed_from, articles (with a position).

    It is that of `stanceboard.summarise`, in the same order, computed from the whole table at once; `found` is
    `positions(rows)`, if known.
    """
    found = positions(rows) if found is None else found
    found = found.assign(day=found["date"].fillna("")).sort_values(["day", "article_id"], kind="stable")
    by_actor = found.groupby("actor_id", sort=False)
    current = by_actor["label"].last()
    earlier = found[found["label"] != found["actor_id"].map(current)].groupby("actor_id")["label"].last()
    actors = rows.loc[rows["actor_id"].isin(current.index), ["actor_id", "actor"]].drop_duplicates("actor_id")
    ids = actors["actor_id"]
    changed = [earlier.get(one) for one in ids]
    return actors.assign(
        label=ids.map(current),
        changed_from=pd.Series(changed, index=actors.index, dtype=object),
        articles=ids.map(by_actor.size()),
    ).reset_index(drop=True)


def finding(rows: pd.DataFrame, found: pd.DataFrame | None = None) -> str:
    """Answer the page's question in one sentence, computed from the rows in view; `found` is their `positions`, if known."""
    current = current_stances(rows, found)
    if current.empty:
        return "No actor takes a position in these articles."
    counts = {label: int((current["label"] == label).sum()) for label in POSITIONS}
    parts = [f"{count} {VERBS[label] if count > 1 else VERB[label]}" for label, count in counts.items() if count]
    actors = "one actor that takes" if len(current) == 1 else f"{len(current)} actors that take"
    articles = rows.loc[rows["label"].isin(POSITIONS), "article_id"].nunique()
    text = f"Of {actors} a position in {plural(articles, 'article')}, {_joined(parts)}."
    changed = current[current["changed_from"].notna()].sort_values("articles", ascending=False, kind="stable")
    if len(changed):
        first = changed.iloc[0]
        more = f", and {len(changed) - 1} more changed" if len(changed) > 1 else ""
        text += f" {first['actor']} went from {first['changed_from']} to {first['label']}{more}."
    return text


def of_pick(rows: pd.DataFrame, pick: Pick) -> pd.DataFrame:
    """The rows with the pick's actor, stance and month, the surest first."""
    keep = (rows["actor_id"] == pick.actor_id) & (rows["label"] == pick.label)
    if pick.month:
        keep &= rows["date"].fillna("").str.startswith(pick.month)
    return rows[keep].sort_values("probability", ascending=False, kind="stable")


def counted(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The rows that `found`, of `positions`, counts: those whose stance is the one their article counts with."""
    keys = ["article_id", "actor_id", "label"]
    return rows[pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(found[keys]))]


def best_quotes(rows: pd.DataFrame, count: int = 3) -> pd.DataFrame:
    """The surest sentence of each stance, each of another actor where there is one."""
    chosen: list[int] = []
    actors: set[str] = set()
    for label in POSITIONS:
        of_label = rows.loc[rows["label"] == label, ["actor_id", "probability"]]
        fresh = of_label[~of_label["actor_id"].isin(actors)]
        best = fresh if len(fresh) else of_label
        if len(best):
            surest = int(best["probability"].to_numpy().argmax())
            chosen.append(best.index[surest])
            actors.add(best["actor_id"].iloc[surest])
    return rows.loc[chosen[:count]]


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
