"""What the overview's charts draw, counted once for all of them. Pure functions over tables, no Streamlit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import charts, charts_time, figures, findings, periods
from dashboard.drawing import Drawing
from dashboard.state import Filters, Pick
from stanceboard.types import Topic

MOST_ACTORS = 12


@dataclass(frozen=True)
class View:
    """Positions by article, their shares, cells by period, what can be picked, and the finding in one sentence.

    Its charts are drawn when they are first asked for, and kept.
    """

    finding: str
    found: pd.DataFrame
    shares: pd.DataFrame
    names: list[str]
    scope: str
    unit: str
    cells: pd.DataFrame
    options: dict[str, Pick]
    frame: figures.Frame
    events: pd.DataFrame

    @cached_property
    def bars(self) -> Drawing:
        return charts.stance_bars(self.shares)

    @cached_property
    def intervals(self) -> Drawing:
        return charts.stance_intervals(self.shares)

    @cached_property
    def timeline(self) -> Drawing:
        return charts.stance_timeline(self.found, self.events, self.names)

    @cached_property
    def dated(self) -> pd.DataFrame:
        """What the timeline draws, one line for each article and actor."""
        columns = ["date", "actor", "label", "sentences", "probability"]
        return self.found[columns].rename(columns={"probability": "confidence"}).sort_values("date")

    @cached_property
    def grid(self) -> Drawing:
        return charts_time.net_heatmap(self.cells, self.names)

    @cached_property
    def accepting(self) -> pd.DataFrame:
        return periods.shares_accepting(self.cells)

    @cached_property
    def bands(self) -> list[Drawing]:
        """One for each actor of `accepting`."""
        shown, most = list(dict.fromkeys(self.cells["period"])), int(self.accepting["total"].max())
        return [
            charts_time.accepting_band(self.accepting, one, shown, most)
            for one in dict.fromkeys(self.accepting["actor"])
        ]


def view_of(topic: Topic, rows: pd.DataFrame, filters: Filters, events: pd.DataFrame) -> View:
    """Count the rows, of all stances, that pass `filters`; `events` are drawn beside them."""
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
        events=events,
    )


def offered(options: Mapping[str, Pick], chosen: str | None) -> list[str]:
    """What of `options` a list shows: every bar, and of the `chosen` actor and stance its months too.

    Two years of twelve actors have hundreds of months; of one stance they can be read.
    """
    own = options.get(chosen or "")
    return [
        name
        for name, one in options.items()
        if one.month is None or (own and (one.actor_id, one.label) == (own.actor_id, own.label))
    ]


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
