"""Blind double coding: people label a sample of the stored rows without seeing what the model said.

A sample is drawn once and stored, so that every coder reads the same sentences, beside the same scores, whatever is
scored or corrected meanwhile.
"""

import random
from typing import Any

import pandas as pd
from sqlalchemy import func, insert, select

from stanceboard import batches
from stanceboard.agreement import MODEL
from stanceboard.corrections import LONGEST_NAME
from stanceboard.errors import InvalidInput
from stanceboard.migrations import (
    article_table,
    coding_table,
    item_table,
    sample_table,
    scoring_table,
    stance_table,
    topic_table,
)
from stanceboard.store import Store
from stanceboard.types import LABELS, check_text, now

READ = ("sentence", "sentence_start", "sentence_index", "mention", "mention_start", "label", "actor")


def draw_sample(store: Store, topic_id: str, size: int, seed: int) -> int:
    """Draw and store up to `size` rows of a topic, as many of each label as there are; returns the sample's id.

    The same rows, size and seed always give the same sample. Raises InvalidInput where there is no row to draw from.
    """
    rows = store.rows(topic_id)
    chosen = stratified({label: sorted(rows.loc[rows["label"] == label, "row_id"]) for label in LABELS}, size, seed)
    if not chosen:
        raise InvalidInput("Expected scored sentences to draw from and a size of at least 1; found none. Add articles.")
    newest = (
        select(stance_table.c.row_id, func.max(stance_table.c.scoring_id).label("scoring_id"))
        .join(scoring_table)
        .where(scoring_table.c.topic_id == topic_id, batches.is_not_held())  # as in `rows`: one that waits may go
        .group_by(stance_table.c.row_id)
    )
    with store.writing() as connection:
        scoring = {one.row_id: one.scoring_id for one in connection.execute(newest)}
        values = {"topic_id": topic_id, "size": len(chosen), "seed": seed, "made_at": now()}
        key = connection.execute(insert(sample_table).values(**values)).inserted_primary_key
        assert key is not None
        items = [
            {"sample_id": key[0], "place": place, "scoring_id": scoring[row_id], "row_id": row_id}
            for place, row_id in enumerate(chosen)
        ]
        connection.execute(insert(item_table), items)
    return int(key[0])


def stratified(strata: dict[str, list[str]], size: int, seed: int) -> list[str]:
    """Draw up to `size`, in turn from each stratum until it is empty, and mix them.

    >>> sorted(stratified({"a": ["a1"], "b": ["b1", "b2", "b3"]}, 3, seed=1))[0]
    'a1'
    """
    draw = random.Random(seed)
    mixed = [draw.sample(rows, len(rows)) for rows in strata.values()]
    turns = max(map(len, mixed), default=0)
    chosen = [rows[turn] for turn in range(turns) for rows in mixed if turn < len(rows)][: max(0, size)]
    return draw.sample(chosen, len(chosen))


def samples(store: Store, topic_id: str) -> pd.DataFrame:
    """The samples of a topic, the latest first: sample_id, size (of what is still stored), seed, made_at, coders."""
    count = func.count(item_table.c.place.distinct())
    coders = func.count(coding_table.c.coder.distinct())
    columns = (sample_table.c.sample_id, count.label("size"), sample_table.c.seed, sample_table.c.made_at)
    same = (coding_table.c.sample_id == item_table.c.sample_id) & (coding_table.c.place == item_table.c.place)
    query = (
        select(*columns, coders.label("coders"))
        .join(item_table, item_table.c.sample_id == sample_table.c.sample_id)
        .outerjoin(coding_table, same)
        .where(sample_table.c.topic_id == topic_id)
        .group_by(sample_table.c.sample_id, sample_table.c.seed, sample_table.c.made_at)
        .order_by(sample_table.c.sample_id.desc())
    )
    return _frame(store, query)


def items(store: Store, sample_id: int) -> pd.DataFrame:
    """The rows of a sample in the order of coding: place, article_id, title, date, topic, READ and the `model`."""
    query = (
        select(
            item_table.c.place,
            article_table.c.article_id,
            article_table.c.title,
            article_table.c.date,
            topic_table.c.name.label("topic"),
            scoring_table.c.model,
            *(stance_table.c[name] for name in READ),
        )
        .join(
            stance_table,
            (stance_table.c.scoring_id == item_table.c.scoring_id) & (stance_table.c.row_id == item_table.c.row_id),
        )
        .join(scoring_table, scoring_table.c.scoring_id == stance_table.c.scoring_id)
        .join(article_table, article_table.c.article_id == scoring_table.c.article_id)
        .join(topic_table, topic_table.c.topic_id == scoring_table.c.topic_id)
        .where(item_table.c.sample_id == sample_id)
        .order_by(item_table.c.place)
    )
    return _frame(store, query)


def code(store: Store, sample_id: int, place: int, coder: str, label: str) -> None:
    """Record a coder's label; a later one of the same coder wins.

    Raises InvalidInput on an unknown label, a name that `check_coder` refuses, or a place that the sample does not have.
    """
    if label not in LABELS:
        raise InvalidInput(f"Expected a label of {', '.join(LABELS)}; found {label!r}.")
    check_coder(coder)
    there = select(item_table.c.place).where(item_table.c.sample_id == sample_id, item_table.c.place == place)
    with store.writing() as connection:
        if connection.scalar(there) is None:
            raise InvalidInput(f"Expected a sentence of sample {sample_id}, found {place}. Its article may be removed.")
        values = {"sample_id": sample_id, "place": place, "coder": coder.strip(), "label": label, "coded_at": now()}
        connection.execute(insert(coding_table).values(**values))


def check_coder(name: str) -> None:
    """Raises InvalidInput on a coder's name that is empty, too long, or the one that reports give the model."""
    check_text(name, LONGEST_NAME)
    if not name.strip():
        raise InvalidInput("Expected the coder's name, found none. Type it.")
    if " ".join(name.casefold().split()) in (MODEL, f"the {MODEL}"):
        raise InvalidInput(
            f"Expected a person's name, found {name.strip()!r}: reports call the model so. Type another."
        )


def codings(store: Store, sample_id: int) -> pd.DataFrame:
    """Each coder's last label of each sentence: place, coder, label, coded_at."""
    last = select(func.max(coding_table.c.coding_id)).group_by(
        coding_table.c.sample_id, coding_table.c.place, coding_table.c.coder
    )
    columns = (coding_table.c[name] for name in ("place", "coder", "label", "coded_at"))
    query = select(*columns).where(coding_table.c.sample_id == sample_id, coding_table.c.coding_id.in_(last))
    return _frame(store, query.order_by(coding_table.c.place, coding_table.c.coder))


def _frame(store: Store, query: Any) -> pd.DataFrame:
    with store.engine.connect() as connection:
        result = connection.execute(query)
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)
