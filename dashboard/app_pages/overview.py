"""Who accepts? One finding, stances by actor, over time and by period, three quotes."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import cards, charts_time, data, findings, links, parts, periods, state
from dashboard.state import Filters
from dashboard.view import View, offered
from stanceboard.types import Topic

QUOTES_SHOWN = 3
FITS_PHONE = 6  # columns of the grid
BARS, INTERVALS = "Bars", "Intervals"
MARKS, BANDS = "Marks", "Share accepting"
# Twelve columns need more than a phone's width: the grid alone is then moved sideways, not the page.
WIDE_GRID = """
<style>
[class*="st-key-chart-card-heat"] [data-testid="stElementContainer"]:has([data-testid="stVegaLiteChart"]) { overflow-x: auto; }
[class*="st-key-chart-card-heat"] [data-testid="stVegaLiteChart"] { min-width: 680px; }
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


def bands(view: View) -> None:
    """The timeline's other view: shares with their intervals, where there are articles enough."""
    unit = view.unit
    title, caption = "Share accepting over time", f"Share of an actor's articles that accept, by {unit}. {view.scope}."
    if view.accepting.empty:
        st.subheader(title, anchor=False)
        st.info(
            f"Too few articles: no actor has {findings.FEW} with a position in each of two periods ({unit}s). "
            f"A share of fewer says nothing; choose {MARKS} to see each stance."
        )
        return
    cards.chart_card(
        title,
        f"{caption} Only {unit}s with {findings.FEW} articles or more; larger points have more. Band: 95 % interval.",
        view.bands,
        view.accepting.drop(columns="run"),
        key="bands",
        alt=f"Lines: share accepting by {unit}, with intervals. The table below holds the same figures.",
        columns=PERCENT,
        frame=view.frame,
    )


def take_cell(chart: str, options: Collection[str]) -> None:
    """Put a click on a cell of `chart` into the box, which is the truth; a second click takes it out again."""
    cell = charts_time.cell_from(st.session_state.get(chart))
    name = " in ".join(cell) if cell else None
    parts.toggle(state.CELL, name if name in options else None)


def cell_link(cells: Mapping[str, tuple[str, str]], rows: pd.DataFrame, found: pd.DataFrame) -> None:
    """The way to the sentences of one of `cells` (name: actor, period), chosen by a click or here."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "A cell's sentences",
            list(cells),
            index=None,
            key=state.CELL,
            bind="query-params",
            placeholder="Click a cell, or choose",
            width=320,
        )
        if name is None or name not in cells:
            return
        drawn, period = cells[name]
        known = found[found["actor"] == drawn]
        actor = rows.loc[rows["actor_id"] == known["actor_id"].iloc[0], "actor"].iloc[0]
        first, last = periods.days_of(period)
        own = {state.ACTORS: actor, state.STANCES: (), **parts.period_within(first, last)}
        links.link("See them in Evidence", links.href(links.EVIDENCE, **own))


def by_actor(view: View, filters: Filters, pick: str | None) -> None:
    """The first chart: bars, or shares with their intervals."""
    shown = switch("Stances by actor as", (BARS, INTERVALS), state.SHARES)
    chart = view.intervals if shown == INTERVALS else view.bars
    few = "few data, no share." if shown == INTERVALS else "one sign for each."
    count = len(view.names)
    most = f"The {count} most frequent actors. " if view.found["actor_id"].nunique() > count else ""
    key = shown
    cards.chart_card(
        "Stance by actor",
        f"Share of the articles in which an actor takes a position, by its stance there. {most}{view.scope}. "
        f"Actors with fewer than {findings.FEW} articles: {few}",
        chart.choosing(view.options.get(pick or ""), filters.stances, parts.turn(state.PICK)),
        view.shares.loc[view.shares["count"] > 0, ["actor", "label", "count", "total", "share", "low", "high"]],
        key=key,
        alt="Share of articles in which each actor accepts, is skeptical or declines. The table below holds the same figures.",
        on_select=lambda: parts.take_pick(key, state.PICK, view.options),
        columns=PERCENT,
        frame=view.frame,
    )


def over_time(view: View, filters: Filters, pick: str | None) -> None:
    """The second chart: a mark for each month, or the share accepting with its interval."""
    if switch("Stances over time as", (MARKS, BANDS), state.TIME) == BANDS:
        bands(view)
    else:
        key = "timeline"
        cards.chart_card(
            "Stance over time",
            f"One mark for each actor, month and stance; larger for more articles. {view.scope}."
            + (" Dashed lines: rounds and key dates." if len(view.events) else ""),
            view.timeline.choosing(view.options.get(pick or ""), filters.stances, parts.turn(state.PICK)),
            view.dated,
            key=key,
            alt="Marks over months: each actor's stance. The table below holds the same stances.",
            on_select=lambda: parts.take_pick(key, state.PICK, view.options),
            frame=view.frame,
        )
    undated = int(view.found["date"].isna().sum())
    if undated:
        st.caption(f"{undated} positions are of articles without a date; they are not drawn here.")


def by_period(view: View, rows: pd.DataFrame) -> None:
    """The third chart: a grid of actors by month, quarter or year."""
    if view.cells["period"].nunique() > FITS_PHONE:
        st.html(WIDE_GRID)
    filled = view.cells[view.cells["total"] > 0]
    cells = {" in ".join(cell): cell for cell in zip(filled["actor"], filled["period"], strict=True)}
    key = "heat"
    cards.chart_card(
        f"Net stance by actor and {view.unit}",
        f"Colour: share of articles that accept less the share that declines, by {view.unit}. Text: sign of the most "
        f"frequent stance and number of articles. {view.scope}. Dashed: fewer than {findings.FEW} articles, no share.",
        view.grid.choosing(None, turn=parts.turn(state.CELL)),
        filled.drop(columns="few"),
        key=key,
        alt=f"Grid of actors by {view.unit}: net share and number of articles. The table below holds the same figures.",
        on_select=lambda: take_cell(key, cells),
        columns=PERCENT,
        frame=view.frame,
    )
    cell_link(cells, rows, view.found)


def draw_charts(rows: pd.DataFrame, view: View, filters: Filters, pick: str | None) -> None:
    """The first two charts side by side, the third below them."""
    columns = st.columns(2, gap="large")
    with columns[0]:
        by_actor(view, filters, pick)
    with columns[1]:
        over_time(view, filters, pick)
    if len(view.cells):
        by_period(view, rows)


def sentences(
    rows: pd.DataFrame, whole: pd.DataFrame, left: pd.DataFrame, view: View, filters: Filters, pick: str | None
) -> None:
    """The quotes behind the pick, of the articles that are counted, else the surest of each stance."""
    if pick in view.options:
        chosen = replace(filters, stances=())
        listed, stored = chosen.apply(whole), chosen.apply(rows)
        parts.picked_quotes(listed, view.found, view.options[pick], QUOTES_SHOWN, "overview", stored)
        name = data.names(topic)[view.options[pick].actor_id]
        links.link(f"Positions and changes: {name}", links.href(links.POSITIONS, **{state.WHO: name}))
    else:
        st.caption("The surest sentence of each stance.")
        for row in findings.best_quotes(left, QUOTES_SHOWN).to_dict("records"):
            parts.quote_card(row, f"overview-{row['row_id']}")
        parts.all_of_them_link(int((left["label"] != "none").sum()))


def show(topic: Topic, rows: pd.DataFrame) -> None:
    """The page below its title. It returns where nothing is left: st.stop() would leave it without a menu."""
    headline = st.empty()
    left, filters = parts.filter_row(rows)
    if left.empty:
        return
    counts = filters.whole()  # of all stances; the rest chooses what is listed
    notes = st.container()  # always there, as below the filters
    with notes:
        every_copy = parts.count_copies(topic, counts)
    whole = data.counted(topic, counts, every_copy)
    view = data.view(topic, counts, every_copy)
    headline.markdown(f"#### {parts.plain(view.finding)}")
    if filters != counts:
        notes.caption(
            "Figures and charts count every stance at any confidence; these filters choose the sentences below."
        )
    if view.found.empty:
        return
    drawn = st.container()  # above the box that says what is picked, and filled after it
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.subheader("The sentences behind it", anchor=False, width="stretch")
        pick = st.selectbox(
            "Show the sentences of",
            offered(view.options, st.session_state.get(state.PICK) or st.query_params.get(state.PICK)),
            index=None,
            key=state.PICK,
            bind="query-params",
            placeholder="Click a mark, or choose",
            width=320,
        )
    said = st.container()
    if pick:  # after a click its sentences are waited for; on opening, the charts
        with said:
            sentences(rows, whole, left, view, filters, pick)
    with drawn:
        draw_charts(rows, view, filters, pick)
    if not pick:
        with said:
            sentences(rows, whole, left, view, filters, pick)
    links.link("Take this view away as an evidence pack", links.href(links.DOWNLOAD))


topic = parts.choose_topic()
rows = data.rows(topic)
st.title(f"Who accepts {parts.the(topic)}?", anchor=False)
if rows.empty:
    st.info(f"No article has been scored toward {parts.the(topic)} yet.")
    parts.ways_to_scores(topic)
else:
    show(topic, rows)
known = data.articles()
if len(rows) and (known["origin"] == "sample").any():
    st.caption(
        f"{int((known['origin'] == 'sample').sum())} of the {len(known)} articles are sample reports, written for this project from "
        "public facts; their sources are named under Methods & data. Stances are computed by a model and can be wrong: read the sentence."
    )
