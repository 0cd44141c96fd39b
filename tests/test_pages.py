"""Every page's states, run in process: full, filtered, empty, scoring, failed."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
import stanceboard as sb
from dashboard import data
from dashboard.jobs import Jobs, jobs
from stanceboard.store import ENVIRONMENT, Store, sample_articles
from tests.conftest import SCORER, TEXT, TOPIC

APP = str(Path(dashboard.__file__).parent / "app.py")
PAGES = {name: f"app_pages/{name}.py" for name in ("overview", "evidence", "article", "add", "methods")}


@pytest.fixture(autouse=True)
def fresh(tmp_path, monkeypatch):
    """A database of its own for every test, and no cache from another."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "pages.db"))
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    data.store().engine.dispose()
    st.cache_resource.clear()
    st.cache_data.clear()


def page(name: str, **query: str) -> AppTest:
    test = AppTest.from_file(APP, default_timeout=30)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    if name != "overview":
        test.switch_page(PAGES[name]).run()
    assert not test.exception, test.exception
    return test


def words(test: AppTest) -> str:
    parts = [
        *test.title,
        *test.header,
        *test.subheader,
        *test.markdown,
        *test.caption,
        *test.info,
        *test.warning,
        *test.error,
    ]
    return "\n".join(part.value for part in [*parts, *test.success])


def without_sample(monkeypatch):
    monkeypatch.setattr(Store, "ensure_sample", lambda self: None)


def test_overview_answers_its_question_from_the_sample():
    test = page("overview")
    assert test.title[0].value == "Who accepts the Moscow talks?"
    assert "actors that take a position in" in words(test)
    assert len(test.get("vega_lite_chart")) == 2
    assert all(chart.proto.alt for chart in test.get("vega_lite_chart"))


def test_a_click_on_a_bar_shows_its_sentences():
    test = page("overview")
    options = test.selectbox(key="pick").options
    assert options
    name, label = options[0].rsplit(": ", 1)
    test.selectbox(key="pick").select(options[0]).run()
    assert not test.exception
    assert "the surest first" in words(test)
    cards = [part.value for part in test.markdown if f"**{name}**" in part.value]
    assert cards
    assert all(label in card for card in cards)


def test_overview_says_which_filter_left_nothing():
    test = page("overview")
    test.slider(key="confidence").set_value(95).run()
    test.multiselect(key="actor").select("Russia").run()
    test.pills(key="stance").set_value(["skeptical"]).run()
    assert "No row passes these filters" in words(test)
    next(one for one in test.button if one.label == "Clear filters").click().run()
    assert "No row passes" not in words(test)


def test_an_empty_database_leads_to_adding(monkeypatch):
    without_sample(monkeypatch)
    assert "No article has been scored" in words(page("overview"))
    assert "No article has been scored yet" in words(page("evidence"))
    assert "There is no article yet" in words(page("article"))


def test_evidence_lists_and_tables_hold_the_same_rows():
    test = page("evidence")
    assert "newest first" in words(test)
    test.segmented_control(key="view").set_value("Table").run()
    assert not test.exception
    rows = data.rows(data.topics()[0])
    assert len(test.dataframe[0].value) == (rows["label"] != "none").sum()
    test.toggle(key="none").set_value(True).run()
    assert len(test.dataframe[0].value) == len(rows)


def test_an_article_opens_at_the_named_sentence():
    rows = data.rows(data.topics()[0])
    row = rows[rows["label"] != "none"].iloc[0]
    test = page("article", article=row["article_id"], sentence=str(row["sentence_index"]))
    assert row["title"] in words(test)
    assert any(f'id="s{row["sentence_index"]}"' in part.value.replace("'", '"') for part in html_parts(test))


def html_parts(test: AppTest) -> list:
    class Part:
        def __init__(self, value: str) -> None:
            self.value = value

    return [Part(one.proto.body) for one in test.get("html")]


def test_an_unknown_article_is_said_and_another_shown():
    test = page("article", article="nothing", sentence="x")
    assert "names an article that is not stored here" in words(test)
    assert test.header


def test_hostile_parameters_break_nothing():
    for value in ("-1", "999999", "<script>", "1e9", "\u202e"):
        assert page("article", article=sample_articles()[0].id, sentence=value).header


def test_a_pasted_article_is_scored_stored_and_shown():
    runner = jobs()
    runner._load = lambda: SCORER
    test = page("add")
    test.text_area[0].set_value(TEXT).run()
    assert test.dataframe[0].value["title"].tolist() == ["Kabul turns down talks"]
    next(one for one in test.button if one.label == "Score 1 article").click().run()
    runner.last.result(30)
    test.run()
    assert not test.exception
    assert "Scored:" in words(test)
    assert "Afghan government" in words(test)
    assert len(data.articles()) == len(sample_articles()) + 1
    next(one for one in test.button if one.label.startswith("Remove these")).click().run()
    assert len(data.articles()) == len(sample_articles())


def test_bad_files_get_one_sentence_each_and_good_ones_go_on():
    test = page("add")
    test.file_uploader[0].upload("good.txt", TEXT.encode(), "text/plain")
    test.file_uploader[0].upload("bad.pdf", b"hello", "application/pdf").run()
    assert "Expected a PDF" in words(test)
    assert [one.label for one in test.button if one.label.startswith("Score")] == ["Score 1 article"]


def test_a_batch_whose_model_is_missing_fails_with_the_reason():
    def load():
        raise sb.ModelNotFound("Expected a model folder, found none.")

    runner = jobs()
    runner._load = load
    job = runner.start(data.store(), [sb.Article("t", TEXT)], TOPIC)
    runner.last.result(30)
    test = page("add", job=job.id)
    assert "Scoring stopped: Expected a model folder, found none." in words(test)


def test_cancelling_keeps_what_is_done():
    runner = Jobs(lambda: SCORER)
    articles = [sb.Article(f"t{number}", TEXT + f"\n\nNumber {number}.") for number in range(3)]
    store = data.store()
    job = runner.start(store, articles[:1], TOPIC)
    job.cancel.set()
    runner.last.result(30)
    assert job.state in ("cancelled", "done")
    job = runner.start(store, articles, TOPIC)
    runner.last.result(30)
    assert (job.state, job.done) == ("done", 3)


def test_an_old_batch_says_that_its_articles_are_stored():
    assert "That batch is over" in words(page("add", job="deadbeef"))


def test_methods_names_labels_figures_sources_and_offers_downloads():
    test = page("methods")
    text = words(test)
    assert "What a stance is" in text
    assert "written for this project from public facts" in text
    assert len(test.get("download_button")) == 5


def test_a_database_that_cannot_be_opened_is_named(monkeypatch, tmp_path):
    data.store().engine.dispose()
    st.cache_resource.clear()
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is not a database, only text that is long enough")
    monkeypatch.setenv(ENVIRONMENT, str(path))
    test = AppTest.from_file(APP, default_timeout=30).run()
    assert "Expected a database at" in test.error[0].value
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "good.db"))
    st.cache_resource.clear()
