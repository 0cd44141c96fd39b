"""What the overview's charts draw, counted once for all of them. Pure functions over tables, no Streamlit."""

from dataclasses import dataclass

import pandas as pd

from dashboard import figures, findings, periods
from dashboard.state import Filters, Pick
from stanceboard.types import Topic

MOST_ACTORS = 12


@dataclass(frozen=True)
class View:
    """Positions by article, their shares, cells by period, what can be picked, and the finding in one sentence."""

    finding: str
    found: pd.DataFrame
    shares: pd.DataFrame
    names: list[str]
    scope: str
    unit: str
    cells: pd.DataFrame
    options: dict[str, Pick]
    frame: figures.Frame


def view_of(topic: Topic, rows: pd.DataFrame, filters: Filters) -> View:
    """Count the rows, of all stances, that pass `filters`."""
    found = findings.positions(rows)
    shares = findings.shares(found, MOST_ACTORS)
    names = list(dict.fromkeys(shares["actor"]))
    unit = periods.unit_for(list(found["date"].dropna()))
    return View(
        finding=findings.finding(rows, found),
        found=found,
        shares=shares,
        names=names,
        scope=findings.scope(found[found["actor_id"].isin(shares["actor_id"])]),
        unit=unit,
        cells=periods.by_period(found, names, unit),
        options=picks(shares, found),
        frame=figures.Frame(topic.name, figures.extent(rows, filters.describe()), figures.source_line(rows)),
    )


def picks(shares: pd.DataFrame, found: pd.DataFrame) -> dict[str, Pick]:
    """What can be picked in the charts: bars as "Taliban: accepts", then months as "Taliban: accepts in 2018-08"."""
    there = shares[shares["count"] > 0]
    dated = found[found["date"].notna() & found["actor_id"].isin(there["actor_id"])]
    months = dated.assign(month=dated["date"].str[:7]).sort_values("month", kind="stable")
    bars = {f"{row['actor']}: {row['label']}": Pick(row["actor_id"], row["label"]) for row in there.to_dict("records")}
    return bars | {
        f"{row['actor']}: {row['label']} in {row['month']}": Pick(row["actor_id"], row["label"], row["month"])
        for row in months.to_dict("records")
    }
