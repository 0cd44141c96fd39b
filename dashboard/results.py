"""What a batch brought, beside the corpus, and the decision about it: add or discard."""

import pandas as pd
import streamlit as st

from dashboard import cards, charts, comparison, data, downloads, findings, links, parts, progress, state
from dashboard.jobs import Job
from dashboard.view import picks
from stanceboard.batches import Batch
from stanceboard.errors import StoreError
from stanceboard.types import Topic

QUOTES_SHOWN = 5
PICK = "result-pick"
SAID = "batch-said"  # what became of the last batch, to be said once


def results(batch: Batch, topic: Topic, job: Job | None) -> None:
    """The page of one batch; `job` is None where another process, or this one before a restart, scored it."""
    rows = data.batch_rows(batch)
    positions = rows[rows["label"] != "none"]
    scored = len(set(batch.article_ids))
    said = (
        f"{parts.plural(len(positions), 'supporting sentence')} in {scored} of {parts.plural(batch.total, 'article')}"
    )
    if job:
        progress.say_over(job, said)
    elif scored < batch.total:
        st.warning(f"Scoring ended early: {said}. Choose the other articles again to score them.")
    else:
        st.success(f"Scored: {said}.")
    st.markdown("**These articles are not in the corpus yet.** No other page counts them until you add them.")
    decide(batch, scored)
    if positions.empty and scored:
        st.info(f"No sentence of these articles holds a position on {parts.the(topic)}.")
    if len(positions):
        compare(batch, topic)
    downloads.download_row(rows, f"stanceboard-{topic.id}-new", "new")
    titles = data.store().articles(batch.id)
    with st.expander(f"The articles of this batch ({len(titles)})"):
        for one in titles.to_dict("records"):
            first = positions.loc[positions["article_id"] == one["article_id"], "sentence_index"]
            parts.article_link(one["article_id"], int(first.iloc[0]) if len(first) else 0, f"Open “{one['title']}”")


def decide(batch: Batch, scored: int) -> None:
    """The two ways on."""
    with st.container(horizontal=True):
        if scored:
            st.button("Add to the corpus", type="primary", on_click=accept, args=(batch.id, scored))
        st.button("Discard", on_click=discard, args=(batch.id, scored))


def compare(batch: Batch, topic: Topic) -> None:
    """The new articles' stances beside those of the same actors in the corpus, and the sentences behind them."""
    rows, corpus = data.batch_rows(batch), data.rows(topic)
    corpus = corpus[~corpus["article_id"].isin(batch.article_ids)]  # scored anew, they are on the other side
    found = findings.positions(rows)
    shares, known = comparison.side_by_side(found, findings.positions(corpus))
    compared = comparison.table(shares, known)
    options = picks(shares, found.iloc[:0])
    st.subheader("Beside the corpus", anchor=False)
    st.markdown(parts.plain(comparison.finding(compared)))
    drawn = st.container()  # above the box that says what is picked, and filled after it
    st.dataframe(
        compared.assign(differs=["yes" if one else "" for one in compared["differs"]]),
        hide_index=True,
        alt="Table: articles by stance of each actor, in the new articles and in the corpus.",
    )
    pick = st.selectbox(
        "Show the new sentences of", list(options), index=None, key=PICK, placeholder="Click a mark, or choose"
    )
    with drawn:
        left, right = st.columns(2, gap="large")
    bars = "result-bars"
    with left:
        cards.chart_card(
            "New articles",
            _counted(shares, len(set(batch.article_ids))),
            charts.stance_bars(shares).choosing(options.get(pick or ""), turn=parts.turn(PICK)),
            _figures(shares),
            key=bars,
            alt="Bars: share of the new articles in which each actor accepts, is skeptical or declines.",
            on_select=lambda: parts.take_pick(bars, PICK, options),
        )
    with right:
        if known.empty:
            st.subheader("Corpus", anchor=False)
            st.info("None of these actors has a position in the corpus yet.")
        else:
            cards.chart_card(
                "Corpus",
                _counted(known, corpus["article_id"].nunique()) + " Without the new articles.",
                charts.stance_bars(known),
                _figures(known),
                key="corpus-bars",
                alt="Bars: the same actors in the articles of the corpus.",
            )
    if pick in options:
        parts.picked_quotes(rows, found, options[pick], QUOTES_SHOWN, "result", corpus)
    else:
        st.caption("The surest new sentence of each stance.")
        for row in findings.best_quotes(rows).to_dict("records"):
            parts.quote_card(row, f"result-{row['row_id']}")


def say_done() -> None:
    """Say once what became of the last batch."""
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said)
        links.link("See the overview", links.href(links.OVERVIEW))


def say_waiting(known: dict[str, Topic], running: set[str]) -> None:
    """Name the batches that nobody has decided about; those in `running` are still being scored."""
    for batch in data.store().batches():
        if batch.id in running:
            continue
        topic = known.get(batch.topic_id, Topic(batch.topic_id))
        count = parts.plural(len(set(batch.article_ids)), "article")
        st.info(f"A batch of {count} toward {parts.the(topic)}, scored on {batch.began_at[:10]}, waits to be added.")
        links.link("See it and decide", links.href(links.ADD, **{state.JOB: batch.id, state.TOPIC: topic.name}))


def accept(batch_id: str, scored: int) -> None:
    try:
        filled = data.store().accept(batch_id)
    except StoreError:  # decided in another window: the page says that the batch is gone
        return
    said = f"{parts.plural(scored, 'article')} added to the corpus."
    if filled:
        missing = "A missing date, source or address was filled in for"
        said += f" {missing} {parts.plural(filled, 'article')} that {'was' if filled == 1 else 'were'} stored before."
    _end(said)


def discard(batch_id: str, scored: int) -> None:
    try:
        data.store().discard(batch_id)
    except StoreError:  # as above
        return
    _end(f"{parts.plural(scored, 'article')} discarded; the corpus is as it was.")


def _end(said: str) -> None:
    st.session_state[SAID] = said
    st.query_params.pop(state.JOB, None)
    st.session_state.pop(PICK, None)


def _counted(shares: pd.DataFrame, articles: int) -> str:
    actors = parts.plural(shares["actor_id"].nunique(), "actor")
    few = f" With fewer than {findings.FEW} articles: one sign for each." if shares["few"].any() else ""
    return f"{actors} in {parts.plural(articles, 'scored article')}, by stance.{few}"


def _figures(shares: pd.DataFrame) -> pd.DataFrame:
    return shares.loc[shares["count"] > 0, ["actor", "label", "count", "total"]]
