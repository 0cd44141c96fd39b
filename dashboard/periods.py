"""Positions by period: months, quarters or years, whichever leave few enough columns to read."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from dashboard.findings import FEW, wilson
from stanceboard.summary import POSITIONS

MONTH, QUARTER, YEAR = "month", "quarter", "year"
MONTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
MOST_COLUMNS = 12
MOST_BANDS = 4  # actors whose share over time is drawn


def unit_for(days: Sequence[str]) -> str:
    """The finest of month, quarter and year that gives at most MOST_COLUMNS periods from the first day to the last.

    >>> unit_for(["2018-01-15", "2018-12-31"]), unit_for(["2018-01-15", "2019-01-01"])
    ('month', 'quarter')
    """
    if not len(days):
        return MONTH
    first, last = min(days), max(days)
    return next((unit for unit in MONTHS if _number(last, unit) - _number(first, unit) < MOST_COLUMNS), YEAR)


def period_of(day: str, unit: str) -> str:
    """The period of an ISO day, as it is named: "2018-08", "2018 Q3" or "2018"."""
    return _name(_number(day, unit), unit)


def all_periods(days: Sequence[str], unit: str) -> list[str]:
    """Every period from the first day to the last, those without an article included; at most 2 × MOST_COLUMNS years."""
    if not len(days):
        return []
    last = _number(max(days), unit)
    first = max(_number(min(days), unit), last - 2 * MOST_COLUMNS + 1)  # one article of 1900 would empty the chart
    return [_name(number, unit) for number in range(first, last + 1)]


def days_of(period: str) -> tuple[str, str]:
    """The first and the last day of a period.

    >>> days_of("2018-02"), days_of("2018 Q3"), days_of("2018")
    (('2018-02-01', '2018-02-28'), ('2018-07-01', '2018-09-30'), ('2018-01-01', '2018-12-31'))
    """
    year, rest = int(period[:4]), period[4:]
    month, length = (int(rest[1:]), 1) if rest.startswith("-") else (3 * int(rest[2:]) - 2, 3) if rest else (1, 12)
    after = month + length
    following = date(year + 1, 1, 1) if after > 12 else date(year, after, 1)
    return date(year, month, 1).isoformat(), (following - timedelta(days=1)).isoformat()


def by_period(found: pd.DataFrame, actors: Sequence[str], unit: str) -> pd.DataFrame:
    """Articles by actor, period and stance, of `positions`: actor, period, total, accepts, skeptical, declines, net, few.

    Every actor has a line for every period. `net` is the share that accepts less the share that declines, -1 to 1,
    and missing where the period has fewer than FEW articles of the actor (`few`; also where it has none).
    """
    dated = found[found["date"].notna()]
    periods = all_periods(list(dated["date"]), unit)
    counts = dated.assign(period=[period_of(day, unit) for day in dated["date"]])
    counts = counts.groupby(["actor", "period", "label"])["article_id"].nunique().unstack("label", fill_value=0)
    grid = pd.MultiIndex.from_product([list(actors), periods], names=["actor", "period"])
    frame = counts.reindex(index=grid, columns=list(POSITIONS), fill_value=0).astype(int).reset_index()
    frame["total"] = frame[list(POSITIONS)].sum(axis=1)
    frame["few"] = frame["total"] < FEW
    frame["net"] = ((frame["accepts"] - frame["declines"]) / frame["total"].where(~frame["few"])).astype(float)
    return frame[["actor", "period", "total", "accepts", "skeptical", "declines", "net", "few"]]


def prevailing(counts: pd.Series) -> list[str]:
    """The stance, or the stances, of most articles of one line of `by_period`; none where it has no article."""
    most = max(int(counts[label]) for label in POSITIONS)
    return [label for label in POSITIONS if most and counts[label] == most]


def shares_accepting(cells: pd.DataFrame) -> pd.DataFrame:
    """Where there are FEW articles or more: actor, period, accepts, total, share, low, high (Wilson, 95 %), run.

    `cells` is of `by_period`. At most MOST_BANDS actors, those with most articles, and only such as have two periods
    to compare. A `run` is broken where a period between has too few articles.
    """
    enough = cells[~cells["few"]]
    periods = enough.groupby("actor")["total"].agg(["size", "sum"])
    actors = list(
        periods[periods["size"] > 1].sort_values("sum", ascending=False, kind="stable").head(MOST_BANDS).index
    )
    lines = []
    for actor in actors:
        run = 0
        for row in cells[cells["actor"] == actor].to_dict("records"):
            if row["few"]:
                run += 1
                continue
            low, high = wilson(row["accepts"], row["total"])
            share = row["accepts"] / row["total"]
            lines.append((actor, row["period"], row["accepts"], row["total"], share, low, high, run))
    return pd.DataFrame(lines, columns=["actor", "period", "accepts", "total", "share", "low", "high", "run"])


def _number(day: str, unit: str) -> int:
    """Periods since year 0."""
    found = date.fromisoformat(day)
    return (found.year * 12 + found.month - 1) // MONTHS[unit]


def _name(number: int, unit: str) -> str:
    if unit == YEAR:
        return f"{number:04d}"
    in_year = 12 // MONTHS[unit]
    year, place = divmod(number, in_year)
    return f"{year:04d} Q{place + 1}" if unit == QUARTER else f"{year:04d}-{place + 1:02d}"
