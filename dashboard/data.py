"""The dashboard's only door to the store: one open store, tables cached by its version."""

import csv
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import changes, copies, findings
from dashboard.counting import counting
from dashboard.state import Filters
from dashboard.view import View, view_of
from stanceboard import own_actors
from stanceboard.actors.registry import Registry
from stanceboard.batches import Batch
from stanceboard.duplicates import Signature, signature, story_of
from stanceboard.furniture import own_sentences
from stanceboard.resources import asset
from stanceboard.store import Store
from stanceboard.topics import read_topics
from stanceboard.types import Sentence, Topic


@st.cache_resource(max_entries=4)
def store(address: str | None = None) -> Store:
    """Open the store once per process, the sample corpus in it."""
    opened = Store(address)
    opened.ensure_sample()
    return opened


def rows(topic: Topic) -> pd.DataFrame:
    """Every row of a topic, with ROW_COLUMNS; treat as read-only."""
    return _rows(store().address, store().version(), topic.id)


def articles() -> pd.DataFrame:
    """Every stored article without its text, with its `story`: wire copies have the same; treat as read-only."""
    return _articles(store().address, store().version())


def counted(topic: Topic, filters: Filters, every_copy: bool) -> pd.DataFrame:
    """The rows of a topic that pass `filters`, of wire copies only one unless `every_copy`; treat as read-only."""
    return filters.apply(rows(topic)) if every_copy else without_copies(topic, filters)[0]


def without_copies(topic: Topic, filters: Filters) -> tuple[pd.DataFrame, int]:
    """The rows of a topic that pass `filters`, of wire copies only one, and how many articles that leaves out; read-only."""
    return _without_copies(store().address, store().version(), topic, topic.id, filters)


def view(topic: Topic, filters: Filters, every_copy: bool) -> View:
    """`view_of` the rows that are `counted`; treat as read-only."""
    return _view(store().address, store().version(), topic, topic.id, filters, every_copy)


def names(topic: Topic) -> dict[str, str]:
    """`findings.display_names` of all actors that take a position; treat as read-only."""
    return _names(store().address, store().version(), topic, topic.id)


def lines(topic: Topic, every_copy: bool) -> pd.DataFrame:
    """`changes.lines` of all actors; treat as read-only."""
    return _lines(store().address, store().version(), topic, topic.id, every_copy)


def standing(topic: Topic, every_copy: bool) -> pd.DataFrame:
    """`changes.standing` of all actors; treat as read-only."""
    return _standing(store().address, store().version(), topic, topic.id, every_copy)


def read(topic: Topic) -> tuple[int, int | None]:
    """How many articles were read for a topic, and how many sentences they have; None while those are being counted."""
    ids = _scored(store().address, store().version(), topic.id)
    return len(ids), counting().total(store(), ids)


@st.cache_data(max_entries=64)
def sentences(article_id: str) -> list[Sentence]:
    """The sentences of a stored article. Raises StoreError when there is none of this id."""
    return own_sentences(store().article(article_id).text)


def topics() -> list[Topic]:
    """The shipped topics, then the user's."""
    shipped = read_topics()
    known = {topic.id for topic in shipped}
    return shipped + [topic for topic in store().topics() if topic.id not in known]


def registry() -> Registry:
    """Whom articles are searched for: the shipped actors and the user's, of files and of the database."""
    return own_actors.registry(store())


def batch(batch_id: str | None) -> Batch | None:
    """The batch of that id, where it waits to be added or discarded."""
    return next((one for one in store().batches() if one.id == batch_id), None) if batch_id else None


def batch_rows(one: Batch) -> pd.DataFrame:
    """Every row of a batch, with ROW_COLUMNS; treat as read-only."""
    return _batch_rows(store().address, store().version(), one.id)


def signatures() -> dict[str, Signature]:
    """What near-duplicates of stored articles are found by, by article id; computed once per article and process."""
    known, texts = _signatures(store().address), store().texts()
    for article_id in texts.keys() - known.keys():
        known[article_id] = signature(texts[article_id])
    return {article_id: known[article_id] for article_id in texts}


def corpus_sentences() -> dict[str, list[str]]:
    """The sentences of every stored article, by article id, page furniture left out; treat as read-only."""
    known, texts = _sentences(store().address), store().texts()
    for article_id in texts.keys() - known.keys():
        known[article_id] = [one.text for one in own_sentences(texts[article_id])]
    return {article_id: known[article_id] for article_id in texts}


@st.cache_data(max_entries=8)
def events(topic_id: str) -> pd.DataFrame:
    """Sourced dates to draw beside the stances toward a topic: date, label, source_url; none for most topics."""
    path: Path = asset("data", "sample", "events.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        found = [line for line in csv.DictReader(lines) if line["topic"] == topic_id]
    return pd.DataFrame(found, columns=["date", "label", "source_url"])


# Tables are kept as resources: as data, each run of a page would copy 100,000 rows.
@st.cache_resource(max_entries=8, show_spinner="Reading the corpus…")
def _rows(address: str, version: int, topic_id: str) -> pd.DataFrame:
    return store().rows(topic_id)


@st.cache_resource(max_entries=4, show_spinner=False)
def _without_copies(
    address: str, version: int, _topic: Topic, topic_id: str, filters: Filters
) -> tuple[pd.DataFrame, int]:
    return copies.one_each(filters.apply(rows(_topic)), articles())


@st.cache_resource(max_entries=8, show_spinner=False)
def _view(address: str, version: int, _topic: Topic, topic_id: str, filters: Filters, every_copy: bool) -> View:
    return view_of(_topic, counted(_topic, filters, every_copy), filters, events(topic_id))


@st.cache_resource(max_entries=8, show_spinner=False)
def _names(address: str, version: int, _topic: Topic, topic_id: str) -> dict[str, str]:
    known = rows(_topic)
    return findings.display_names(known[known["label"] != "none"])


@st.cache_resource(max_entries=8, show_spinner=False)
def _lines(address: str, version: int, _topic: Topic, topic_id: str, every_copy: bool) -> pd.DataFrame:
    return changes.lines(counted(_topic, Filters(), every_copy))


@st.cache_resource(max_entries=8, show_spinner=False)
def _standing(address: str, version: int, _topic: Topic, topic_id: str, every_copy: bool) -> pd.DataFrame:
    return changes.standing(lines(_topic, every_copy))


@st.cache_data(max_entries=8)
def _scored(address: str, version: int, topic_id: str) -> list[str]:
    return store().scored(topic_id)


@st.cache_resource(max_entries=4)
def _batch_rows(address: str, version: int, batch_id: str) -> pd.DataFrame:
    return store().rows(batch=batch_id)


@st.cache_resource(max_entries=2)
def _signatures(address: str) -> dict[str, Signature]:
    return {}


@st.cache_resource(max_entries=2)
def _sentences(address: str) -> dict[str, list[str]]:
    return {}


@st.cache_resource(max_entries=2)
def _articles(address: str, version: int) -> pd.DataFrame:
    found, texts, known = store().articles(), store().texts(), signatures()
    ids = list(found["article_id"])
    stories = story_of([texts[one] for one in ids], [known[one] for one in ids])
    first: dict[int, str] = {}  # a story goes by its first article
    return found.assign(story=[first.setdefault(story, one) for story, one in zip(stories, ids, strict=True)])
