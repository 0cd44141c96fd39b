"""The page of topics, and every other page for a topic that is not the first."""

import re
import threading

import pytest
import streamlit as st

import stanceboard as sb
from dashboard import data
from dashboard.jobs import jobs
from stanceboard.store import sample_articles
from stanceboard.testing import FixedScorer
from tests.test_pages import bodies, fresh, page, press, words

__all__ = ["fresh"]
LEASE = sb.Topic("Harbour lease", ("port deal",), "A lease.", "2018-01-01", "2030-12-31")
HOSTILE = sb.Topic("<img src=x onerror=alert(1)> **bold** [a](javascript:b) $x$", ("</b><script>alert(2)</script>",))


@pytest.fixture
def lease() -> sb.Topic:
    data.store().save_topic(LEASE)
    return LEASE


def test_known_topics_are_listed_with_what_was_scored(lease):
    said = words(page("topics"))
    assert f"**Moscow talks** :small[shipped · {len(sample_articles())} articles scored]" in said
    assert "**Harbour lease** :small[your own · 0 articles scored]" in said


def test_a_topic_is_made_previewed_and_saved():
    test = page("topics")
    test.text_input(key="name-new-0").set_value("harbour  LEASE").run()
    assert "0 sentences in 0 of" in words(test)
    assert f"By the words of its names, 0 of {len(data.articles())} are about it." in words(test)
    test.text_area(key="aliases-new-0").set_value("moscow FORMAT\n\n moscow format \nTaliban").run()
    assert "This is only a match of words" in words(test)
    assert "<b>Taliban</b>" in bodies(test)
    assert f"By the words of its names, 18 of {len(data.articles())} are about it." in words(test)
    press(test, "Save")
    assert "is saved" in words(test)
    [own] = [one for one in data.topics() if one.id == "harbour-lease"]
    assert own == sb.Topic("harbour LEASE", ("moscow FORMAT", "moscow format", "Taliban"))


def test_the_preview_is_made_once_for_the_same_names_and_anew_for_other_articles(monkeypatch):
    known, calls = data.corpus_sentences(), []
    monkeypatch.setattr(data, "corpus_sentences", lambda: calls.append(1) or known)
    test = page("topics")
    name = test.text_input(key="name-new-0")
    assert not name.proto.live_debounce_ms
    name.set_value("Taliban").run()
    assert len(calls) == 1
    test.text_area(key="description-new-0").set_value("What it is about.").run()
    assert len(calls) == 1
    data.store().add(sb.Article("t", "Turkey spoke."))
    test.run()
    assert len(calls) == 2


def test_a_name_that_is_taken_is_refused(lease):
    test = page("topics")
    for name in ("moscow talks", "Harbour Lease!"):
        test.text_input(key="name-new-0").set_value(name).run()
        press(test, "Save")
        assert "Expected a new name" in words(test)
    assert data.topics()[1:] == [LEASE]


def test_an_unscored_topic_can_be_renamed_and_a_scored_one_cannot(lease):
    test = page("topics", edit=lease.id)
    test.text_input(key="name-harbour-lease").set_value("Port lease").run()
    press(test, "Save")
    assert [one.name for one in data.topics()[1:]] == ["Port lease"]
    article = sb.Article("t", "Turkey spoke.", "2020-01-01")
    data.store().add(article, topic=data.topics()[1])
    assert page("topics", edit="port-lease").text_input(key="name-port-lease").disabled


def test_the_stored_articles_of_its_period_are_scored_for_a_topic(lease):
    runner = jobs()
    runner._load = lambda: FixedScorer({("Taliban", "Harbour lease"): "accepts"})
    inside = [one for one in sample_articles() if (one.date or "") >= "2018-01-01"]
    assert 0 < len(inside) < len(sample_articles())
    test = page("topics", edit=lease.id)
    assert f"{len(inside)} articles of {len(sample_articles())} from 2018-01-01 to 2030-12-31." in words(test)
    press(test, "Score the stored articles for this topic")
    runner.last.result(60)
    test.run()
    assert not test.exception
    assert f"Scored: {len(inside)} of {len(inside)} articles." in words(test)
    assert "/?topic=Harbour+lease" in bodies(test)
    assert set(data.rows(lease)["article_id"]) <= {one.id for one in inside}
    assert data.store().batches() == []
    assert len(data.articles()) == len(sample_articles())


def test_a_topic_without_scores_is_deleted_at_once_and_one_with_scores_after_a_yes(lease):
    test = page("topics", edit=lease.id)
    press(test, "Delete this topic")
    assert "is deleted" in words(test)
    assert [one.name for one in data.topics()] == ["Moscow talks"]
    data.store().add(sb.Article("t", "Turkey spoke."), topic=LEASE)
    test = page("topics", edit=lease.id)
    assert next(one for one in test.button if one.label == "Delete this topic").disabled
    test.checkbox(key="sure-harbour-lease").check().run()
    press(test, "Delete this topic")
    assert [one.name for one in data.topics()] == ["Moscow talks"]


def test_a_batch_that_waits_is_no_score_yet_but_fixes_the_name_and_is_named_before_deletion(lease):
    store = data.store()
    store.begin_batch("b1", lease, 1)
    store.add(sb.Article("t", "Turkey spoke."), topic=lease, batch="b1")
    test = page("topics", edit=lease.id)
    assert "**Harbour lease** :small[your own · 0 articles scored]" in words(test)
    assert "/?topic=Harbour+lease" not in bodies(test)
    assert test.text_input(key="name-harbour-lease").disabled
    assert "1 batch of 1 article toward this topic waits to be added to the corpus." in words(test)
    assert next(one for one in test.button if one.label == "Delete this topic").disabled
    assert test.checkbox(key="sure-harbour-lease").check().run().checkbox[0].label == "Yes, delete what waits too"
    press(test, "Delete this topic")
    assert store.batches() == []


def test_a_topic_is_not_changed_while_it_is_scored(lease):
    go_on = threading.Event()

    def load():
        go_on.wait(300)
        return FixedScorer({})

    runner = jobs()
    runner._load = load
    job = runner.start(data.store(), [sample_articles()[0].id], lease, apart=False)
    test = page("topics", edit=lease.id)
    assert "can be changed when that is over" in words(test)
    assert f"/topics?topic=Harbour+lease&amp;scoring={job.id}&amp;edit=harbour-lease" in bodies(test)
    go_on.set()
    runner.last.result(30)


def test_crossed_days_are_said(lease):
    test = page("topics", edit=lease.id)
    test.date_input(key="To (optional)-harbour-lease").set_value("2017-01-01").run()
    assert "Expected a period that begins before it ends" in words(test).replace("\\", "")


def test_an_unknown_topic_is_said_to_be_unknown():
    assert "names a topic that is not known here" in words(page("topics", edit="<script>"))


def score(topic: sb.Topic) -> None:
    scorer = FixedScorer({("Taliban", topic.name): "accepts", ("Russia", topic.name): "declines"})
    for one in sample_articles():
        data.store().add(one, sb.analyse(one, topic, scorer), topic=topic)


@pytest.mark.parametrize("topic", [LEASE, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("name", ["overview", "evidence", "article", "add", "topics", "methods"])
def test_every_page_works_for_a_second_topic(name, topic):
    score(topic)
    test = page(name, edit=topic.id)
    if name != "topics":
        test.selectbox(key="topic").select(topic.name).run()
        assert not test.exception, test.exception
    shown = words(test)
    if name not in ("article", "topics", "methods"):
        assert "Moscow talks" not in re.sub(r"(?s)Download.*", "", shown)
    assert topic.name in shown.replace("\\", "") or name == "article"
    read_as_markup = re.sub(r"\\.", "", shown)
    for markup in ("<img", "**bold**", "<script>", "$x$"):
        assert markup not in read_as_markup
        assert markup not in bodies(test)


def test_the_rounds_of_the_moscow_talks_are_drawn_for_no_other_topic():
    assert len(data.events("moscow-talks")) > 5
    assert data.events("harbour-lease").empty
    score(LEASE)
    assert "Dashed lines" not in words(page("overview", topic="Harbour lease"))
    st.cache_data.clear()
    assert "Dashed lines" in words(page("overview"))


def test_a_topic_without_scores_leads_to_scoring(lease):
    for name in ("overview", "evidence"):
        test = page(name)
        test.selectbox(key="topic").select("Harbour lease").run()
        assert "No article has been scored toward the Harbour lease yet." in words(test)
        assert "/topics?topic=Harbour+lease&amp;edit=harbour-lease" in bodies(test)


def test_links_name_the_topic_only_where_it_is_not_the_first(lease):
    assert "topic=" not in bodies(page("evidence")).split('aria-label="Pages"')[1].split("</nav>")[0]
    test = page("overview")
    test.selectbox(key="topic").select("Harbour lease").run()
    assert 'href="/evidence?topic=Harbour+lease"' in bodies(test)
