"""Who accepts? One finding, stances by actor, stances over time, three quotes."""

from dataclasses import replace

import streamlit as st

from dashboard import cards, charts, data, findings, parts, state

MOST_ACTORS = 12
QUOTES_SHOWN = 3


topic = parts.choose_topic()
rows = data.rows(topic)
st.title(f"Who accepts {parts.the(topic)}?", anchor=False)
if rows.empty:
    st.info(f"No article has been scored toward {parts.the(topic)} yet.")
    parts.ways_to_scores(topic)
    st.stop()
headline = st.empty()
view, filters = parts.filter_row(rows)
if view.empty:
    st.stop()
whole = filters.whole().apply(rows)  # a share is of all stances; stance and confidence choose what is listed
headline.markdown(f"#### {findings.finding(whole)}")
if filters != filters.whole():
    st.caption("Figures and charts count every stance at any confidence; these filters choose the sentences below.")

found = findings.positions(whole)
if found.empty:
    st.stop()
shares = findings.shares(found, MOST_ACTORS)
names = list(dict.fromkeys(shares["actor"]))
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
    bars = f"bars-{pick}"
    cards.chart_card(
        "Stance by actor",
        f"Articles in which the actor takes a position, by its stance there. {most}"
        f"With fewer than {findings.FEW} articles: one sign for each.",
        charts.stance_bars(shares, options.get(pick or ""), filters.stances),
        shares.loc[shares["count"] > 0, ["actor", "label", "count", "total", "share", "low", "high"]],
        key=bars,
        alt="Bars: share of articles in which each actor accepts, is skeptical or declines. The table below holds the same figures.",
        on_select=lambda: parts.take_pick(bars, state.PICK, options),
        columns={
            name: st.column_config.NumberColumn(label, format="percent")
            for name, label in (("share", "share"), ("low", "95 % from"), ("high", "95 % to"))
        },
    )
with right:
    timeline = f"timeline-{pick}"
    events = data.events(topic.id)
    cards.chart_card(
        "Stance over time",
        "One mark for each actor, month and stance; larger for more articles."
        + (" Dashed lines: rounds and key dates." if len(events) else ""),
        charts.stance_timeline(found, events, names, options.get(pick or "")),
        found[["date", "actor", "label", "sentences", "probability"]].sort_values("date"),
        key=timeline,
        alt="Marks over months: each actor's stance. The table below holds the same stances.",
        on_select=lambda: parts.take_pick(timeline, state.PICK, options),
    )
    undated = int(found["date"].isna().sum())
    if undated:
        st.caption(f"{undated} positions are of articles without a date; they are not drawn here.")

if pick in options:
    listed = replace(filters, stances=()).apply(rows)
    parts.picked_quotes(listed, found, options[pick], QUOTES_SHOWN, "overview", listed)
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
