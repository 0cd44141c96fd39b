"""Charts of actors by period; tables in, drawings out, no Streamlit here."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import COLOURS, FRAME_HEIGHT, NEUTRAL, PICKED, ROW_HEIGHT, SIGNS
from dashboard.drawing import TURN, Drawing, drawing
from dashboard.periods import prevailing

PALE = "#F2EFE9"  # as many accept as decline; no cell without a share has it
LIGHT_INK, DARK_INK = "#FFFFFF", "#1F2933"
STRONG = 0.75  # net share from which a cell is dark enough for light ink
PAGE_INK = "currentColor"  # the page's own text colour, in light and in dark
EMPTY = "·"
CELL_FIELDS = ("actor", "period")  # a click tells TURN too
BAND_HEIGHT = 190  # axis and title included


def net_heatmap(cells: pd.DataFrame, actors: Sequence[str]) -> Drawing:
    """Actor by period: colour is the net share, text the prevailing stance's sign and the number of articles.

    `cells` is of `periods.by_period`. A cell with few articles has an outline and no colour, one without any "·".
    A click selects CELL_FIELDS under the name PICKED.
    """
    frame = cells.assign(text=[_cell_text(row) for _, row in cells.iterrows()])
    frame["says"] = [
        f"{row['accepts']} accept, {row['skeptical']} skeptical, {row['declines']} decline"
        for row in cells.to_dict("records")
    ]
    periods = list(dict.fromkeys(frame["period"]))
    x = alt.X(
        "period:O",
        sort=periods,
        title=None,
        axis=alt.Axis(labelAngle=0, orient="top", ticks=False, domain=False, labelOverlap=True),
    )
    y = alt.Y(
        "actor:N",
        sort=list(actors),
        title=None,
        axis=alt.Axis(labelLimit=190, labelOverlap=False, ticks=False, domain=False, labelPadding=8),
    )
    tooltip = [
        alt.Tooltip("actor:N", title="actor"),
        alt.Tooltip("period:N", title="period"),
        alt.Tooltip("total:Q", title="articles"),
        alt.Tooltip("says:N", title="of them"),
    ]
    shared, few = frame[~frame["few"]], frame[frame["few"] & (frame["total"] > 0)]
    legend = alt.Legend(
        title=None,
        orient="bottom",
        gradientLength=200,
        values=[-1, 0, 1],
        labelExpr="datum.value < 0 ? 'all decline' : datum.value > 0 ? 'all accept' : 'as many'",
    )
    colour = alt.Color(
        "net:Q",
        # Through other colour spaces the way to blue leads over green.
        scale=alt.Scale(domain=[-1, 0, 1], range=[COLOURS["declines"], PALE, COLOURS["accepts"]], interpolate="rgb"),
        legend=legend if len(shared) else None,
    )
    coloured = (
        alt.Chart(shared).mark_rect(stroke=NEUTRAL, strokeWidth=0.5, cursor="pointer").encode(x=x, y=y, color=colour)
    )
    outlined = (
        alt.Chart(few).mark_rect(fillOpacity=0, stroke=NEUTRAL, strokeDash=[2, 2]).encode(x=x, y=y, tooltip=tooltip)
    )
    ink = alt.condition(f"abs(datum.net) > {STRONG}", alt.value(LIGHT_INK), alt.value(DARK_INK))
    figures = (
        alt.Chart(shared).mark_text(fontSize=12, fontWeight="bold").encode(x=x, y=y, text=alt.Text("text:N"), color=ink)
    )
    pick = alt.selection_point(name=PICKED, fields=[*CELL_FIELDS, TURN], empty=False)
    others = (
        alt.Chart(frame[frame["few"]]).mark_text(fontSize=12, color=PAGE_INK).encode(x=x, y=y, text=alt.Text("text:N"))
    )
    # Text without a tooltip lets a click through to its cell.
    layers = alt.layer(coloured.encode(tooltip=tooltip).add_params(pick), outlined, figures, others)
    return drawing(layers.properties(height=FRAME_HEIGHT + ROW_HEIGHT * len(actors)))


def accepting_band(shares: pd.DataFrame, actor: str, periods: Sequence[str], most: int) -> Drawing:
    """One actor's share of articles that accept, with its Wilson interval; points are sized by articles, up to `most`.

    `shares` is of `periods.shares_accepting`; the line breaks where a period has too few articles.
    """
    frame = shares[shares["actor"] == actor]
    frame = frame.assign(
        of=[f"{row['accepts']} of {row['total']} articles" for row in frame.to_dict("records")],
        interval=[f"{row['low']:.0%} to {row['high']:.0%}" for row in frame.to_dict("records")],
    )
    axis = alt.Axis(format="%", values=[0, 0.5, 1])
    base = alt.Chart(frame).encode(
        x=alt.X(
            "period:O",
            scale=alt.Scale(domain=list(periods)),
            title=None,
            axis=alt.Axis(labelAngle=0, labelOverlap=True, ticks=False),
        ),
        detail=alt.Detail("run:N"),
    )
    share = alt.Y("share:Q", scale=alt.Scale(domain=[0, 1]), title=None, axis=axis)
    band = base.mark_area(color=COLOURS["accepts"], opacity=0.3).encode(
        y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 1]), title=None, axis=axis), y2=alt.Y2("high")
    )
    rules = base.mark_rule(color=COLOURS["accepts"], opacity=0.6).encode(y=alt.Y("low:Q"), y2=alt.Y2("high"))
    line = base.mark_line(color=COLOURS["accepts"]).encode(y=share)
    points = base.mark_point(filled=True, color=COLOURS["accepts"], opacity=1).encode(
        y=share,
        size=alt.Size("total:Q", scale=alt.Scale(domain=[1, most], range=[30, 220]), legend=None),
        tooltip=[
            alt.Tooltip("period:N", title="period"),
            alt.Tooltip("of:N", title="accepts in"),
            alt.Tooltip("interval:N", title="95 % interval"),
        ],
    )
    title = alt.Title(actor, anchor="start", fontSize=13)
    return drawing(alt.layer(band, rules, line, points).properties(height=BAND_HEIGHT, title=title))


def cell_from(event: Any) -> tuple[str, str] | None:
    """The actor and period that a click on the heatmap selected, or None."""
    chosen = event["selection"].get(PICKED) if event and "selection" in event else None
    if not chosen or not all(chosen[0].get(field) for field in CELL_FIELDS):
        return None
    return str(chosen[0]["actor"]), str(chosen[0]["period"])


def _cell_text(row: pd.Series) -> str:
    return f"{''.join(SIGNS[label] for label in prevailing(row))} {row['total']}" if row["total"] else EMPTY
