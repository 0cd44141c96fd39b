"""What the rows say, in figures and in one sentence. Pure functions over tables."""

import math
from typing import Any, cast

import pandas as pd

from dashboard.state import Pick
from stanceboard.rows import stance_of
from stanceboard.summary import POSITIONS, summarise

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
    that no other actor of the rows has (`display_names`). Where the rows tell each article's `story` (`with_stories`),
    one line is left per story and actor: the surest.
    """
    supporting = rows[rows["label"].isin(POSITIONS)]
    columns = ["article_id", "date", "actor_id", "actor", "label", "sentences", "probability"]
    if supporting.empty:
        return pd.DataFrame(columns=columns)
    supporting = supporting.assign(support=[row[row["label"]] for row in supporting.to_dict("records")])
    keys = ["article_id", "actor_id"]
    by_label = supporting.groupby([*keys, "label"], sort=False).agg(
        date=("date", "first"),
        actor=("actor", "first"),
        support=("support", "sum"),
        sentences=("support", "size"),
        probability=("probability", "max"),
    )
    by_label = by_label.reset_index().sort_values("support", ascending=False, kind="stable")
    found = by_label.drop_duplicates(keys).loc[:, columns].reset_index(drop=True)
    if "story" in rows:
        found = _one_a_story(found, dict(zip(rows["article_id"], rows["story"], strict=True)))
    return found.assign(actor=found["actor_id"].map(display_names(supporting)))


def with_stories(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The rows with each article's `story`, which wire copies share, as the articles table names it.

    An article without one is a story of its own; a table without the column leaves the rows as they are.
    """
    if "story" not in articles:
        return rows
    named = articles[articles["story"].notna()]
    stories = {article: f"story {story}" for article, story in zip(named["article_id"], named["story"], strict=True)}
    return rows.assign(story=[stories.get(article, article) for article in rows["article_id"]])


def copies(rows: pd.DataFrame) -> int:
    """How many articles with a position are copies of a story that another of them tells already."""
    supporting = rows[rows["label"].isin(POSITIONS)]
    return int(supporting["article_id"].nunique() - supporting["story"].nunique()) if "story" in rows else 0


def scope(found: pd.DataFrame) -> str:
    """N and period of `positions`, for a caption: "9 positions in 5 articles, 2018-08-01 to 2018-10-01"."""
    articles, days = found["article_id"].nunique(), found["date"].dropna()
    period = "no dates" if days.empty else f"{days.min()} to {days.max()}"
    positions = f"{len(found)} position" if len(found) == 1 else f"{len(found)} positions"
    return f"{positions} in {articles} {'article' if articles == 1 else 'articles'}, {period}"


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


def current_stances(rows: pd.DataFrame) -> pd.DataFrame:
    """Each actor's current stance: actor_id, actor, label, changed_from, articles (with a position)."""
    found = [
        (one.actor.id, one.actor.name, one.label, one.changed_from, len({row.article_id for row in one.evidence}))
        for one in summarise([stance_of(cast(dict[str, Any], row)) for row in rows.to_dict("records")])
        if one.label in POSITIONS
    ]
    return pd.DataFrame(found, columns=["actor_id", "actor", "label", "changed_from", "articles"])


def finding(rows: pd.DataFrame) -> str:
    """Answer the page's question in one sentence, computed from the rows in view."""
    current = current_stances(rows)
    if current.empty:
        return "No actor takes a position in these articles."
    counts = {label: int((current["label"] == label).sum()) for label in POSITIONS}
    parts = [f"{count} {VERBS[label] if count > 1 else VERB[label]}" for label, count in counts.items() if count]
    actors = "one actor that takes" if len(current) == 1 else f"{len(current)} actors that take"
    articles = rows.loc[rows["label"].isin(POSITIONS), "article_id"].nunique() - copies(rows)
    text = f"Of {actors} a position in {articles} {'article' if articles == 1 else 'articles'}, {_joined(parts)}."
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
    ranked = rows[rows["label"].isin(POSITIONS)].sort_values("probability", ascending=False, kind="stable")
    for label in POSITIONS:
        of_label = ranked[ranked["label"] == label]
        fresh = of_label[~of_label["actor_id"].isin(actors)]
        best = fresh if len(fresh) else of_label
        if len(best):
            chosen.append(best.index[0])
            actors.add(best.iloc[0]["actor_id"])
    return rows.loc[chosen[:count]]


def _one_a_story(found: pd.DataFrame, stories: dict[str, str]) -> pd.DataFrame:
    """The surest line of each story and actor; of equally sure ones the earliest, as the first to tell it."""
    ranked = found.assign(story=found["article_id"].map(stories))
    ranked = ranked.sort_values(["probability", "date", "article_id"], ascending=[False, True, True], kind="stable")
    kept = ranked.drop_duplicates(["story", "actor_id"]).index
    return found.loc[sorted(kept)].reset_index(drop=True)


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
