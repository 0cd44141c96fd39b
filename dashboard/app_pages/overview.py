"""Who accepts? One finding, stances by actor, stances over time, three quotes."""

import streamlit as st

from dashboard import charts, data, findings, parts, state

MOST_ACTORS = 12
QUOTES_SHOWN = 3


topic = parts.choose_topic()
rows = data.rows(topic)
st.title(f"Who accepts the {topic.name}?", anchor=False)
if rows.empty:
    st.info(f"No article has been scored toward the {topic.name} yet.")
    st.page_link(parts.ADD, label="Add articles")
    st.stop()
headline = st.empty()
view = parts.filter_row(rows)
if view.empty:
    st.stop()
headline.markdown(f"#### {findings.finding(view)}")

found = findings.positions(view)
if found.empty:
    st.stop()
shares = findings.shares(found, MOST_ACTORS)
names = list(dict.fromkeys(shares["actor"]))
options = parts.picks(shares)
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Stance by actor", anchor=False)
    st.caption(f"Articles in which the actor takes a position, by its stance there. {len(names)} most frequent actors.")
    st.altair_chart(
        charts.stance_bars(shares, options.get(st.session_state.get(state.PICK) or "")),
        key="bars",
        on_select=lambda: parts.take_pick("bars", state.PICK, options),
        selection_mode=charts.PICKED,
        alt="Bars: share of articles in which each actor accepts, is skeptical or declines. The table below holds the same figures.",
    )
    with st.expander("The same as a table"):
        st.dataframe(
            shares.loc[shares["count"] > 0, ["actor", "label", "count", "total", "share", "low", "high"]],
            hide_index=True,
            column_config={
                name: st.column_config.NumberColumn(label, format="percent")
                for name, label in (("share", "share"), ("low", "95 % from"), ("high", "95 % to"))
            },
        )
with right:
    st.subheader("Stance over time", anchor=False)
    st.caption(
        "One mark for each actor, month and stance; larger for more articles. Dashed lines: rounds and key dates."
    )
    st.altair_chart(
        charts.stance_timeline(found, data.events(), names),
        key="timeline",
        on_select=lambda: parts.take_pick("timeline", state.PICK, options),
        selection_mode=charts.PICKED,
        alt="Marks over months: each actor's stance. The table below holds the same stances.",
    )
    with st.expander("The same as a table"):
        st.dataframe(found[["date", "actor", "label", "sentences", "probability"]].sort_values("date"), hide_index=True)
    undated = int(found["date"].isna().sum())
    if undated:
        st.caption(f"{undated} positions are of articles without a date; they are not drawn here.")

with st.container(horizontal=True, vertical_alignment="bottom"):
    st.subheader("The sentences behind it", anchor=False, width="stretch")
    pick = st.selectbox(
        "Show the sentences of",
        list(options),
        index=None,
        key=state.PICK,
        bind="query-params",
        placeholder="Click a bar, or choose",
        width=320,
    )
if pick in options:
    chosen = parts.picked_rows(view, options[pick])
    st.caption(parts.sentences_say(len(chosen)))
else:
    chosen = findings.best_quotes(view, QUOTES_SHOWN)
    st.caption("The surest sentence of each stance.")
for row in chosen.head(QUOTES_SHOWN).to_dict("records"):
    parts.quote_card(row, f"overview-{row['row_id']}")
with st.container(horizontal=True):
    query = {state.ACTORS: pick.rsplit(":", 1)[0], state.STANCES: options[pick][1]} if pick in options else None
    shown = len(chosen) if pick in options else int((view["label"] != "none").sum())
    st.page_link(parts.EVIDENCE, label=f"See all {shown} sentences", query_params=query)

sample = data.articles()
if (sample["origin"] == "sample").any():
    st.caption(
        f"{int((sample['origin'] == 'sample').sum())} of the {len(sample)} articles are sample reports, written for this project from "
        "public facts; their sources are named under Methods & data. Stances are computed by a model and can be wrong: read the sentence."
    )
