"""What waits apart from the corpus, topics of the user's own, and the schema that both need."""

import pytest
from sqlalchemy import inspect

import stanceboard as sb
from stanceboard import migrations
from stanceboard.corrections import correct
from stanceboard.store import Store
from stanceboard.topics import read_topics
from tests.conftest import SCORER, TEXT, TOPIC, first_schema_records

HARBOUR = sb.Topic("Harbour lease", ("port deal",), "A lease of the harbour.", "2019-01-01", "2020-12-31")


def hold(store: Store, batch_id: str, *articles: sb.Article) -> None:
    store.begin_batch(batch_id, TOPIC, len(articles))
    for one in articles:
        store.add(one, sb.analyse(one, TOPIC, SCORER), topic=TOPIC, batch=batch_id)


def test_a_batch_is_in_no_table_until_it_is_added(any_store, article, stances):
    hold(any_store, "b1", article)
    assert any_store.articles().empty
    assert any_store.rows().empty
    assert any_store.texts() == {}
    assert list(any_store.rows(batch="b1")["sentence"]) == [one.sentence.text for one in stances]
    assert list(any_store.articles("b1")["origin"]) == ["pending"]
    assert [(one.id, one.topic_id, one.total, one.article_ids) for one in any_store.batches()] == [
        ("b1", TOPIC.id, 1, (article.id,))
    ]

    any_store.accept("b1")
    assert list(any_store.articles()["origin"]) == ["added"]
    assert len(any_store.rows()) == len(stances)
    assert any_store.texts() == {article.id: article.text}
    assert any_store.batches() == []


def test_a_stored_article_takes_what_it_lacks_when_the_batch_is_added_and_keeps_what_it_has(any_store, article):
    any_store.add(sb.Article(article.title, TEXT, source="First Wire"), topic=TOPIC)
    hold(any_store, "b1", article)
    hold(any_store, "b2", sb.Article(article.title, TEXT, "1999-01-01", "Other", "https://example.org/other"))
    before = any_store.article(article.id)
    assert (before.date, before.source, before.url) == (None, "First Wire", None)
    assert any_store.accept("b1") == 1
    assert any_store.accept("b2") == 0
    after = any_store.article(article.id)
    assert (after.date, after.source, after.url) == ("2018-08-22", "First Wire", "https://example.org/talks")


def test_a_discarded_batch_fills_nothing_in_and_an_article_added_without_one_does(any_store, article):
    bare = sb.Article(article.title, TEXT)
    any_store.add(bare)
    hold(any_store, "b1", article)
    any_store.discard("b1")
    assert any_store.article(article.id) == bare
    assert any_store.add(article) is False
    assert any_store.article(article.id) == article


def test_a_discarded_batch_leaves_no_trace(any_store, article):
    hold(any_store, "b1", article)
    any_store.discard("b1")
    assert any_store.batches() == []
    assert any_store.articles("b1").empty
    with pytest.raises(sb.StoreError, match="Expected the id of a stored article"):
        any_store.article(article.id)


def test_a_discarded_batch_leaves_what_the_corpus_had(any_store, article, stances):
    any_store.add(article, stances)
    hold(any_store, "b1", article, sb.Article("Another", "Turkey spoke."))
    any_store.discard("b1")
    assert list(any_store.articles()["article_id"]) == [article.id]
    assert len(any_store.rows()) == len(stances)


def test_an_article_in_two_batches_outlives_the_first(any_store, article):
    hold(any_store, "b1", article)
    hold(any_store, "b2", article)
    any_store.discard("b1")
    any_store.accept("b2")
    assert list(any_store.articles()["article_id"]) == [article.id]


@pytest.mark.parametrize("finish", [Store.accept, Store.discard])
def test_an_article_that_waits_and_is_added_by_itself_is_in_the_corpus(any_store, article, stances, finish):
    hold(any_store, "b1", article)
    assert not any_store.add(article, stances)
    for _ in range(2):
        assert list(any_store.articles()["origin"]) == ["added"]
        assert any_store.texts() == {article.id: article.text}
        assert len(any_store.rows()) == len(stances)
        if any_store.batches():
            finish(any_store, "b1")


def test_a_batch_survives_that_the_store_is_closed(tmp_path, article):
    path = str(tmp_path / "test.db")
    store = Store(path)
    hold(store, "b1", article)
    store.engine.dispose()
    assert Store(path).batches()[0].article_ids == (article.id,)


def test_a_batch_that_is_gone_is_refused(store, article):
    for call in (store.accept, store.discard):
        with pytest.raises(sb.StoreError, match="Expected a batch that waits, found none of the id 'gone'"):
            call("gone")
    with pytest.raises(sb.StoreError, match="may have been added or discarded"):
        store.add(article, topic=TOPIC, batch="gone")
    assert store.articles("gone").empty


def test_a_topic_of_ones_own_is_kept_changed_and_removed(any_store):
    any_store.save_topic(HARBOUR)
    assert any_store.topics() == [HARBOUR]
    changed = sb.Topic("Harbour lease", (), "Changed")
    any_store.save_topic(changed)
    assert any_store.topics() == [changed]
    any_store.remove_topic(HARBOUR.id)
    assert any_store.topics() == []


def test_a_removed_topic_takes_its_scores_along_and_leaves_the_articles(any_store, article, stances):
    any_store.add(article, stances)
    any_store.add(article, sb.analyse(article, HARBOUR, SCORER))
    correct(any_store, any_store.rows(HARBOUR.id).iloc[0]["row_id"], "skeptical")
    any_store.begin_batch("b1", HARBOUR, 1)
    any_store.add(sb.Article("t", "Turkey spoke."), topic=HARBOUR, batch="b1")
    assert any_store.scored_counts() == {TOPIC.id: 1, HARBOUR.id: 1}
    assert any_store.scored_counts(with_batches=True) == {TOPIC.id: 1, HARBOUR.id: 2}

    any_store.remove_topic(HARBOUR.id)
    assert any_store.scored_counts() == {TOPIC.id: 1}
    assert list(any_store.articles()["article_id"]) == [article.id]
    assert any_store.batches() == []
    assert len(any_store.rows()) == len(stances)


def test_shipped_topics_are_neither_changed_nor_removed(store):
    with pytest.raises(sb.InvalidInput, match="found that of a shipped topic, 'moscow talks'"):
        store.save_topic(sb.Topic("moscow talks"))
    with pytest.raises(sb.StoreError, match="Shipped topics stay"):
        store.remove_topic("moscow-talks")


@pytest.mark.parametrize("name", ["", " !? ", "a" * 121])
def test_a_name_that_the_model_cannot_read_is_refused(store, name):
    with pytest.raises(sb.InvalidInput, match="Expected a name of 1 to 120 characters"):
        store.save_topic(sb.Topic(name))
    with pytest.raises(sb.InvalidInput, match="Expected a name of 1 to 120 characters"):
        store.save_topic(sb.Topic("Fine", (name,)))


def test_a_hostile_topic_is_only_text(any_store):
    hostile = sb.Topic("'); DROP TABLE topic;-- <b>x</b> \u202e", ("[a](javascript:b)",), "$x$ **y**")
    any_store.save_topic(hostile)
    assert any_store.topics() == [hostile]


def test_the_shipped_topic_has_its_period():
    assert (read_topics()[0].since, read_topics()[0].until) == ("2016-12-01", "2021-12-31")


def test_a_database_of_the_first_schema_is_upgraded_without_loss(new_url, monkeypatch, article, stances):
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        old = Store(new_url)
        assert {"batch", "pending", "topic_period"}.isdisjoint(inspect(old.engine).get_table_names())
        with old.engine.begin() as connection:
            for table, values in first_schema_records(article):
                connection.execute(table.insert().values(**values))
        old.engine.dispose()

    store = Store(new_url)
    assert store.topics() == [sb.Topic("Moscow talks", ("Moscow meeting",), "talks")]
    assert store.article(article.id) == article
    assert store.scored_counts() == {"moscow-talks": 1}
    with store.engine.connect() as connection:
        numbers = set(
            connection.scalars(
                migrations.migration_table.select().with_only_columns(migrations.migration_table.c.number)
            )
        )
    assert numbers == set(range(1, len(migrations.MIGRATIONS) + 1))
    hold(store, "b1", article)
    store.engine.dispose()


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(sb.InvalidInput, match="Expected a period that begins before it ends"):
        sb.Topic("t", since="2020-01-02", until="2020-01-01")
    with pytest.raises(sb.InvalidInput, match="Expected a date as YYYY-MM-DD, found '2020'"):
        sb.Topic("t", since="2020")
