"""Tables to charts; no Streamlit here. One colour, one shape and one place per stance, everywhere."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
from altair.utils.schemapi import disable_debug_mode

from dashboard.drawing import FAINT, FULL, TURN, Chart, Drawing, chosen_opacity, drawing
from dashboard.state import Pick
from stanceboard.summary import POSITIONS

disable_debug_mode()  # checks every part of a chart as it is made, half of the time that this takes; tests check the whole

# Okabe–Ito blue and vermilion with a grey between: at least 3.3:1 on both surfaces, told apart by colour-blind readers.
NEUTRAL = "#8C8C8C"
COLOURS = {"accepts": "#0072B2", "skeptical": NEUTRAL, "declines": "#D55E00"}
ORDER = tuple(COLOURS)  # poles outside, doubt between
SHAPES = {"accepts": "circle", "skeptical": "triangle-up", "declines": "diamond"}
SIGNS = {"accepts": "●", "skeptical": "▲", "declines": "◆", "none": "○"}
PICKED, PICK_FIELDS = "pick", ("actor_id", "label", "month", TURN)  # bars have no month
ROW_HEIGHT = 30
FRAME_HEIGHT = 95  # of legend and axis, which Streamlit counts in
SIGN_WIDTH = 0.06  # of the bars' width, for each article of an actor with few
LABELLED_SHARE = 0.12  # narrower segments have no room for their figure


def stance_scale() -> alt.Scale:
    return alt.Scale(domain=list(ORDER), range=[COLOURS[label] for label in ORDER])


def stance_bars(shares: pd.DataFrame) -> Drawing:
    """Share of articles by stance, one bar an actor, named with its number of articles; `shares` is of `findings.shares`.

    Actors with few articles have one sign for each article instead, and no share. A click selects PICK_FIELDS under
    the name PICKED; all but `pick`, else all but `stances`, is drawn faint.
    """
    frame = shares[shares["count"] > 0]
    frame = frame.assign(
        row=frame["actor"] + " · " + frame["total"].astype(str),
        of=frame["count"].astype(str) + " of " + frame["total"].astype(str) + " articles",
        opacity=FULL,
    )
    rows = list(dict.fromkeys(frame["row"]))
    y = alt.Y("row:N", sort=rows, title=None, axis=_actor_axis(210))
    shared, few = _starts(frame[~frame["few"].astype(bool)]), _one_each(frame[frame["few"].astype(bool)])
    axis = alt.Axis(format="%", tickCount=5) if len(shared) else None
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, 1]), title="share of articles", axis=axis)
    tooltip = [
        alt.Tooltip("actor:N", title="actor"),
        alt.Tooltip("label:N", title="stance"),
        alt.Tooltip("of:N", title="articles"),
    ]
    colour = alt.Color("label:N", scale=stance_scale(), legend=legend())
    base = alt.Chart(shared).encode(y=y)
    bars = (
        base.mark_bar(height={"band": 0.72}, cursor="pointer")
        .encode(
            x=x,
            x2=alt.X2("to"),
            color=colour,
            opacity=chosen_opacity(),
            tooltip=[*tooltip, alt.Tooltip("interval:N", title="95 % interval")],
            description=alt.Description("of:N"),
        )
        .add_params(_pick_param())
    )
    # White figures can be read on a bar in full alone.
    shown = alt.Opacity("opacity:Q", scale=alt.Scale(domain=[FAINT, FULL], range=[0, 1]), legend=None)
    figures = base.mark_text(color="white", fontWeight="bold", fontSize=12).encode(
        x=alt.X("middle:Q"), text=alt.Text("percent:N"), opacity=shown
    )
    signs = (
        alt.Chart(few)
        .mark_point(filled=True, size=130, cursor="pointer")
        .encode(y=y, x=alt.X("at:Q"), color=colour, shape=_shape(), opacity=chosen_opacity(), tooltip=tooltip)
    )
    notes = (
        alt.Chart(few.drop_duplicates("row", keep="last"))
        .mark_text(text="few data", align="left", dx=14, color=NEUTRAL, fontSize=12)
        .encode(y=y, x=alt.X("at:Q"))
    )
    return drawing(alt.layer(bars, figures, signs, notes).properties(height=FRAME_HEIGHT + ROW_HEIGHT * len(rows)))


def stance_intervals(shares: pd.DataFrame) -> Drawing:
    """The shares of `stance_bars` with their 95 % intervals: one line an actor and stance, a mark between its two ends.

    Actors with few articles have no share: "few data". Clicks are as in `stance_bars`.
    """
    frame = shares.assign(
        row=shares["actor"] + " · " + shares["total"].astype(str),
        of=shares["count"].astype(str) + " of " + shares["total"].astype(str) + " articles",
        interval=[f"{low:.0%} to {high:.0%}" for low, high in zip(shares["low"], shares["high"], strict=True)],
        opacity=FULL,
    )
    rows = list(dict.fromkeys(frame["row"]))
    enough, few = frame[~frame["few"].astype(bool)], frame[frame["few"].astype(bool)].drop_duplicates("row")
    y = alt.Y("row:N", sort=rows, title=None, axis=_actor_axis(210, grid=True))
    x = alt.X(
        "share:Q", scale=alt.Scale(domain=[0, 1]), title="share of articles", axis=alt.Axis(format="%", tickCount=5)
    )
    base = alt.Chart(enough).encode(
        y=y,
        yOffset=_offset(),
        color=alt.Color("label:N", scale=stance_scale(), legend=legend()),
        opacity=chosen_opacity(),
    )
    rules = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title="share of articles"), x2=alt.X2("high"))
    points = (
        base.mark_point(filled=True, size=90, cursor="pointer")
        .encode(
            x=x,
            shape=_shape(),
            tooltip=[
                alt.Tooltip("actor:N", title="actor"),
                alt.Tooltip("label:N", title="stance"),
                alt.Tooltip("of:N", title="articles"),
                alt.Tooltip("interval:N", title="95 % interval"),
            ],
        )
        .add_params(_pick_param())
    )
    notes = (
        alt.Chart(few)
        .mark_text(text="few data", align="left", dx=4, color=NEUTRAL, fontSize=12)
        .encode(y=y, x=alt.XDatum(0))
    )
    return drawing(alt.layer(rules, points, notes).properties(height=FRAME_HEIGHT + 40 * len(rows)))


def stance_timeline(found: pd.DataFrame, events: pd.DataFrame, actors: Sequence[str]) -> Drawing:
    """One mark per actor, month and stance, at the mean day of its articles and sized by them; rules at the events.

    `found` is of `findings.positions`; rows without a date are left out. `actors` are names in display order.
    """
    frame = found[found["date"].notna() & found["actor"].isin(actors)]
    frame = frame.assign(month=frame["date"].str[:7], day=pd.to_datetime(frame["date"]))
    frame = frame.groupby(["actor_id", "actor", "month", "label"], as_index=False).agg(
        articles=("article_id", "nunique"),
        day=("day", "mean"),  # not the month's first, which would put a report before the event it is about
    )
    frame["opacity"] = FULL
    points = (
        alt.Chart(frame)
        .mark_point(filled=True, cursor="pointer", strokeWidth=1)
        .encode(
            x=alt.X(
                "day:T",
                title=None,
                axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, grid=False, labelOverlap=True),
            ),
            y=alt.Y("actor:N", sort=actors, title=None, axis=_actor_axis(190, grid=True)),
            yOffset=_offset(),
            color=alt.Color("label:N", scale=stance_scale(), legend=legend()),
            opacity=chosen_opacity(),
            shape=_shape(),
            size=alt.Size(
                "articles:Q", scale=alt.Scale(range=[70, 320], domain=[1, max(4, _most(frame))]), legend=None
            ),
            tooltip=[
                alt.Tooltip("actor:N", title="actor"),
                alt.Tooltip("label:N", title="stance"),
                alt.Tooltip("month:N", title="month"),
                alt.Tooltip("articles:Q", title="articles"),
            ],
        )
        .add_params(_pick_param())
    )
    dated = events.assign(date=pd.to_datetime(events["date"]))
    if len(frame) and len(dated):
        margin = pd.Timedelta(days=45)
        dated = dated[dated["date"].between(frame["day"].min() - margin, frame["day"].max() + margin)]
    rules = (
        alt.Chart(dated)
        .mark_rule(strokeDash=[3, 3], color=NEUTRAL, opacity=0.75)
        .encode(
            x=alt.X("date:T"),
            tooltip=[alt.Tooltip("label:N", title="event"), alt.Tooltip("date:T", title="date", format="%d %B %Y")],
        )
    )
    return drawing(alt.layer(rules, points).properties(height=FRAME_HEIGHT + 36 * len(actors)))


def confusion_chart(matrix: list[list[int]], labels: tuple[str, ...]) -> Chart:
    """Counts of gold label (row) by predicted label (column)."""
    cells = [
        {
            "gold": gold,
            "predicted": predicted,
            "count": matrix[row][column],
            "share": matrix[row][column] / max(1, sum(matrix[row])),
        }
        for row, gold in enumerate(labels)
        for column, predicted in enumerate(labels)
    ]
    base = alt.Chart(pd.DataFrame(cells)).encode(
        x=alt.X("predicted:N", sort=list(labels), title="model says", axis=alt.Axis(labelAngle=0, orient="top")),
        y=alt.Y("gold:N", sort=list(labels), title="label"),
    )
    squares = base.mark_rect().encode(
        color=alt.Color("share:Q", scale=alt.Scale(range=["#EAF1F6", "#0072B2"], domain=[0, 1]), legend=None)
    )
    ink = alt.condition("datum.share > 0.55", alt.value("white"), alt.value("#1F2933"))
    return alt.layer(squares, base.mark_text(fontSize=13).encode(text=alt.Text("count:Q"), color=ink)).properties(
        height=260
    )


def legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", symbolSize=110, labelFontSize=12, columnPadding=8, labelOffset=3)


def picked_from(event: Any) -> Pick | None:
    """What a click selected, or None."""
    chosen = event["selection"].get(PICKED) if event and "selection" in event else None
    if not chosen or not chosen[0].get("actor_id") or chosen[0].get("label") not in POSITIONS:
        return None
    month = chosen[0].get("month")
    return Pick(str(chosen[0]["actor_id"]), str(chosen[0]["label"]), str(month) if month else None)


def _pick_param() -> alt.Parameter:
    return alt.selection_point(name=PICKED, fields=list(PICK_FIELDS), empty=False)


def _actor_axis(limit: int, grid: bool = False) -> alt.Axis:
    return alt.Axis(labelLimit=limit, labelOverlap=False, grid=grid, ticks=False, domain=False, labelPadding=8)


def _offset() -> alt.YOffset:
    """Each stance at its own height within an actor's row."""
    return alt.YOffset("label:N", sort=list(ORDER), scale=alt.Scale(domain=list(ORDER), paddingOuter=0.8))


def _shape() -> alt.Shape:
    return alt.Shape("label:N", scale=alt.Scale(domain=list(ORDER), range=[SHAPES[one] for one in ORDER]), legend=None)


def _ordered(shares: pd.DataFrame) -> pd.DataFrame:
    place = {label: number for number, label in enumerate(ORDER)}
    frame = shares.assign(place=shares["label"].map(place)).sort_values(["actor_id", "place"], kind="stable")
    return frame.drop(columns="place")


def _starts(shares: pd.DataFrame) -> pd.DataFrame:
    """Add where each segment begins, ends and has its middle, in ORDER, and its figures."""
    frame = _ordered(shares)
    ends = frame.groupby("actor_id", sort=False)["share"].cumsum()
    frame = frame.assign(to=ends.round(6), middle=ends - frame["share"] / 2)
    frame["from"] = (ends - frame["share"]).round(6).abs()
    frame["interval"] = [f"{low:.0%} to {high:.0%}" for low, high in zip(frame["low"], frame["high"], strict=True)]
    frame["percent"] = [f"{share:.0%}" if share >= LABELLED_SHARE else "" for share in frame["share"]]
    return frame


def _one_each(shares: pd.DataFrame) -> pd.DataFrame:
    """One row for each article, side by side in ORDER."""
    frame = _ordered(shares)
    frame = frame.loc[frame.index.repeat(frame["count"].astype(int))]
    return frame.assign(at=(frame.groupby("row", sort=False).cumcount() + 0.5) * SIGN_WIDTH)


def _most(frame: pd.DataFrame) -> int:
    return int(frame["articles"].max()) if len(frame) else 1
