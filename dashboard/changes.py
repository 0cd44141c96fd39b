"""How positions moved, and where reports of them differ. Pure functions over the rows table.

A *line* is one article's position of one actor, shown by its surest sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, cast
from urllib.parse import urlsplit

import pandas as pd

from dashboard.findings import VERB, counted, display_names, positions
from stanceboard.summary import POSITIONS

OUTLET_DAYS = 7  # two outlets whose articles lie further apart may both be right
SPEAKER_DAYS = 30
UNNAMED_OUTLET = "an outlet that is not named"
STANDING_COLUMNS = ("actor_id", "name", "label", "since", "changed_from", "changed_on", "articles", "differ", "last")
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines of one actor with different stances, the earlier first, and the `days` from one to the other."""

    earlier: Line
    later: Line
    days: int

    @property
    def apart(self) -> str:
        """ "the same day", "1 day later", "6 days later"."""
        return "the same day" if not self.days else f"{self.days} day{'s' if self.days > 1 else ''} later"


def lines(rows: pd.DataFrame) -> pd.DataFrame:
    """One line per article and actor with a position, in time order, undated ones first.

    The columns are those of the rows, of the surest sentence that says what the article counts as, with `outlet` (None
    where not known) and `name` (`findings.display_names`).
    """
    ranked = counted(rows, positions(rows)).sort_values(
        ["probability", "mention_start"], ascending=[False, True], kind="stable"
    )
    surest = ranked.drop_duplicates(["article_id", "actor_id"])
    named = surest.assign(
        outlet=pd.Series(
            [outlet(row) for row in surest[["source", "url"]].to_dict("records")], index=surest.index, dtype=object
        ),
        name=surest["actor_id"].map(display_names(rows[rows["label"].isin(POSITIONS)])),
        day=surest["date"].fillna(""),
    )
    # On one day the order is that of `stanceboard.summarise`, so that the last line is the actor's current stance.
    return named.sort_values(["day", "article_id", "mention_start"], kind="stable").drop(columns="day")


def outlet(row: Mapping[Any, Any]) -> str | None:
    """Who published the article: its source, else the host of its address, else None.

    >>> outlet({"source": None, "url": "https://www.example.org/a"})
    'example.org'
    """
    if row["source"] and str(row["source"]).strip():
        return str(row["source"]).strip()
    try:
        host = urlsplit(row["url"] or "").hostname
    except ValueError:  # as for "http://[oops"
        return None
    return host.removeprefix("www.") if host else None


def changes(mine: pd.DataFrame) -> list[Pair]:
    """Changes of mind in one actor's `lines`, the newest first: from one day's stance to another one of a later day.

    A day on which articles differ is passed over: which of them came first is not known.
    """
    dated = mine[mine["date"].notna()]
    clear = dated[dated.groupby("date")["label"].transform("nunique") == 1]
    records = _records(clear)
    found = [_pair(before, after) for before, after in pairwise(records) if before["label"] != after["label"]]
    return found[::-1]


def between_outlets(mine: pd.DataFrame) -> list[Pair]:
    """Articles within OUTLET_DAYS that report different stances of one actor, the newest first.

    Each article is paired with the nearest before it. Two articles of one outlet count only on one day: on a later day
    the same outlet reports a change.
    """

    def differ(one: Line, other: Line) -> bool:
        known = one["outlet"] and other["outlet"]
        same = known and one["outlet"].casefold() == other["outlet"].casefold()
        return not same or one["date"] == other["date"]

    return _pairs(mine, OUTLET_DAYS, differ)


def between_speakers(rows: pd.DataFrame) -> list[Pair]:
    """Different stances by different speakers of one actor within SPEAKER_DAYS, the newest first; `rows` are its rows."""
    spoken = rows[rows["speaker"].notna()]
    # One line per article and speaker is found as one per article and actor is.
    by_speaker = lines(spoken.assign(actor_id=[str(speaker).casefold() for speaker in spoken["speaker"]]))
    return _pairs(by_speaker, SPEAKER_DAYS, lambda one, other: bool(one["actor_id"] != other["actor_id"]))


def what_changed(pair: Pair) -> str:
    """ "From declines (2018-08-22) to accepts (2018-08-28), 6 days later." """
    return (
        f"From {pair.earlier['label']} ({pair.earlier['date']}) to {pair.later['label']} ({pair.later['date']}), "
        f"{pair.apart}."
    )


def what_outlets_differ_in(pair: Pair) -> str:
    """Say which outlet reports what, and when."""
    first, second = (line["outlet"] or UNNAMED_OUTLET for line in (pair.earlier, pair.later))
    if first == second:
        second = "another article there" if pair.earlier["outlet"] else "another outlet that is not named"
    return _difference(pair, f"In {first} it", f"in {second} it")


def what_speakers_differ_in(pair: Pair) -> str:
    """Say which speaker takes which stance, and when."""
    where = ", in the same article" if pair.earlier["article_id"] == pair.later["article_id"] else ""
    return _difference(pair, str(pair.earlier["speaker"]), str(pair.later["speaker"]), where)


def sources(mine: pd.DataFrame) -> pd.DataFrame:
    """Who reported it: outlet, articles, accepts, skeptical, declines (counts), first, last (days); most articles first."""
    frame = mine.assign(outlet=mine["outlet"].fillna("not named"))
    found = frame.groupby("outlet").agg(articles=("article_id", "nunique"), first=("date", "min"), last=("date", "max"))
    for label in POSITIONS:
        found[label] = frame[frame["label"] == label].groupby("outlet").size().reindex(found.index, fill_value=0)
    found = found.reset_index().sort_values(["articles", "outlet"], ascending=[False, True], kind="stable")
    return found[["outlet", "articles", "accepts", "skeptical", "declines", "first", "last"]].reset_index(drop=True)


def standing(known: pd.DataFrame) -> pd.DataFrame:
    """Where each actor of `lines` stands: STANDING_COLUMNS, the most recent change first.

    `since` is the first day of the unbroken run of the current stance; `changed_on` the day of the last change, and
    `changed_from` the stance before it where the current stance is the one it changed to; `differ` is True where
    articles of the last day differ; `last` is the last line.
    """
    known = known.reset_index(drop=True)
    lasts = known.drop_duplicates("actor_id", keep="last").set_index("actor_id")
    actors = known["actor_id"].drop_duplicates()
    lasts = lasts.assign(actor_id=lasts.index).loc[actors]
    label, day = known["actor_id"].map(lasts["label"]), known["actor_id"].map(lasts["date"])
    # The current run begins after the last line with another stance.
    broken = known.assign(other=known["label"] != label)[["actor_id", "other"]].iloc[::-1]
    running = (broken.groupby("actor_id", sort=False)["other"].cumsum() == 0).reindex(known.index)
    since = known[running & known["date"].notna()].drop_duplicates("actor_id").set_index("actor_id")["date"]
    moved = _last_changes(known)
    on_last_day = known[known["date"] == day].groupby("actor_id")["label"].nunique()
    found = pd.DataFrame(
        {
            "actor_id": lasts["actor_id"],
            "name": lasts["name"],
            "label": lasts["label"],
            "since": since.reindex(actors),
            "changed_from": moved["before"]
            .where(moved["label"] == lasts["label"].reindex(moved.index))
            .reindex(actors),
            "changed_on": moved["date"].reindex(actors),
            "articles": known.groupby("actor_id")["article_id"].nunique().reindex(actors),
            "differ": on_last_day.reindex(actors, fill_value=0) > 1,
            "last": pd.Series(_records(lasts), index=lasts.index, dtype=object),
        },
        columns=list(STANDING_COLUMNS),
        index=actors,
    ).astype(object)
    found = found.where(found.notna(), None)  # what is missing stays None
    order = found.assign(day=lasts["date"]).fillna({"changed_on": "", "day": ""})  # ISO days sort as text
    order = order.sort_values(["changed_on", "day", "articles"], ascending=False, kind="stable")
    return found.loc[order.index].reset_index(drop=True)


def across_topics(topics: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Each actor's current stance by topic: actor_id, name, topic, label, articles; `topics` are of `standing`, by topic.

    Those with a position on most topics come first, then those with most articles.
    """
    columns = ["actor_id", "name", "topic", "label", "articles"]
    tables = [found.assign(topic=topic)[columns] for topic, found in topics.items() if len(found)]
    frame = pd.concat(tables) if tables else pd.DataFrame(columns=columns)
    by_actor = frame.groupby("actor_id").agg(topics=("topic", "nunique"), total=("articles", "sum"))
    frame = frame.join(by_actor, on="actor_id").sort_values(
        ["topics", "total", "actor_id"], ascending=[False, False, True], kind="stable"
    )
    return frame[columns].reset_index(drop=True)


def _last_changes(known: pd.DataFrame) -> pd.DataFrame:
    """The last of `changes` of every actor that has one, by actor_id: before, label, date."""
    dated = known[known["date"].notna()]
    clear = dated[dated.groupby(["actor_id", "date"])["label"].transform("nunique") == 1]
    before = clear.groupby("actor_id", sort=False)["label"].shift()
    moved = clear.assign(before=before)[before.notna() & (before != clear["label"])]
    return moved.drop_duplicates("actor_id", keep="last").set_index("actor_id")[["before", "label", "date"]]


def _pairs(mine: pd.DataFrame, days: int, differ: Callable[[Line, Line], bool]) -> list[Pair]:
    """Each dated line with the nearest before it that has another stance and may `differ`, at most `days` apart."""
    records = _records(mine[mine["date"].notna()])
    found = []
    for place, later in enumerate(records):
        for earlier in reversed(records[:place]):
            if _days(earlier, later) > days:
                break
            if earlier["label"] != later["label"] and differ(earlier, later):
                found.append(_pair(earlier, later))
                break
    return found[::-1]


def _pair(earlier: Line, later: Line) -> Pair:
    return Pair(earlier, later, _days(earlier, later))


def _days(earlier: Line, later: Line) -> int:
    return (date.fromisoformat(later["date"]) - date.fromisoformat(earlier["date"])).days


def _difference(pair: Pair, first: str, second: str, where: str = "") -> str:
    return (
        f"{first} {VERB[pair.earlier['label']]} ({pair.earlier['date']}); "
        f"{second} {VERB[pair.later['label']]} ({pair.apart}{where})."
    )


def _records(frame: pd.DataFrame) -> list[Line]:
    return cast(list[Line], frame.to_dict("records"))
