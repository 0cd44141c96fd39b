"""The store on SQLite and on PostgreSQL: nothing overwritten, nothing lost, corrections on top."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

import stanceboard as sb
from stanceboard.rows import ROW_COLUMNS
from stanceboard.store import Store, sample_articles, sample_sources
from stanceboard.testing import FixedScorer
from tests.conftest import SCORER, TOPIC


def test_what_goes_in_comes_out(any_store, article, stances):
    assert any_store.add(article, stances)
    rows = any_store.rows()
    assert list(rows.columns) == list(ROW_COLUMNS)
    assert list(rows["sentence"]) == [one.sentence.text for one in stances]
    assert list(rows["label"]) == [one.label for one in stances]
    assert any_store.article(article.id) == article


def test_an_article_is_stored_once_and_rescoring_adds(any_store, article, stances):
    any_store.add(article, stances)
    again = sb.analyse(article, TOPIC, FixedScorer(SCORER.labels, name="second"))
    assert not any_store.add(article, again)
    assert len(any_store.articles()) == 1
    assert set(any_store.rows()["model"]) == {"second"}
    with any_store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM scoring").scalar() == 2


def test_removing_an_article_removes_its_rows(any_store, article, stances):
    any_store.add(article, stances)
    any_store.remove(article.id)
    assert any_store.rows().empty
    assert any_store.articles().empty
    with pytest.raises(sb.StoreError, match="Expected the id of a stored article"):
        any_store.article(article.id)


def test_every_write_raises_the_version(any_store, article, stances):
    before = any_store.version()
    any_store.add(article, stances)
    assert any_store.version() > before


def test_the_sample_is_loaded_once_with_its_scores(any_store):
    any_store.ensure_sample()
    any_store.ensure_sample()
    assert len(any_store.articles()) == len(sample_articles()) >= 18
    rows = any_store.rows("moscow-talks")
    texts = {one.id: one.text for one in sample_articles()}
    assert len(rows) > 100
    for row in rows.itertuples():
        assert texts[row.article_id][row.sentence_start : row.sentence_end] == row.sentence


def named(stances: list[sb.Stance], *names: tuple[str, str]) -> list[sb.Stance]:
    """The stances with one actor throughout, under these names and kinds in turn."""
    actors = [sb.Actor("afghan-parliament", name, kind) for name, kind in names]
    return [replace(one, actor=actor) for one, actor in zip(stances, actors, strict=True)]


def test_an_actor_of_two_spellings_has_the_most_frequent_one_and_of_equal_ones_the_first(any_store):
    article = sb.Article("t", "Turkey spoke. Iran spoke. China spoke.")
    stances = sb.analyse(article, TOPIC, SCORER)
    any_store.add(
        article, named(stances, ("A. parliament", "state"), ("A. Parliament", "group"), ("A. Parliament", "group"))
    )
    assert set(any_store.rows()["actor"] + any_store.rows()["kind"]) == {"A. Parliamentgroup"}
    assert list(any_store.rows()["mention"]) == ["Turkey", "Iran", "China"]
    any_store.add(article, named(stances, ("A. parliament", "state"), ("A. Parliament", "state"), ("Aa", "state")))
    assert set(any_store.rows()["actor"] + any_store.rows()["kind"]) == {"A. parliamentstate"}


def test_an_article_of_the_sample_is_not_removed(store):
    store.ensure_sample()
    with pytest.raises(sb.StoreError, match="not removed one by one"):
        store.remove(sample_articles()[0].id)


def test_every_sample_report_names_its_sources_and_quotes_nobody():
    for title, sources in sample_sources().items():
        assert sources, title
        assert all(one.startswith("http") for one in sources)
    for article in sample_articles():
        assert not set('"“”„') & set(article.text)
        assert 120 <= len(article.text.split()) <= 300


def test_text_that_no_database_can_hold_is_refused(store):
    with pytest.raises(sb.InvalidInput, match="NUL or half a character"):
        store.add(sb.Article("t", "a\x00b"))


def test_hostile_text_is_only_text(any_store):
    text = "Robert'); DROP TABLE article;-- said <script>alert(1)</script> 👩‍👩‍👧 \u202e"
    any_store.add(sb.Article(text, text))
    assert any_store.articles()["title"].tolist() == [text]


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "not.db"
    path.write_bytes(b"this is not a database, only text that is long enough")
    with pytest.raises(sb.StoreError, match="Expected a database at"):
        Store(str(path))


def test_a_password_is_never_shown():
    with pytest.raises(sb.StoreError) as error:
        Store("postgresql://me:secret@127.0.0.1:1/none")
    assert "secret" not in str(error.value)


def at_once(number: int, call: Callable[[], int]) -> list[int]:
    """What `number` threads that start together return; what one raises is raised here."""
    start = Barrier(number, timeout=30)

    def run(_: int) -> int:
        start.wait()
        return call()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(run, range(number)))


def add_reports(store: Store) -> int:
    """How many of ten small reports, each with one row, were new."""
    reports = [sb.Article(f"t{number}", f"Turkey spoke for the {number}th time.") for number in range(10)]
    return sum(store.add(one, sb.analyse(one, TOPIC, SCORER)) for one in reports)


def test_threads_that_add_the_same_articles_store_each_once(any_store):
    assert sum(at_once(6, lambda: add_reports(any_store))) == 10
    assert len(any_store.articles()) == len(any_store.rows()) == 10
    assert any_store.version() == 60


def test_threads_may_share_a_store_in_memory():
    store = Store(":memory:")
    assert sum(at_once(6, lambda: add_reports(store))) == 10
    assert len(store.articles()) == len(store.rows()) == 10


def open_sample(url: str) -> int:
    store = Store(url)
    store.ensure_sample()
    number = len(store.articles())
    store.engine.dispose()
    return number


def test_threads_may_open_a_new_database_at_once(new_url):
    assert at_once(6, lambda: open_sample(new_url)) == [len(sample_articles())] * 6


def test_processes_may_open_a_new_database_at_once(new_url):
    # Each says that it has imported, then waits for a line, so that all of them open together.
    program = "from tests.test_store import open_sample; print(flush=True); url = input(); print(open_sample(url))"
    command = [sys.executable, "-c", program]
    processes = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    try:
        for one in processes:
            assert one.stdout.readline() == "\n"
        for one in processes:
            one.stdin.write(new_url + "\n")
            one.stdin.flush()
        found = [int(one.communicate(timeout=60)[0]) for one in processes]
    finally:
        for one in processes:
            one.kill()
    assert found == [len(sample_articles())] * 4


def test_sqlite_runs_with_wal_and_foreign_keys(store):
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert sqlite3.sqlite_version_info >= (3, 24)
