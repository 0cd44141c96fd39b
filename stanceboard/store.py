"""The store: articles once, scores appended, corrections on top. Nothing is written but through `Store.writing`.

SQLite in the user's data folder by default, PostgreSQL by URL.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, delete, event, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from stanceboard import corrections
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
from stanceboard.rows import SCORE_COLUMNS, score_record, typed
from stanceboard.topics import find_topic, read_topics
from stanceboard.types import Article, Stance, Topic, check_text, now

ENVIRONMENT = "STANCEBOARD_DATABASE_URL"
STANCE_COLUMNS = ("row_id", *(name for name in SCORE_COLUMNS if name not in ("topic", "model")))


class Store:
    """A database of articles and scores; safe to share between threads and between processes."""

    def __init__(self, url: str | None = None) -> None:
        """Open (and create, and migrate) the database at `url`: a URL, a path or ":memory:".

        Default: $STANCEBOARD_DATABASE_URL, else a file in the user's data folder.
        Raises StoreError when it cannot be opened or is not ours.
        """
        self.url = _database_url(url)
        try:
            self.engine = _engine(self.url)
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
        self, article: Article, stances: Iterable[Stance] = (), *, origin: str = "added", topic: Topic | None = None
    ) -> bool:
        """Store an article once and append a scoring with its rows; return whether the article was new.

        Give `topic` to record a scoring that found no actor at all.
        Raises InvalidInput on text that no database can hold (NUL characters, lone surrogates).
        """
        rows = list(stances)
        check_text(article.title + article.text)
        scored = rows[0].topic if rows else topic
        with self.writing() as connection:
            is_new = not connection.scalar(select(func.count()).where(article_table.c.article_id == article.id))
            if is_new:
                connection.execute(
                    insert(article_table).values(**_article_record(article), origin=origin, added_at=now())
                )
            if scored:
                records = [score_record(row) for row in rows]
                self._add_records(connection, article.id, scored, rows[0].model if rows else "", records)
        return is_new

    def article(self, article_id: str) -> Article:
        """Read one article. Raises StoreError when there is none."""
        columns = [article_table.c[name] for name in ("title", "text", "date", "source", "url")]
        with self.engine.connect() as connection:
            found = connection.execute(select(*columns).where(article_table.c.article_id == article_id)).one_or_none()
        if found is None:
            raise StoreError(f"Expected the id of a stored article, found {article_id!r}. It may have been removed.")
        return Article(**found._mapping)

    def articles(self) -> pd.DataFrame:
        """All articles, oldest first: article_id, title, date, source, url, origin, added_at, words (a count)."""
        query = select(article_table).order_by(article_table.c.date, article_table.c.added_at)
        with self.engine.connect() as connection:
            frame = pd.DataFrame(connection.execute(query).mappings().all(), columns=list(article_table.c.keys()))
        frame["words"] = [len(text.split()) for text in frame.pop("text")]
        return frame

    def scored(self, topic_id: str) -> list[str]:
        """The ids of the articles that were scored toward a topic, those in which no actor was found included."""
        chosen = select(scoring_table.c.article_id).where(scoring_table.c.topic_id == topic_id).distinct()
        with self.engine.connect() as connection:
            return sorted(connection.scalars(chosen))

    def rows(self, topic_id: str | None = None) -> pd.DataFrame:
        """The rows of each article's latest scoring per topic, as people corrected them, with ROW_COLUMNS."""
        latest = (
            select(func.max(scoring_table.c.scoring_id).label("scoring_id"))
            .group_by(scoring_table.c.article_id, scoring_table.c.topic_id)
            .subquery()
        )
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
            return typed(corrections.apply(found, connection))

    def topics(self) -> list[Topic]:
        """The topics that anything was scored toward."""
        with self.engine.connect() as connection:
            found = connection.execute(select(topic_table).order_by(topic_table.c.name)).all()
        return [Topic(one.name, tuple(json.loads(one.aliases)), one.description) for one in found]

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
                _add_topic(connection, one)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that has the database to itself and raises the version."""
        with self.engine.begin() as connection:
            lock_for_writing(connection)
            connection.execute(update(change_table).values(version=change_table.c.version + 1))
            yield connection

    def _add_records(
        self, connection: Connection, article_id: str, topic: Topic, model: str, records: list[dict[str, Any]]
    ) -> None:
        _add_topic(connection, topic)
        values = {"article_id": article_id, "topic_id": topic.id, "model": model, "scored_at": now()}
        key = connection.execute(insert(scoring_table).values(**values)).inserted_primary_key
        assert key is not None
        if records:
            kept = [{name: record[name] for name in STANCE_COLUMNS} | {"scoring_id": key[0]} for record in records]
            connection.execute(insert(stance_table), kept)


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


def _add_topic(connection: Connection, topic: Topic) -> None:
    values = {
        "name": topic.name,
        "aliases": json.dumps(topic.aliases, ensure_ascii=False),
        "description": topic.description,
    }
    if not connection.execute(update(topic_table).where(topic_table.c.topic_id == topic.id).values(**values)).rowcount:
        connection.execute(insert(topic_table).values(topic_id=topic.id, **values))


def _database_url(url: str | None) -> URL:
    url = url or os.environ.get(ENVIRONMENT) or str(Path(platformdirs.user_data_dir("stanceboard")) / "stanceboard.db")
    if "://" not in url:
        if url != ":memory:":
            Path(url).expanduser().parent.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=url if url == ":memory:" else str(Path(url).expanduser()))
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            f"Expected a database URL such as postgresql://user@host/name, or a path; found {url!r}."
        ) from None
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return parsed


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    if url.database in (None, "", ":memory:"):
        # One connection is the whole database: threads wait for it, or they would share a transaction.
        alone = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
        engine = create_engine(url, **alone, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _: object) -> None:
        for pragma in ("foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")
        # Where eight processes open a new file at once, 1 in 100 is told "locked" whatever the timeout: another one is
        # then setting the mode, which is the file's and not the connection's.
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode=WAL")

    return engine
