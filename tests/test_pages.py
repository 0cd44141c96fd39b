"""Every page's states, run in process: full, filtered, empty, scoring, failed."""

import re
import threading
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
PAGES = {name: f"app_pages/{name}.py" for name in ("overview", "evidence", "article", "add", "topics", "methods")}


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
    assert re.search(r"\d+ of \d+ sentences?, the surest first", words(test))
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
    assert "No article has been scored toward the Moscow talks yet" in words(page("evidence"))
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
    assert f'id="s{row["sentence_index"]}"' in bodies(test)


def bodies(test: AppTest) -> str:
    """All of the page's own HTML."""
    return "\n".join(one.proto.body for one in test.get("html"))


def test_an_unknown_article_is_said_and_another_shown():
    test = page("article", article="nothing", sentence="x")
    assert "names an article that is not stored here" in words(test)
    assert test.header


def test_hostile_parameters_break_nothing():
    for value in ("-1", "999999", "9" * 4400, "<script>", "1e9", "\u202e"):
        assert page("article", article=sample_articles()[0].id, sentence=value).header


def press(test: AppTest, label: str) -> None:
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception, test.exception


def scored_by_paste() -> AppTest:
    """The results page of one pasted article."""
    runner = jobs()
    runner._load = lambda: SCORER
    test = page("add")
    test.text_area[0].set_value(TEXT).run()
    press(test, "Score 1 article")
    runner.last.result(30)
    test.run()
    assert not test.exception
    return test


def test_a_pasted_article_is_checked_scored_and_shown_beside_the_corpus():
    test = scored_by_paste()
    said = words(test)
    assert "Scored: 2 supporting sentences in 1 of 1 article." in said
    assert "These articles are not in the corpus yet." in said
    assert "2 of 2 actors with a position here have one in the corpus too." in said.replace("\\", "")
    assert "Afghan government" in said
    assert len(test.get("vega_lite_chart")) == 2
    assert len(data.articles()) == len(sample_articles())


def test_a_batch_joins_the_corpus_only_when_it_is_added():
    test = scored_by_paste()
    press(test, "Add to the corpus")
    assert "1 article added to the corpus." in words(test)
    assert len(data.articles()) == len(sample_articles()) + 1
    assert "Example" not in words(test)


def test_a_discarded_batch_leaves_the_corpus_as_it_was():
    test = scored_by_paste()
    press(test, "Discard")
    assert "1 article discarded; the corpus is as it was." in words(test)
    assert len(data.articles()) == len(sample_articles())
    assert data.store().batches() == []


def test_a_batch_waits_through_a_restart_and_is_found_from_the_empty_form():
    scored_by_paste()
    st.cache_resource.clear()  # what a restart forgets: the table of jobs
    [batch] = data.store().batches()
    assert "A batch of 1 article toward the Moscow talks" in words(page("add"))
    test = page("add", job=batch.id)
    assert "Scored: 2 supporting sentences in 1 of 1 article." in words(test)
    [article_id] = batch.article_ids
    reader = page("article", article=article_id, job=batch.id)
    assert "waits to be added to the corpus" in words(reader)
    assert 'class="st-declines"' in bodies(reader)
    assert "names an article that is not stored here" in words(page("article", article=article_id))


def test_the_check_says_language_length_and_duplicates():
    stored = sample_articles()[0]
    german = "Kabul sagt ab\n\nDie Regierung in Kabul nahm am Dienstag die Einladung zu den Gesprächen nicht an."
    test = page("add")
    test.file_uploader[0].upload("a.txt", TEXT.encode(), "text/plain")
    test.file_uploader[0].upload("b.txt", german.encode(), "text/plain")
    copy = "Another headline\n\n" + stored.text.replace("said", "told")
    test.file_uploader[1].upload("c.txt", copy.encode(), "text/plain").run()
    assert not test.exception
    table = test.data_editor[0].value
    assert list(table["language"]) == ["English", "German", "English"]
    assert list(table["score"]) == [True, False, True]
    assert list(table["duplicate"]) == ["", "", f"same story as the stored “{stored.title}”"]
    assert table["problem"].tolist()[1] == "German, not English; no date"
    assert "1 of 3 articles is not in English" in words(test)
    assert "About 2 seconds, if this machine reads 140 words a second; nothing was measured here yet." in words(test)
    assert [one.label for one in test.button if one.label.startswith("Score")] == ["Score 2 articles"]


def test_what_is_corrected_in_the_check_is_what_is_scored():
    runner = jobs()
    runner._load = lambda: SCORER
    test = page("add")
    test.session_state["check-table-0"] = {
        "edited_rows": {0: {"title": "<b>Corrected</b>", "date": "2018-08-22", "source": "Wire"}},
        "added_rows": [],
        "deleted_rows": [],
    }
    test.text_area[0].set_value(TEXT).run()
    press(test, "Score 1 article")
    runner.last.result(30)
    [line] = data.store().articles(data.store().batches()[0].id).to_dict("records")
    assert (line["title"], line["date"], line["source"]) == ("<b>Corrected</b>", "2018-08-22", "Wire")


def test_a_table_whose_columns_have_other_names_asks_which_is_the_text():
    content = f'Kopf,Wortlaut\nKabul turns down talks,"{TEXT.replace(chr(34), "")}"\n'
    test = page("add")
    test.file_uploader[0].upload("news.csv", content.encode(), "text/csv").run()
    assert "No column of this table is named as a text." in words(test)
    assert "Expected a column named text, body, content" in words(test).replace("\\", "")
    test.selectbox(key="columns-0-0-text").select("Wortlaut").run()
    test.selectbox(key="columns-0-0-title").select("Kopf").run()
    assert test.data_editor[0].value["title"].tolist() == ["Kabul turns down talks"]
    assert "Expected a column" not in words(test)


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
    assert "Scoring stopped: Expected a model folder, found none." in words(test).replace("\\", "")


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


def test_an_unknown_batch_is_said_to_be_unknown():
    said = words(page("add", job="deadbeef"))
    assert "not known here any more: it was added or discarded, or nothing of it was scored." in said


def test_a_running_batch_is_found_again_from_the_empty_form():
    go_on = threading.Event()

    def load():
        go_on.wait(30)
        return SCORER

    runner = jobs()
    runner._load = load
    job = runner.start(data.store(), [sb.Article("t", TEXT)], TOPIC)
    test = page("add")
    assert "A batch is being scored." in words(test)
    assert f"/add?topic=Moscow+talks&amp;job={job.id}" in bodies(test)
    go_on.set()
    runner.last.result(30)
    assert "A batch is being scored." not in words(page("add"))


def test_the_stance_filter_leaves_headline_and_shares_as_they_are():
    whole, filtered = page("overview"), page("overview", stance="declines")
    assert filtered.pills(key="stance").value == ["declines"]
    assert headline(filtered) == headline(whole)
    assert filtered.dataframe[0].value.equals(whole.dataframe[0].value)
    assert "these filters choose the sentences below" in words(filtered)


def headline(test: AppTest) -> str:
    return next(part.value for part in test.markdown if part.value.startswith("####"))


def test_what_the_address_asks_for_in_vain_is_named():
    said = words(page("overview", actor="Nobody", stance="maybe", confidence="200", pick="Foo: bar"))
    assert "Not known here, so ignored: actor=Nobody, stance=maybe, confidence=200, pick=Foo: bar." in said
    assert "Not known here" not in words(page("overview", stance="declines", confidence="50"))


def test_crossed_dates_are_said_to_be_crossed():
    test = page("overview", **{"from": "2020-01-01", "to": "2019-01-01"})
    assert "From lies after To." in words(test)


def test_a_new_filter_begins_at_the_first_page():
    test = page("evidence")
    test.session_state["page"] = 5
    test.run()
    assert "41 to 50 of" in words(test)
    test.pills(key="stance").set_value(["declines"]).run()
    assert words(test).count("1 to 10 of") == 1


def test_links_take_the_filters_along_to_every_page():
    test = page("evidence")
    test.pills(key="stance").set_value(["declines"]).run()
    assert 'href="/?stance=declines"' in bodies(test)
    assert 'href="/article?stance=declines&amp;article=' in bodies(test)


def test_a_row_without_a_position_opens_at_its_sentence():
    rows = data.rows(data.topics()[0])
    taken = set(
        zip(*(rows.loc[rows["label"] != "none", name] for name in ("article_id", "sentence_index")), strict=True)
    )
    row = next(
        one
        for one in rows[rows["label"] == "none"].to_dict("records")
        if (one["article_id"], one["sentence_index"]) not in taken
    )
    test = page("article", article=row["article_id"], sentence=str(row["sentence_index"]))
    assert f'<mark id="s{row["sentence_index"]}" class="st-none"' in bodies(test)
    assert f"○ none · **{row['actor']}**" in words(test)


def test_without_a_chosen_sentence_an_actor_takes_one_line_that_leads_to_it():
    test = page("article", article=sample_articles()[0].id)
    assert not test.dataframe
    actor = next(one for one in test.button if ": " in one.label)
    actor.click().run()
    assert test.subheader[0].value.startswith("Sentence ")
    assert len(test.dataframe) >= 1


def test_an_article_with_a_malformed_address_is_read_without_a_link():
    article = sb.Article("Kabul turns down talks", TEXT, "2030-01-01", url="http://[oops")
    data.store().add(article, sb.analyse(article, TOPIC, SCORER), topic=TOPIC)
    for name in ("overview", "evidence", "article"):
        assert page(name).title or page(name).header


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
