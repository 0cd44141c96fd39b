"""Real parts: the first sample report, a scorer without a model, a database for each test."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Table

import stanceboard as sb
from stanceboard import migrations
from stanceboard.rows import score_record
from stanceboard.store import STANCE_COLUMNS, Store
from stanceboard.testing import FixedScorer

# How long a draw takes says how busy the machine is, nothing about the code. The same examples are drawn in every run.
settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

SHARED = Path(__file__).parents[2] / "shared"
TEXT = """Kabul turns down talks

Jane Photographer / Reuters

Taliban spokesman Zabihullah Mujahid said on Tuesday that the group would send delegates to Moscow. \
The Afghan government declined the invitation. "We will not go. We saw no use in it," an Afghan foreign ministry official said.

Turkey was invited too.

Please donate to support our journalism.
"""
TOPIC = sb.Topic("Moscow talks", ("Moscow meeting",), "Russian-hosted talks on Afghanistan")
SCORER = FixedScorer(
    {
        ("Taliban spokesman Zabihullah Mujahid", "Moscow talks"): "accepts",
        ("Afghan government", "Moscow talks"): "declines",
    }
)


@pytest.fixture
def article() -> sb.Article:
    return sb.Article("Kabul turns down talks", TEXT, "2018-08-22", "Example Wire", "https://example.org/talks")


@pytest.fixture
def stances(article: sb.Article) -> list[sb.Stance]:
    return sb.analyse(article, TOPIC, SCORER)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(str(tmp_path / "test.db"))
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a PostgreSQL server of our own, on a socket; skips where none is installed."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "").parent]
    if not (binaries[-1] / "initdb").is_file():
        pytest.skip("PostgreSQL is not installed here")
    folder = tmp_path_factory.mktemp("postgresql")
    data, sockets = folder / "data", Path("/tmp") / f"stanceboard-pg-{os.getpid()}"
    sockets.mkdir()
    user = "postgres" if os.geteuid() == 0 else None
    for path in (folder, sockets, *folder.parents[:3]):
        if user and path.owner() != user:
            path.chmod(path.stat().st_mode | 0o055)
    if user:
        shutil.chown(folder, user)
        shutil.chown(sockets, user)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL, cwd="/")

    run(
        str(binaries[-1] / "initdb"),
        "-D",
        str(data),
        "-A",
        "trust",
        "-U",
        "stanceboard",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={sockets} -c fsync=off"
    control = str(binaries[-1] / "pg_ctl")
    run(control, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://stanceboard@/postgres?host={sockets}"
    finally:
        run(control, "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(sockets, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A new database, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        store = Store(str(tmp_path / "test.db"))
        yield store
        store.engine.dispose()
        return
    store = Store(request.getfixturevalue("postgresql"))
    yield store
    clear(store)


def clear(store: Store) -> None:
    """Empty a PostgreSQL database and close the store."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    store.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database that nobody has opened yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    yield request.getfixturevalue("postgresql")
    clear(Store(request.getfixturevalue("postgresql")))


def first_schema_records(
    article: sb.Article, stances: Sequence[sb.Stance] = ()
) -> list[tuple[Table, dict[str, object]]]:
    """Records of a scored article, for a database of the first schema, in which nothing of today's may write."""
    scores = [{key: value for key, value in score_record(one).items() if key in STANCE_COLUMNS} for one in stances]
    return [
        (
            migrations.article_table,
            {"article_id": article.id, "title": article.title, "text": article.text, "date": article.date}
            | {"source": article.source, "url": article.url, "origin": "added", "added_at": "2026-01-01"},
        ),
        (
            migrations.topic_table,
            {"topic_id": "moscow-talks", "name": "Moscow talks", "aliases": '["Moscow meeting"]'}
            | {"description": "talks"},
        ),
        (
            migrations.scoring_table,
            {"article_id": article.id, "topic_id": "moscow-talks", "model": "m", "scored_at": "2026-01-01"},
        ),
        *((migrations.stance_table, one | {"scoring_id": 1}) for one in scores),
    ]
