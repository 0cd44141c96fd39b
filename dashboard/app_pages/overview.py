"""Who accepts? One finding, stances by actor, over time and by period, three quotes."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import cards, charts, charts_time, data, findings, links, parts, periods, state

MOST_ACTORS = 12
QUOTES_SHOWN = 3
FITS_PHONE = 6  # columns of the grid
BARS, INTERVALS = "Bars", "Intervals"
MARKS, BANDS = "Marks", "Share accepting"
# Twelve columns need more than a phone's width: the grid alone is then moved sideways, not the page.
WIDE_GRID = """
<style>
.st-key-chart-card-heat [data-testid="stElementContainer"]:has([data-testid="stVegaLiteChart"]) { overflow-x: auto; }
.st-key-chart-card-heat [data-testid="stVegaLiteChart"] { min-width: 680px; }
</style>
"""
PERCENT = {
    name: st.column_config.NumberColumn(label, format="percent")
    for name, label in (("share", "share"), ("low", "95 % from"), ("high", "95 % to"), ("net", "net share"))
}


def switch(label: str, options: tuple[str, str], key: str) -> str:
    """Which of two views of one chart, in the address; the first unless chosen."""
    return str(
        st.segmented_control(
            label,
            options,
            default=options[0],
            key=key,
            bind="query-params",
            required=True,
            label_visibility="collapsed",
        )
    )


def bands(cells: pd.DataFrame, unit: str, scope: str) -> None:
    """The timeline's other view: shares with their intervals, where there are articles enough."""
    accepting = periods.shares_accepting(cells)
    title, caption = "Share accepting over time", f"Share of an actor's articles that accept, by {unit}. {scope}."
    if accepting.empty:
        st.subheader(title, anchor=False)
        st.info(
            f"Too few articles: no actor has {findings.FEW} with a position in each of two periods ({unit}s). "
            f"A share of fewer says nothing; choose {MARKS} to see each stance."
        )
        return
    names = list(dict.fromkeys(accepting["actor"]))
    cards.chart_card(
        title,
        f"{caption} Only {unit}s with {findings.FEW} articles or more; larger points have more. Band: 95 % interval.",
        [
            charts_time.accepting_band(
                accepting, name, list(dict.fromkeys(cells["period"])), int(accepting["total"].max())
            )
            for name in names
        ],
        accepting.drop(columns="run"),
        key="bands",
        alt=f"Lines: share accepting by {unit}, with intervals. The table below holds the same figures.",
        columns=PERCENT,
    )


def cell_link(event: Any, rows: pd.DataFrame, found: pd.DataFrame) -> None:
    """After a click on a cell of the heatmap: the way to its sentences."""
    cell = charts_time.cell_from(event)
    known = found[found["actor"] == cell[0]] if cell else found.iloc[:0]
    if cell is None or known.empty:
        st.caption("Click a cell for the way to its sentences.")
        return
    first, last = periods.days_of(cell[1])
    actor = rows.loc[rows["actor_id"] == known["actor_id"].iloc[0], "actor"].iloc[0]
    own = {state.ACTORS: actor, state.STANCES: (), state.SINCE: first, state.UNTIL: last}
    links.link(f"{cell[0]} in {cell[1]}: see its sentences in Evidence", links.href(links.EVIDENCE, **own))


topic = parts.choose_topic()
rows = data.rows(topic)
st.title(f"Who accepts the {topic.name}?", anchor=False)
if rows.empty:
    st.info(f"No article has been scored toward the {topic.name} yet.")
    links.link("Add articles", links.href(links.ADD))
    st.stop()
headline = st.empty()
view, filters = parts.filter_row(rows)
if view.empty:
    st.stop()
whole = filters.whole().apply(rows)  # a share is of all stances; stance and confidence choose what is listed
whole = parts.count_copies(whole)
headline.markdown(f"#### {findings.finding(whole)}")
if filters != filters.whole():
    st.caption("Figures and charts count every stance at any confidence; these filters choose the sentences below.")

found = findings.positions(whole)
if found.empty:
    st.stop()
shares = findings.shares(found, MOST_ACTORS)
names = list(dict.fromkeys(shares["actor"]))
scope = findings.scope(found[found["actor_id"].isin(shares["actor_id"])])
unit = periods.unit_for(list(found["date"].dropna()))
cells = periods.by_period(found, names, unit)
options = parts.picks(shares, found)
drawn = st.container()  # above the box that says what is picked, and filled after it
with st.container(horizontal=True, vertical_alignment="bottom"):
    st.subheader("The sentences behind it", anchor=False, width="stretch")
    pick = st.selectbox(
        "Show the sentences of",
        list(options),
        index=None,
        key=state.PICK,
        bind="query-params",
        placeholder="Click a mark, or choose",
        width=320,
    )
with drawn:
    left, right = st.columns(2, gap="large")
with left:
    most = f"The {len(names)} most frequent actors. " if found["actor_id"].nunique() > len(names) else ""
    shown = switch("Stances by actor as", (BARS, INTERVALS), state.SHARES)
    bars = f"{shown}-{pick}"
    by_actor = charts.stance_intervals if shown == INTERVALS else charts.stance_bars
    few = "few data, no share." if shown == INTERVALS else "one sign for each."
    cards.chart_card(
        "Stance by actor",
        f"Share of the articles in which an actor takes a position, by its stance there. {most}{scope}. "
        f"Actors with fewer than {findings.FEW} articles: {few}",
        by_actor(shares, options.get(pick or ""), filters.stances),
        shares.loc[shares["count"] > 0, ["actor", "label", "count", "total", "share", "low", "high"]],
        key=bars,
        alt="Bars: share of articles in which each actor accepts, is skeptical or declines. The table below holds the same figures.",
        on_select=lambda: parts.take_pick(bars, state.PICK, options),
        columns=PERCENT,
    )
with right:
    if switch("Stances over time as", (MARKS, BANDS), state.TIME) == BANDS:
        bands(cells, unit, scope)
    else:
        timeline = f"timeline-{pick}"
        cards.chart_card(
            "Stance over time",
            "One mark for each actor, month and stance; larger for more articles. "
            f"{scope}. Dashed lines: rounds and key dates.",
            charts.stance_timeline(found, data.events(), names, options.get(pick or ""), filters.stances),
            found[["date", "actor", "label", "sentences", "probability"]].sort_values("date"),
            key=timeline,
            alt="Marks over months: each actor's stance. The table below holds the same stances.",
            on_select=lambda: parts.take_pick(timeline, state.PICK, options),
        )
    undated = int(found["date"].isna().sum())
    if undated:
        st.caption(f"{undated} positions are of articles without a date; they are not drawn here.")
if len(cells):
    if cells["period"].nunique() > FITS_PHONE:
        st.html(WIDE_GRID)
    with drawn:
        cards.chart_card(
            f"Net stance by actor and {unit}",
            f"Colour: share of articles that accept less the share that declines, by {unit}. Text: sign of the most "
            f"frequent stance and number of articles. {scope}. Dashed: fewer than {findings.FEW} articles, no share.",
            charts_time.net_heatmap(cells, names),
            cells[cells["total"] > 0].drop(columns="few"),
            key="heat",
            alt=f"Grid of actors by {unit}: net share and number of articles. The table below holds the same figures.",
            on_select="rerun",
            columns=PERCENT,
        )
        cell_link(st.session_state.get("heat"), rows, found)

if pick in options:
    listed = replace(filters, stances=()).apply(rows)
    parts.picked_quotes(listed, found, options[pick], QUOTES_SHOWN, "overview", listed)
    name = findings.display_names(rows[rows["label"] != "none"])[options[pick].actor_id]
    links.link(f"Positions and changes: {name}", links.href(links.POSITIONS, **{state.WHO: name}))
else:
    st.caption("The surest sentence of each stance.")
    for row in findings.best_quotes(view, QUOTES_SHOWN).to_dict("records"):
        parts.quote_card(row, f"overview-{row['row_id']}")
    parts.all_of_them_link(int((view["label"] != "none").sum()))

sample = data.articles()
if (sample["origin"] == "sample").any():
    st.caption(
        f"{int((sample['origin'] == 'sample').sum())} of the {len(sample)} articles are sample reports, written for this project from "
        "public facts; their sources are named under Methods & data. Stances are computed by a model and can be wrong: read the sentence."
    )
