"""An evidence pack: what a reader needs to follow a finding back to its sentences, gathered once. No Streamlit here.

`pack_page` makes one HTML page of it, `pack_files` a ZIP with the tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from dashboard import charts, figures, findings
from dashboard.copies import one_each
from dashboard.drawing import Drawing
from dashboard.search import EVERYTHING, Search, described, matching
from dashboard.state import Filters
from dashboard.words import plural
from stanceboard import corrections
from stanceboard.furniture import own_sentences
from stanceboard.store import Store
from stanceboard.summary import POSITIONS
from stanceboard.types import Sentence, Topic

MOST_ACTORS = 12  # in charts, as on the overview
CONTEXT_BEFORE = 2  # sentences, what the model reads too
ARTICLE_COLUMNS = ("article_id", "title", "date", "source", "url", "origin", "added_at", "words")
CORRECTION_COLUMNS = (
    "made_at",
    "coder",
    "model_actor",
    "model_label",
    "label",
    "new_actor",
    "new_speaker",
    "is_furniture",
    "note",
    "undone",
    "sentence",
    "article_id",
    "sentence_start",
)
Progress = Callable[[float, str], None]  # share done, and what is being done
Context = tuple[str, str]  # what stands before a sentence, and after


@dataclass(frozen=True, slots=True)
class Pack:
    """The rows in view and what is said of them.

    `rows` pass the filters; `whole` are all stances of the same actors and period, which finding and charts count:
    `counted` says so in words. Of wire copies only one is in `whole`, `left_out` counts the others. `articles` has all.
    `contexts` are by row_id, of the rows with a position. `made_at` is ISO 8601, UTC.
    """

    topic: Topic
    filters: tuple[str, ...]
    counted: tuple[str, ...]
    left_out: int
    rows: pd.DataFrame
    whole: pd.DataFrame
    articles: pd.DataFrame
    contexts: Mapping[str, Context]
    corrections: pd.DataFrame
    events: pd.DataFrame
    database_version: int
    made_at: str

    @property
    def quotes(self) -> pd.DataFrame:
        """The rows with a position, by actor, the newest first."""
        said = self.rows[self.rows["label"].isin(POSITIONS)]
        by = ["actor", "actor_id", "date", "article_id", "mention_start"]
        return said.sort_values(by, ascending=[True, True, False, True, True], na_position="last", kind="stable")


def gather(
    store: Store,
    topic: Topic,
    filters: Filters,
    events: pd.DataFrame,
    made_at: str,
    *,
    search: Search = EVERYTHING,
    stories: pd.DataFrame | None = None,
    with_none: bool = True,
    progress: Progress = lambda share, text: None,
) -> Pack:
    """Read from the store what a pack of one view holds; rows without a position are left out unless `with_none`.

    `search` chooses rows as the filters do. `stories` names each article's story, of which one article is counted;
    without it every copy is.
    """
    version = store.version()
    stored = store.rows(topic.id)
    rows, every = matching(filters.apply(stored), search), filters.whole().apply(stored)
    whole, left_out = (every, 0) if stories is None else one_each(every, stories)
    if not with_none:
        rows = rows[rows["label"] != "none"]
    known = store.articles()
    articles = _with_none(known.loc[known["article_id"].isin(every["article_id"]), list(ARTICLE_COLUMNS)])
    return Pack(
        topic=topic,
        filters=(*filters.describe(), *([f"text holds {described(search)}"] if search else [])),
        counted=(*filters.whole().describe(), *([_counted_once(left_out)] if left_out else [])),
        left_out=left_out,
        rows=rows,
        whole=whole,
        articles=articles,
        contexts=_contexts(store, rows, progress),
        corrections=_corrections(store, topic, articles),
        events=events,
        database_version=version,
        made_at=made_at,
    )


def actor_table(pack: Pack) -> pd.DataFrame:
    """Each actor's current stance, the one before, and in how many articles it takes which.

    Columns: actor_id, actor, current, changed_from, articles, and one for each position; most articles first.
    """
    found = findings.positions(pack.whole)
    counts = found.groupby(["actor_id", "label"]).size().to_dict()
    table = findings.current_stances(pack.whole).rename(columns={"label": "current"})
    for label in POSITIONS:
        table[label] = [counts.get((actor_id, label), 0) for actor_id in table["actor_id"]]
    by = ["articles", "actor", "actor_id"]
    return _with_none(table.sort_values(by, ascending=[False, True, True], kind="stable"))


def chart_words(pack: Pack) -> dict[str, tuple[Drawing, figures.Words]]:
    """The pack's charts by file name, each with what its picture says; none where nobody takes a position."""
    found = findings.positions(pack.whole)
    if found.empty:
        return {}
    shares = findings.shares(found, MOST_ACTORS)
    names = list(dict.fromkeys(shares["actor"]))
    most = f"The {len(names)} most frequent actors. " if found["actor_id"].nunique() > len(names) else ""
    counted = figures.extent(pack.whole, pack.counted)
    source = figures.source_line(pack.whole)
    bars = figures.Words(
        f"{pack.topic.name}: stance by actor",
        f"Articles in which the actor takes a position, by its stance there. {most}"
        f"With fewer than {findings.FEW} articles: one sign for each. {counted}",
        source,
        "Bars: share of articles in which each actor accepts, is skeptical or declines. The table of actors holds the figures.",
    )
    made = {"stance-by-actor": (charts.stance_bars(shares), bars)}
    if found["date"].notna().any():
        timeline = figures.Words(
            f"{pack.topic.name}: stance over time",
            "One mark for each actor, month and stance; larger for more articles. Dashed lines: rounds and key dates. "
            + counted,
            source,
            "Marks over months: each actor's stance. The quotes hold the dates.",
        )
        made["stance-over-time"] = (charts.stance_timeline(found, pack.events, names), timeline)
    return made


def _counted_once(left_out: int) -> str:
    return f"{plural(left_out, 'wire copy', 'wire copies')} counted once"


def _contexts(store: Store, rows: pd.DataFrame, progress: Progress) -> dict[str, Context]:
    """What stands around the sentence of every row with a position, by row_id."""
    said = rows[rows["label"].isin(POSITIONS)]
    found: dict[str, Context] = {}
    count = said["article_id"].nunique()
    for number, (article_id, group) in enumerate(said.groupby("article_id", sort=True), start=1):
        text = store.article(str(article_id)).text
        sentences = own_sentences(text)
        around = cache(lambda start, end, sentences=sentences: _around(sentences, start, end))
        for row in group.to_dict("records"):
            found[row["row_id"]] = around(row["sentence_start"], row["sentence_end"])
        progress(number / count, f"Reading article {number} of {count}")
    return found


def _around(sentences: list[Sentence], start: int, end: int) -> Context:
    before = [one.text for one in sentences if one.end <= start][-CONTEXT_BEFORE:]
    after = [one.text for one in sentences if one.start >= end][:1]
    return " ".join(before), " ".join(after)


def _corrections(store: Store, topic: Topic, articles: pd.DataFrame) -> pd.DataFrame:
    """What people corrected in these articles, what they took back included: CORRECTION_COLUMNS, the oldest first."""
    made = corrections.history(store, topic.id)
    found = made[made["article_id"].isin(articles["article_id"])].sort_values("correction_id")
    return _with_none(found.loc[:, list(CORRECTION_COLUMNS)])


def _with_none(table: pd.DataFrame) -> pd.DataFrame:
    """The same with None where a text is missing, as in rows."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    objects = table.astype(dict.fromkeys(texts, object))
    return objects.where(objects.notna() | ~objects.columns.isin(texts), None).reset_index(drop=True)
