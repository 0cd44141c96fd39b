"""Tables to Altair charts; no Streamlit here. One colour, one shape and one place per stance, everywhere."""

from typing import Any

import altair as alt
import pandas as pd

from stanceboard.summary import POSITIONS

# Okabe–Ito blue and vermilion with a grey between: at least 3.3:1 on both surfaces, told apart by colour-blind readers.
COLOURS = {"accepts": "#0072B2", "skeptical": "#8C8C8C", "declines": "#D55E00"}
ORDER = tuple(COLOURS)  # poles outside, doubt between
SHAPES = {"accepts": "circle", "skeptical": "triangle-up", "declines": "diamond"}
SIGNS = {"accepts": "●", "skeptical": "▲", "declines": "◆", "none": "○"}
Chart = alt.LayerChart | alt.FacetChart  # what alt.layer says it returns
PICKED = "pick"
ROW_HEIGHT = 30
FRAME_HEIGHT = 95  # of legend and axis, which Streamlit counts in
LABELLED_SHARE = 0.12  # narrower segments have no room for their figure


def stance_scale() -> alt.Scale:
    return alt.Scale(domain=list(ORDER), range=[COLOURS[label] for label in ORDER])


def stance_bars(shares: pd.DataFrame, picked: tuple[str, str] | None = None) -> Chart:
    """Share of articles by stance, one bar an actor, named with its number of articles; `shares` is of `findings.shares`.

    A click selects (actor_id, label) under the name PICKED; `picked` is drawn as selected.
    """
    frame = _starts(shares[shares["count"] > 0])
    frame["of"] = frame["count"].astype(str) + " of " + frame["total"].astype(str) + " articles"
    frame["interval"] = [f"{low:.0%} to {high:.0%}" for low, high in zip(frame["low"], frame["high"], strict=True)]
    frame["percent"] = [f"{share:.0%}" if share >= LABELLED_SHARE else "" for share in frame["share"]]
    frame["row"] = frame["actor"] + " · " + frame["total"].astype(str)
    frame["chosen"] = [picked in (None, pair) for pair in zip(frame["actor_id"], frame["label"], strict=True)]
    rows = list(dict.fromkeys(shares["actor"] + " · " + shares["total"].astype(str)))
    pick = alt.selection_point(name=PICKED, fields=["actor_id", "label"], empty=False)
    y = alt.Y(
        "row:N",
        sort=rows,
        title=None,
        axis=alt.Axis(labelLimit=210, labelOverlap=False, ticks=False, domain=False, labelPadding=8),
    )
    x = alt.X(
        "from:Q", scale=alt.Scale(domain=[0, 1]), title="share of articles", axis=alt.Axis(format="%", tickCount=5)
    )
    base = alt.Chart(frame).encode(y=y)
    bars = (
        base.mark_bar(height={"band": 0.72}, cursor="pointer")
        .encode(
            x=x,
            x2="to:Q",
            color=alt.Color("label:N", scale=stance_scale(), legend=legend()),
            opacity=alt.condition("datum.chosen", alt.value(1), alt.value(0.35)),
            tooltip=[
                alt.Tooltip("actor:N", title="actor"),
                alt.Tooltip("label:N", title="stance"),
                alt.Tooltip("of:N", title="articles"),
                alt.Tooltip("interval:N", title="95 % interval"),
            ],
            description=alt.Description("of:N"),
        )
        .add_params(pick)
    )
    figures = base.mark_text(color="white", fontWeight="bold", fontSize=12).encode(
        x=alt.X("middle:Q"), text="percent:N"
    )
    return alt.layer(bars, figures).properties(height=FRAME_HEIGHT + ROW_HEIGHT * len(rows))


def stance_timeline(found: pd.DataFrame, events: pd.DataFrame, actors: list[str]) -> Chart:
    """One mark per actor, month and stance, sized by its articles; rules at the events.

    `found` is of `findings.positions`; rows without a date are left out. `actors` are names in display order.
    """
    frame = found[found["date"].notna() & found["actor"].isin(actors)].assign(
        month=lambda rows: rows["date"].str[:7] + "-01"
    )
    frame = frame.groupby(["actor_id", "actor", "month", "label"], as_index=False).agg(
        articles=("article_id", "nunique")
    )
    frame["month"] = pd.to_datetime(frame["month"])
    pick = alt.selection_point(name=PICKED, fields=["actor_id", "label"], empty=False)
    x = alt.X(
        "month:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=6, grid=False, labelOverlap=True)
    )
    points = (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=0.9, cursor="pointer", strokeWidth=1)
        .encode(
            x=x,
            y=alt.Y(
                "actor:N",
                sort=actors,
                title=None,
                axis=alt.Axis(labelLimit=190, labelOverlap=False, grid=True, ticks=False, domain=False, labelPadding=8),
            ),
            yOffset=alt.YOffset("label:N", sort=list(ORDER), scale=alt.Scale(domain=list(ORDER), paddingOuter=0.8)),
            color=alt.Color("label:N", scale=stance_scale(), legend=legend()),
            shape=alt.Shape("label:N", scale=alt.Scale(domain=list(ORDER), range=[SHAPES[one] for one in ORDER])),
            size=alt.Size(
                "articles:Q", scale=alt.Scale(range=[70, 320], domain=[1, max(4, _most(frame))]), legend=None
            ),
            tooltip=[
                alt.Tooltip("actor:N", title="actor"),
                alt.Tooltip("label:N", title="stance"),
                alt.Tooltip("month:T", title="month", format="%B %Y"),
                alt.Tooltip("articles:Q", title="articles"),
            ],
        )
        .add_params(pick)
    )
    dated = events.assign(date=pd.to_datetime(events["date"]))
    if len(frame) and len(dated):
        margin = pd.Timedelta(days=45)
        dated = dated[dated["date"].between(frame["month"].min() - margin, frame["month"].max() + margin)]
    rules = (
        alt.Chart(dated)
        .mark_rule(strokeDash=[3, 3], color="#8C8C8C", opacity=0.75)
        .encode(
            x="date:T",
            tooltip=[alt.Tooltip("label:N", title="event"), alt.Tooltip("date:T", title="date", format="%d %B %Y")],
        )
    )
    return alt.layer(rules, points).properties(height=FRAME_HEIGHT + 36 * len(actors))


def reliability_chart(bins: list[list[float]]) -> Chart:
    """How often the model is right at each confidence; `bins` are [confidence, share right, count]."""
    frame = pd.DataFrame(bins, columns=["confidence", "right", "count"])
    axis = alt.Scale(domain=[0, 1])
    line = (
        alt.Chart(pd.DataFrame({"x": [0, 1], "y": [0, 1]}))
        .mark_line(strokeDash=[4, 4], color="#8C8C8C")
        .encode(x="x:Q", y="y:Q")
    )
    points = (
        alt.Chart(frame)
        .mark_line(point=alt.OverlayMarkDef(filled=True, size=70, color="#0072B2"), color="#0072B2")
        .encode(
            x=alt.X("confidence:Q", scale=axis, title="stated probability", axis=alt.Axis(format="%", tickCount=5)),
            y=alt.Y("right:Q", scale=axis, title="share right", axis=alt.Axis(format="%", tickCount=5)),
            tooltip=[alt.Tooltip("confidence:Q", format=".0%"), alt.Tooltip("right:Q", format=".0%"), "count:Q"],
        )
    )
    return alt.layer(line, points).properties(height=260)


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
    return alt.layer(squares, base.mark_text(fontSize=13).encode(text="count:Q", color=ink)).properties(height=260)


def legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", symbolSize=110, labelFontSize=12, columnPadding=8, labelOffset=3)


def picked_from(event: Any) -> tuple[str, str] | None:
    """The (actor_id, label) that a click selected, or None."""
    chosen = event["selection"].get(PICKED) if event and "selection" in event else None
    if not chosen or not chosen[0].get("actor_id") or chosen[0].get("label") not in POSITIONS:
        return None
    return str(chosen[0]["actor_id"]), str(chosen[0]["label"])


def _starts(shares: pd.DataFrame) -> pd.DataFrame:
    """Add where each segment begins, ends and has its middle, in ORDER."""
    place = {label: number for number, label in enumerate(ORDER)}
    frame = shares.assign(place=shares["label"].map(place)).sort_values(["actor_id", "place"], kind="stable")
    ends = frame.groupby("actor_id", sort=False)["share"].cumsum()
    frame = frame.assign(to=ends.round(6), middle=ends - frame["share"] / 2)
    frame["from"] = (ends - frame["share"]).round(6).abs()
    return frame.drop(columns="place")


def _most(frame: pd.DataFrame) -> int:
    return int(frame["articles"].max()) if len(frame) else 1
