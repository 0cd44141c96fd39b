"""The store: articles once, scores appended, corrections on top. Nothing is written but through `Store.writing`.

SQLite in the user's data folder by default, PostgreSQL by URL.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from stanceboard import batches, corrections, metadata, own_topics
from stanceboard.batches import Batch
from stanceboard.database import ENVIRONMENT as ENVIRONMENT
from stanceboard.database import database_url, open_engine
from stanceboard.errors import StoreError
from stanceboard.migrations import (
    article_table,
    change_table,
    lock_for_writing,
    migrate,
    scoring_table,
    stance_table,
    topic_table,
)
from stanceboard.resources import asset
from stanceboard.rows import SCORE_COLUMNS, one_name_each, score_record, typed
from stanceboard.topics import find_topic, read_topics
from stanceboard.types import Article, Stance, Topic, check_text, now

STANCE_COLUMNS = ("row_id", *(name for name in SCORE_COLUMNS if name not in ("topic", "model")))


class Store:
    """A database of articles and scores; safe to share between threads and between processes."""

    def __init__(self, url: str | None = None) -> None:
        """Open (and create, and migrate) the database at `url`: a URL, a path or ":memory:".

        Default: $STANCEBOARD_DATABASE_URL, else a file in the user's data folder.
        Raises StoreError when it cannot be opened or is not ours.
        """
        self.url = database_url(url)
        try:
            self.engine = open_engine(self.url)
            with self.engine.begin() as connection:
                migrate(connection)
        except (SQLAlchemyError, OSError, ImportError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            raise StoreError(f"Expected a database at {self.address}, could not open it: {reason}.") from None

    @property
    def address(self) -> str:
        """The database's URL with the password hidden."""
        return self.url.render_as_string(hide_password=True)

    def add(
        self,
        article: Article,
        stances: Iterable[Stance] = (),
        *,
        origin: str = "added",
        topic: Topic | None = None,
        batch: str | None = None,
    ) -> bool:
        """Store an article once and append a scoring with its rows; return whether the article was new.

        One that waited in a batch is in the corpus from then on, whatever becomes of the batch.
        Give `topic` to record a scoring that found no actor at all. With the id of a `batch` the scoring, and the
        article where it is new, stay out of every table until `accept`. Of an article that was stored before, a date,
        source or address that is missing is filled in, in a batch on `accept`; what is there is never overwritten.
        Raises InvalidInput on text that no database can hold (NUL characters, lone surrogates).
        """
        origin = batches.PENDING if batch else origin
        rows = list(stances)
        check_text(article.title + article.text)
        scored = rows[0].topic if rows else topic
        with self.writing() as connection:
            is_new = not connection.scalar(select(func.count()).where(article_table.c.article_id == article.id))
            if is_new:
                connection.execute(
                    insert(article_table).values(**_article_record(article), origin=origin, added_at=now())
                )
            elif batch:
                metadata.hold(connection, batch, article)
            else:
                waiting = (article_table.c.article_id == article.id, article_table.c.origin == batches.PENDING)
                connection.execute(update(article_table).where(*waiting).values(origin=origin))
                metadata.fill(connection, article.id, metadata.of(article))
            if scored:
                records = [score_record(row) for row in rows]
                number = self._add_records(connection, article.id, scored, rows[0].model if rows else "", records)
                if batch:
                    batches.hold(connection, batch, number)
        return is_new

    def article(self, article_id: str) -> Article:
        """Read one article. Raises StoreError when there is none."""
        columns = [article_table.c[name] for name in ("title", "text", "date", "source", "url")]
        with self.engine.connect() as connection:
            found = connection.execute(select(*columns).where(article_table.c.article_id == article_id)).one_or_none()
        if found is None:
            raise StoreError(f"Expected the id of a stored article, found {article_id!r}. It may have been removed.")
        return Article(**found._mapping)

    def texts(self) -> dict[str, str]:
        """The text of every article, by id; those that wait in a batch are left out."""
        query = select(article_table.c.article_id, article_table.c.text).where(batches.is_added())
        with self.engine.connect() as connection:
            return {one.article_id: one.text for one in connection.execute(query)}

    def articles(self, batch: str | None = None) -> pd.DataFrame:
        """All articles, oldest first: article_id, title, date, source, url, origin, added_at, words (a count).

        Articles that wait in a batch are left out; with its id, they are those given, and no others.
        """
        chosen = batches.is_in(batch) if batch else batches.is_added()
        query = select(article_table).where(chosen).order_by(article_table.c.date, article_table.c.added_at)
        with self.engine.connect() as connection:
            frame = pd.DataFrame(connection.execute(query).mappings().all(), columns=list(article_table.c.keys()))
        for name in ("date", "source", "url"):  # pandas would make what is missing a number, and write it as "nan"
            frame[name] = frame[name].astype(object).where(frame[name].notna(), None)
        frame["words"] = [len(text.split()) for text in frame.pop("text")]
        return frame

    def scored(self, topic_id: str) -> list[str]:
        """The ids of the articles that were scored toward a topic, those in which no actor was found included."""
        chosen = (
            select(scoring_table.c.article_id)
            .where(scoring_table.c.topic_id == topic_id, batches.is_not_held())
            .distinct()
        )
        with self.engine.connect() as connection:
            return sorted(connection.scalars(chosen))

    def rows(self, topic_id: str | None = None, batch: str | None = None) -> pd.DataFrame:
        """The rows of each article's latest scoring per topic, as people corrected them, with ROW_COLUMNS; one name for each actor.

        Those that wait in a batch are left out; with its id, they are those given, and no others.
        """
        latest = batches.latest(batch)
        query = (
            select(
                *(stance_table.c[name] for name in STANCE_COLUMNS),
                *(article_table.c[name] for name in ("article_id", "title", "date", "source", "url")),
                topic_table.c.topic_id,
                topic_table.c.name.label("topic"),
                scoring_table.c.model,
                scoring_table.c.scored_at,
            )
            .join(latest, latest.c.scoring_id == stance_table.c.scoring_id)
            .join(scoring_table, scoring_table.c.scoring_id == stance_table.c.scoring_id)
            .join(article_table, article_table.c.article_id == scoring_table.c.article_id)
            .join(topic_table, topic_table.c.topic_id == scoring_table.c.topic_id)
            .order_by(article_table.c.date, article_table.c.article_id, stance_table.c.mention_start)
        )
        if topic_id:
            query = query.where(scoring_table.c.topic_id == topic_id)
        with self.engine.connect() as connection:
            result = connection.execute(query)
            found = pd.DataFrame(result.fetchall(), columns=list(result.keys()))
            return typed(one_name_each(corrections.apply(found, connection)))

    def topics(self) -> list[Topic]:
        """The topics that anything was scored toward or that were saved, by name."""
        with self.engine.connect() as connection:
            return own_topics.read(connection)

    def save_topic(self, topic: Topic) -> None:
        """Keep a topic of the user's own, or what was changed of it. Raises InvalidInput on one that cannot be kept."""
        own_topics.check(topic)
        with self.writing() as connection:
            own_topics.write(connection, topic)

    def remove_topic(self, topic_id: str) -> None:
        """Remove a topic of the user's own with every score and correction toward it; articles stay.

        Raises StoreError on a shipped topic.
        """
        with self.writing() as connection:
            own_topics.remove(connection, topic_id)

    def scored_counts(self, *, with_batches: bool = False) -> dict[str, int]:
        """How many articles were scored toward each topic, by topic id; those that wait in a batch only if asked for."""
        count = func.count(scoring_table.c.article_id.distinct()).label("articles")
        query = select(scoring_table.c.topic_id, count).group_by(scoring_table.c.topic_id)
        if not with_batches:
            query = query.where(batches.is_not_held())
        with self.engine.connect() as connection:
            found = connection.execute(query)
            return {one.topic_id: one.articles for one in found}

    def begin_batch(self, batch_id: str, topic: Topic, total: int) -> None:
        """Open a batch of `total` articles to be scored toward `topic` and kept apart; see `add`."""
        with self.writing() as connection:
            own_topics.write(connection, topic)
            batches.begin(connection, batch_id, topic.id, total, now())

    def batches(self) -> list[Batch]:
        """The batches that wait to be added or discarded, oldest first."""
        with self.engine.connect() as connection:
            return batches.read(connection)

    def accept(self, batch_id: str) -> int:
        """Add a batch to the corpus; return for how many articles that were stored before something was filled in.

        Raises StoreError when there is no batch of that id.
        """
        with self.writing() as connection:
            return batches.accept(connection, batch_id)

    def discard(self, batch_id: str) -> None:
        """Remove a batch, its scores, and the articles that came with it alone. Raises StoreError as `accept`."""
        with self.writing() as connection:
            batches.discard(connection, batch_id)

    def version(self) -> int:
        """A number that grows with every write, by this process or another."""
        with self.engine.connect() as connection:
            return int(connection.scalar(select(change_table.c.version)) or 0)

    def remove(self, article_id: str) -> None:
        """Remove an added article, its scores and corrections. Raises StoreError on an article of the sample."""
        chosen = article_table.c.article_id == article_id
        with self.writing() as connection:
            if connection.scalar(select(article_table.c.origin).where(chosen)) == "sample":
                raise StoreError("Articles of the sample are not removed one by one. Open another --database instead.")
            connection.execute(delete(article_table).where(chosen))

    def ensure_sample(self) -> None:
        """Load the shipped sample and its shipped scores into a database that holds no article."""
        with self.writing() as connection:
            if connection.scalar(select(func.count()).select_from(article_table)):
                return
            for article in sample_articles():
                values = {**_article_record(article), "origin": "sample", "added_at": now()}
                connection.execute(insert(article_table).values(**values))
            scores = [json.loads(line) for line in _lines("scores.jsonl")]
            by_scoring: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
            for score in scores:
                by_scoring.setdefault((score["article_id"], score["topic"], score["model"]), []).append(score)
            for (article_id, topic, model), records in by_scoring.items():
                self._add_records(connection, article_id, find_topic(topic), model, records)
            for one in read_topics():
                own_topics.write(connection, one)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that has the database to itself and raises the version."""
        with self.engine.begin() as connection:
            lock_for_writing(connection)
            connection.execute(update(change_table).values(version=change_table.c.version + 1))
            yield connection

    def _add_records(
        self, connection: Connection, article_id: str, topic: Topic, model: str, records: list[dict[str, Any]]
    ) -> int:
        own_topics.write(connection, topic)
        values = {"article_id": article_id, "topic_id": topic.id, "model": model, "scored_at": now()}
        key = connection.execute(insert(scoring_table).values(**values)).inserted_primary_key
        assert key is not None
        if records:
            kept = [{name: record[name] for name in STANCE_COLUMNS} | {"scoring_id": key[0]} for record in records]
            connection.execute(insert(stance_table), kept)
        return int(key[0])


def sample_articles() -> list[Article]:
    """The shipped sample reports, in date order."""
    records: list[dict[str, Any]] = [json.loads(line) for line in _lines("reports.jsonl")]
    return [
        Article(one["title"], one["text"], one["date"] or None, one["source"] or None, one["url"] or None)
        for one in records
    ]


def sample_sources() -> dict[str, list[str]]:
    """The public pages that each sample report's facts come from, by title."""
    return {record["title"]: record["sources"] for record in map(json.loads, _lines("reports.jsonl"))}


def _lines(name: str) -> list[str]:
    return asset("data", "sample", name).read_text(encoding="utf-8").splitlines()


def _article_record(article: Article) -> dict[str, object]:
    fields = ("title", "text", "date", "source", "url")
    return {"article_id": article.id} | {name: getattr(article, name) for name in fields}
