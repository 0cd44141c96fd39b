"""Add articles: choose or paste, check, score in the background, see the results."""

from collections.abc import Sequence

import streamlit as st

from dashboard import charts, data, downloads, findings, links, parts, state
from dashboard.jobs import CANCELLED, FAILED, LOADING, WAITING, Job, jobs
from dashboard.launch import MAX_UPLOAD_MB
from stanceboard.errors import StanceboardError
from stanceboard.reading import SUFFIXES, Reading, read_many, read_pasted
from stanceboard.types import Article, Topic

PROBLEMS_SHOWN = 12
QUOTES_SHOWN = 5
PICK = "result-pick"


@st.cache_data(max_entries=4, show_spinner="Reading the files…")
def read(files: tuple[tuple[str, bytes], ...]) -> list[Reading]:
    return list(read_many(list(files)))


def choose() -> list[Reading]:
    """The two ways in; returns what could be read."""
    files_tab, paste_tab = st.tabs(["Choose files", "Paste text"])
    with files_tab:
        files = st.file_uploader(
            f"Articles, tables of articles, or a ZIP of them; at most {MAX_UPLOAD_MB} MB each. Nothing leaves this machine.",
            type=[suffix[1:] for suffix in SUFFIXES],
            accept_multiple_files=True,
            key=f"files-{st.session_state.get('round', 0)}",
        )
    readings = read(tuple((file.name, file.getvalue()) for file in files)) if files else []
    with paste_tab:
        key = f"-{st.session_state.get('round', 0)}"
        text = st.text_area("Text of one article, with its headline", height=220, key="text" + key)
        with st.container(horizontal=True):
            title = st.text_input("Title (else the first line)", key="title" + key)
            day = st.date_input("Date", None, parts.FIRST_DAY, parts.LAST_DAY, key="date" + key, format="YYYY-MM-DD")
            source = st.text_input("Source", key="source" + key)
            url = st.text_input("Address of the page", key="url" + key)
        st.button("Check the text", key="check")
    if text.strip():
        try:
            article = read_pasted(text, title or None, day.isoformat() if day else None, source or None, url or None)
            readings = [*readings, Reading("pasted text", (article,))]
        except StanceboardError as error:
            readings = [*readings, Reading("pasted text", (), str(error))]
    return readings


def check(readings: Sequence[Reading]) -> list[Article]:
    """Show what was read and what was not; returns the distinct articles."""
    stored = set(data.articles()["article_id"])
    distinct: dict[str, Article] = {}
    lines = []
    for reading in readings:
        for article in reading.articles:
            note = (
                "twice in this batch"
                if article.id in distinct
                else "already stored, is scored anew"
                if article.id in stored
                else ""
            )
            distinct.setdefault(article.id, article)
            lines.append((reading.name, article.title, article.date, article.source, len(article.text.split()), note))
    if lines:
        st.subheader("Check", anchor=False)
        columns = ("file", "title", "date", "source", "words", "note")
        st.dataframe([dict(zip(columns, line, strict=True)) for line in lines], hide_index=True)
        undated = sum(1 for line in lines if not line[2])
        if undated:
            st.caption(f"{undated} of {len(lines)} have no date and will not be drawn over time.")
    problems = [reading for reading in readings if reading.problem]
    for reading in problems[:PROBLEMS_SHOWN]:
        st.warning(f"{parts.plain(reading.name)}: {parts.plain(reading.problem or '')}", icon="⚠️")
    if len(problems) > PROBLEMS_SHOWN:
        st.caption(f"and {len(problems) - PROBLEMS_SHOWN} more that could not be read.")
    return list(distinct.values())


def start(articles: Sequence[Article], topic: Topic) -> None:
    job = jobs().start(data.store(), articles, topic)
    st.query_params[state.JOB] = job.id
    st.session_state["round"] = st.session_state.get("round", 0) + 1  # a fresh key empties the form


def finish() -> None:
    st.query_params.pop(state.JOB, None)
    st.session_state.pop(PICK, None)


def remove(article_ids: Sequence[str]) -> None:
    for article_id in article_ids:
        data.store().remove(article_id)
    finish()


@st.fragment(run_every="0.5s")
def progress(job: Job) -> None:
    """Polls until the job is over; the page may be left and opened again by its address."""
    if job.is_over:
        st.rerun()
    total = len(job.articles)
    left = f", about {job.seconds_left:.0f} s left" if job.seconds_left else ""
    text = {
        WAITING: "Waiting for another batch to end…",
        LOADING: "Loading the model, a few seconds the first time…",
    }.get(job.state, f"Scored {job.done} of {total}{left}: {parts.plain(job.current[:80])}")
    st.progress(job.done / total, text=text)
    st.button("Cancel after this article", on_click=job.cancel.set, disabled=job.cancel.is_set())
    st.caption("You can leave this page: scoring goes on, and each article is stored once it is scored.")


def results(job: Job) -> None:
    """What the batch brought."""
    rows = data.rows(job.topic)
    ids = [article.id for article in job.articles[: job.done]]
    view = rows[rows["article_id"].isin(ids)]
    positions = view[view["label"] != "none"]
    said = f"{len(positions)} supporting sentences in {job.done} of {len(job.articles)} articles"
    if job.state == FAILED:
        st.error(f"Scoring stopped: {job.problems[-1]} What was scored before is stored.")
    elif job.state == CANCELLED:
        st.warning(f"Cancelled: {said}. What was scored is stored.")
    else:
        st.success(f"Scored: {said}.")
    for problem in job.problems[:PROBLEMS_SHOWN]:
        st.warning(parts.plain(problem))
    if positions.empty and job.done:
        st.info(f"No sentence of these articles holds a position on the {job.topic.name}.")
    if len(positions):
        found = findings.positions(positions)
        shares = findings.shares(found)
        options = parts.picks(shares, found.iloc[:0])
        st.subheader(parts.plain(findings.finding(view)), anchor=False)
        drawn = st.container()  # above the box that says what is picked, and filled after it
        pick = st.selectbox(
            "Show the sentences of", list(options), index=None, key=PICK, placeholder="Click a mark, or choose"
        )
        bars = f"result-bars-{pick}"
        drawn.altair_chart(
            charts.stance_bars(shares, options.get(pick or "")),
            key=bars,
            on_select=lambda: parts.take_pick(bars, PICK, options),
            selection_mode=charts.PICKED,
            alt="Bars: share of the new articles in which each actor accepts, is skeptical or declines.",
        )
        if pick in options:
            parts.picked_quotes(positions, found, options[pick], QUOTES_SHOWN, "result", rows)
        else:
            for row in findings.best_quotes(positions).to_dict("records"):
                parts.quote_card(row, f"result-{row['row_id']}")
    for article in job.articles[: job.done][:PROBLEMS_SHOWN]:
        first = positions.loc[positions["article_id"] == article.id, "sentence_index"]
        parts.article_link(article.id, int(first.iloc[0]) if len(first) else 0, f"Open “{parts.plain(article.title)}”")
    downloads.download_row(view, f"stanceboard-{job.topic.id}-new", "new")
    with st.container(horizontal=True):
        st.button("Add more articles", on_click=finish, type="primary")
        if job.new:
            st.button(f"Remove these {len(job.new)} articles again", on_click=remove, args=(job.new,))


topic = parts.choose_topic()
st.title("Add articles", anchor=False)
st.caption(
    f"Each article is read on this machine, its actors are found, and every sentence is scored toward the {topic.name}. "
    "A table needs a column named text, body or content; title, date, source and url are taken where they are there."
)
asked = st.query_params.get(state.JOB)
job = jobs().get(asked)
if job and not job.is_over:
    progress(job)
elif job:
    results(job)
else:
    if asked:
        st.info("This batch is not known here any more. Its articles that were scored are stored.")
    running = jobs().running()
    if running:
        st.info("A batch is being scored.")
        links.link("See how far it is", links.href(links.ADD, **{state.JOB: running.id}))
    articles = check(choose())
    if articles:
        count = "1 article" if len(articles) == 1 else f"{len(articles)} articles"
        st.button(f"Score {count}", type="primary", on_click=start, args=(articles, topic))
