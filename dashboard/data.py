"""The dashboard's only door to the store: one open store, tables cached by its version."""

import csv
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.counting import counting
from stanceboard.furniture import find_furniture
from stanceboard.resources import asset
from stanceboard.sentences import split_sentences
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
    """Every stored article without its text; treat as read-only."""
    return _articles(store().address, store().version())


def read(topic: Topic) -> tuple[int, int | None]:
    """How many articles were read for a topic, and how many sentences they have; None while those are being counted."""
    ids = _scored(store().address, store().version(), topic.id)
    return len(ids), counting().total(store(), ids)


@st.cache_data(max_entries=64)
def sentences(article_id: str) -> list[Sentence]:
    """The sentences of a stored article. Raises StoreError when there is none of this id."""
    text = store().article(article_id).text
    return split_sentences(text, find_furniture(text))


def topics() -> list[Topic]:
    """The shipped topics, then others that anything was scored toward."""
    shipped = read_topics()
    known = {topic.id for topic in shipped}
    return shipped + [topic for topic in store().topics() if topic.id not in known]


@st.cache_data(max_entries=1)
def events() -> pd.DataFrame:
    """Sourced dates to draw beside the stances: date, label, source_url."""
    path: Path = asset("data", "sample", "events.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return pd.DataFrame(list(csv.DictReader(lines)), columns=["date", "label", "source_url"])


@st.cache_data(max_entries=8)
def _rows(address: str, version: int, topic_id: str) -> pd.DataFrame:
    return store().rows(topic_id)


@st.cache_data(max_entries=8)
def _scored(address: str, version: int, topic_id: str) -> list[str]:
    return store().scored(topic_id)


@st.cache_data(max_entries=2)
def _articles(address: str, version: int) -> pd.DataFrame:
    return store().articles()
