"""Where the database is and how it is opened: SQLite by a path, PostgreSQL by a URL."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from stanceboard.errors import StoreError

ENVIRONMENT = "STANCEBOARD_DATABASE_URL"


def database_url(url: str | None) -> URL:
    """The URL of a database given as URL, path or ":memory:"; by default of $STANCEBOARD_DATABASE_URL, else in the user's data folder.

    Raises StoreError on a malformed URL.
    """
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


def open_engine(url: URL) -> Engine:
    """An engine whose connections are safe to share: foreign keys on, and SQLite in WAL mode."""
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
