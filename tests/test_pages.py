"""Every page's states, run in process: full, filtered, empty, scoring, failed."""

import re
import threading
from concurrent.futures import wait
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
import stanceboard as sb
from dashboard import checking, data, takeaway
from dashboard.jobs import Jobs, jobs
from dashboard.markdown import plain
from dashboard.occlusions import occlusions
from dashboard.search import matching, read_search
from stanceboard.reading import Reading, read_pasted
from stanceboard.store import ENVIRONMENT, Store, sample_articles
from stanceboard.testing import FixedScorer
from tests.conftest import SCORER, TEXT, TOPIC

APP = str(Path(dashboard.__file__).parent / "app.py")
PAGES = {
    name: f"app_pages/{name}.py"
    for name in ("overview", "positions", "evidence", "article", "review", "add", "topics", "download", "methods")
}


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
    assert len(test.get("vega_lite_chart")) == 3
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
    assert f'href="/positions?who={name.replace(" ", "+")}"' in bodies(test)


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
    assert "No article has been scored toward" in words(page("positions"))


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


def add(article: sb.Article, actor: str, label: str) -> None:
    """Store an article in which `actor` has a stance toward the first topic."""
    topic = data.topics()[0]
    scorer = FixedScorer({(actor, topic.name): label})
    data.store().add(article, sb.analyse(article, topic, scorer), topic=topic)


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


def correct_first(test: AppTest, *articles: sb.Article, **fields: object) -> None:
    """Change the first row of the check table of these articles, as the browser would."""
    key = checking.key_of(checking.examine([Reading("", articles)], {}, {}))
    edits = {"edited_rows": {0: fields}, "added_rows": [], "deleted_rows": []}
    test.session_state[f"check-table-0-{key}"] = edits


def test_another_text_does_not_inherit_what_was_corrected_in_the_first():
    runner = jobs()
    runner._load = lambda: SCORER
    test = page("add")
    correct_first(test, read_pasted(TEXT), title="Corrected", date="2018-08-22", source="Wire")
    test.text_area[0].set_value(TEXT).run()
    test.text_area[0].set_value("Another headline\n\nTurkey agreed to the talks on Monday, its minister said.").run()
    press(test, "Score 1 article")
    runner.last.result(60)
    [line] = data.store().articles(data.store().batches()[0].id).to_dict("records")
    assert (line["title"], line["date"], line["source"]) == ("Another headline", None, None)


def test_what_is_corrected_in_the_check_is_what_is_scored():
    runner = jobs()
    runner._load = lambda: SCORER
    test = page("add")
    correct_first(test, read_pasted(TEXT), title="<b>Corrected</b>", date="2018-08-22", source="Wire")
    test.text_area[0].set_value(TEXT).run()
    press(test, "Score 1 article")
    runner.last.result(30)
    [line] = data.store().articles(data.store().batches()[0].id).to_dict("records")
    assert (line["title"], line["date"], line["source"]) == ("<b>Corrected</b>", "2018-08-22", "Wire")


def test_files_that_come_again_after_they_were_added_are_said_to_be_stored():
    test = scored_by_paste()
    press(test, "Add to the corpus")
    again = page("add")
    again.text_area[0].set_value(TEXT).run()
    assert again.data_editor[0].value["duplicate"].tolist() == ["stored already"]


def test_a_stored_article_is_left_out_of_the_batch():
    data.store().add(read_pasted(TEXT))
    test = page("add")
    test.text_area[0].set_value(TEXT).run()
    assert test.data_editor[0].value["score"].tolist() == [False]
    assert "1 article is stored already, and left out unless ticked." in words(test)
    assert "not in English" not in words(test)
    assert not [one for one in test.button if one.label.startswith("Score")]


def test_a_stored_article_that_is_scored_again_takes_the_date_that_it_lacks():
    runner = jobs()
    runner._load = lambda: SCORER
    stored = read_pasted(TEXT)
    data.store().add(stored)
    test = page("add")
    correct_first(test, stored, score=True, date="2018-08-22")
    test.text_area[0].set_value(TEXT).run()
    press(test, "Score 1 article")
    runner.last.result(30)
    assert data.store().article(stored.id).date is None
    test.run()
    press(test, "Add to the corpus")
    assert "A missing date, source or address was filled in for 1 article that was stored before." in words(test)
    assert data.store().article(stored.id).date == "2018-08-22"


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


def held_jobs() -> tuple[Jobs, threading.Event]:
    """The process's jobs, whose model is loaded only once the event is set."""
    go_on = threading.Event()

    def load():
        go_on.wait(300)
        return SCORER

    runner = jobs()
    runner._load = load
    return runner, go_on


def test_a_running_batch_is_found_again_from_the_empty_form():
    runner, go_on = held_jobs()
    job = runner.start(data.store(), [sb.Article("t", TEXT)], TOPIC)
    test = page("add")
    assert "A batch of 1 article is under way." in words(test)
    assert f"/add?job={job.id}" in bodies(test)
    go_on.set()
    runner.last.result(30)
    assert "is under way" not in words(page("add"))


def test_a_batch_neither_captures_the_form_nor_goes_along_with_links_but_its_articles_name_it():
    test = scored_by_paste()
    [batch] = data.store().batches()
    assert 'href="/add" aria-current="page"' in bodies(test)
    assert '<a class="sb-link" target="_self" href="/add">Add other articles</a>' in bodies(test)
    with_job = re.findall(r'href="([^"]*job=[^"]*)"', bodies(test))
    assert with_job
    assert all(one.startswith("/article?article=") and one.endswith(f"&amp;job={batch.id}") for one in with_job)
    assert "job=" not in "".join(re.findall(r"<nav.*?</nav>", bodies(page("article", job=batch.id))))


def test_the_form_stays_open_while_two_batches_are_scored_and_a_third_is_of_stored_articles():
    runner, go_on = held_jobs()
    batches = [runner.start(data.store(), [sb.Article("t", TEXT)], TOPIC) for _ in range(2)]
    stored = runner.start(data.store(), [sample_articles()[0].id], TOPIC, apart=False)
    for test in (page("add"), page("add", job=stored.id)):
        said = words(test)
        assert "A batch of 1 article is under way." in said
        assert "A batch of 1 article waits for its turn." in said
        assert "A scoring of stored articles waits for its turn." in said
        assert "waits to be added" not in said
        assert test.file_uploader
        assert f"scoring={stored.id}" in bodies(test)
    queued = page("add", job=batches[1].id)
    assert "Add other articles" in bodies(queued)
    go_on.set()
    runner.last.result(30)


def test_the_views_of_the_charts_live_in_the_address():
    test = page("overview", shares="Intervals", time="Share accepting")
    assert "few data, no share." in words(test)
    assert "Too few articles: no actor has 5 with a position in each of two periods (years)." in words(test)
    assert len(test.get("vega_lite_chart")) == 2
    assert "one sign for each." in words(page("overview"))


def test_captions_say_unit_number_and_period():
    captions = [one.value for one in page("overview").caption]
    said = "101 positions in 22 articles, 2017-02-10 to 2021-10-20."
    assert len([one for one in captions if said in one]) == 3
    assert any(one.startswith("Share of the articles in which an actor takes a position") for one in captions)


def test_a_cell_of_the_grid_leads_to_its_sentences():
    test = page("overview", confidence="40")
    test.selectbox(key="cell").select("Russia in 2018").run()
    assert 'href="/evidence?from=2018-01-01&amp;to=2018-12-31' in bodies(test).replace("actor=Russia&amp;", "")
    assert 'href="/evidence?' in bodies(page("overview", cell="Russia in 2018"))
    assert not page("overview", cell="Nobody in 2018").exception


def test_the_stance_filter_leaves_headline_and_shares_as_they_are():
    whole, filtered = page("overview"), page("overview", stance="declines")
    assert filtered.pills(key="stance").value == ["declines"]
    assert headline(filtered) == headline(whole)
    assert as_table(filtered, "stance-by-actor").equals(as_table(whole, "stance-by-actor"))
    assert "these filters choose the sentences below" in words(filtered)


def test_a_chart_is_sent_as_a_table_only_when_that_is_opened():
    test = page("overview")
    assert not test.dataframe
    table = as_table(test, "stance-over-time")
    assert list(table.columns) == ["date", "actor", "label", "sentences", "confidence"]
    assert table["date"].is_monotonic_increasing


def as_table(test: AppTest, chart: str) -> pd.DataFrame:
    """What stands under "The same as a table" of one chart."""
    test.session_state[f"table-{chart}"] = True
    test.run()
    assert not test.exception, test.exception
    return test.dataframe[0].value


def headline(test: AppTest) -> str:
    return next(part.value for part in test.markdown if part.value.startswith("####"))


def test_what_the_address_asks_for_in_vain_is_named():
    said = words(page("overview", actor="Nobody", stance="maybe", confidence="200", pick="Foo: bar"))
    assert "Not known here, so ignored: actor=Nobody, stance=maybe, confidence=200, pick=Foo\\: bar." in said
    assert "Not known here" not in words(page("overview", stance="declines", confidence="50"))


def test_an_image_in_the_address_is_not_fetched():
    said = words(page("overview", actor="![x](http://example.org/x.png)"))
    assert "actor=\\!\\[x\\]\\(http" in said
    assert "![x](" not in said


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


def test_positions_lists_every_actor_and_leads_to_each():
    test = page("positions")
    assert "Where each actor stands" in words(test)
    assert "1 to 25 of" in words(test)
    table = bodies(test)
    assert '<a target="_self" href="/positions?who=Taliban">Taliban</a>' in table
    assert "reports differ" not in table
    assert "All topics side by side" not in words(test)


def test_an_actor_in_the_address_has_a_dated_line_with_its_changes():
    test = page("positions", who="United States")
    assert "United States: ● accepts since 2018-11-08, before that declines" in words(test)
    assert "Changes of mind: " in words(test)
    assert "From declines (2018-09-20) to accepts (2018-11-08), 49 days later." in bodies(test)
    rows = data.rows(data.topics()[0])
    mine = rows[(rows["actor_id"] == "united-states") & (rows["label"] != "none")]
    assert f"1 to {mine['article_id'].nunique()} of {mine['article_id'].nunique()} articles" in words(test)
    assert bodies(test).count('<span class="sb-flag">changed its mind</span>') >= 4
    assert test.dataframe[0].value["outlet"].tolist() == ["Stanceboard sample"]


def test_an_unknown_actor_in_the_address_leaves_all_of_them():
    assert "Where each actor stands" in words(page("positions", who="Nobody <b>"))


def test_outlets_that_differ_stand_side_by_side_with_their_sentences():
    for source, label, text in (("Reuters", "accepts", "Turkey agreed."), ("TASS", "declines", "Turkey pulled out.")):
        add(sb.Article(f"From {source}", text, "2030-01-01", source), "Turkey", label)
    test = page("positions", who="Turkey")
    assert "Reported differently: 1" in words(test)
    assert "hold different stances of it" in words(test)
    assert re.search(
        r"In (Reuters|TASS) it \w+ \(2030-01-01\); in (Reuters|TASS) it \w+ \(the same day\)", bodies(test)
    )


def test_mark_up_in_names_titles_and_outlets_stays_text():
    hostile = "<img src=x onerror=alert(1)>\"'&\u202e[x](javascript:alert(1))"
    add(sb.Article(hostile, "Turkey agreed.", "2030-01-01", hostile, "javascript:alert(1)"), "Turkey", "accepts")
    add(sb.Article("later", "Turkey <script>alert(1)</script> left.", "2030-01-03", "TASS"), "Turkey", "declines")
    test = page("positions", who="Turkey")
    assert "<img" not in bodies(test)
    assert "<script" not in bodies(test)
    assert "href=&quot;javascript" not in bodies(test)
    assert "&lt;img src=x" in bodies(test)


def test_an_address_that_is_none_of_the_web_is_no_link_in_a_table():
    addresses = ["javascript:alert(1)", "http://[oops", "data:text/html,x", "https://example.org/a"]
    for number, url in enumerate(addresses):
        add(sb.Article(f"t{number}", "Turkey agreed.", "2030-01-01", url=url), "Turkey", "accepts")
    test = page("evidence")
    test.segmented_control(key="view").set_value("Table").run()
    for shown in (test, page("methods")):
        urls = next(one.value["url"] for one in shown.dataframe if "url" in one.value)
        assert "https://example.org/a" in set(urls)
        assert not set(urls) & set(addresses[:3])


def test_mark_up_in_the_names_of_chips_and_in_titles_of_charts_stays_text(monkeypatch):
    stored = data.rows(data.topics()[0])
    hostile = "![x](https://evil.example/x.png)"
    article_id = next(
        one for one, group in stored[stored["label"] != "none"].groupby("article_id") if group["actor"].nunique() > 1
    )
    first = stored.loc[(stored["article_id"] == article_id) & (stored["label"] != "none"), "actor"].iloc[0]
    told = stored.assign(actor=stored["actor"].replace(first, hostile))
    monkeypatch.setattr(data, "rows", lambda topic: told)
    test = page("article", article=article_id)
    assert plain(hostile) in test.pills(key="mark").options
    assert hostile not in test.pills(key="mark").options
    test.pills(key="mark").set_value([plain(hostile)]).run()
    assert not test.exception
    assert "evil.example" in bodies(test)
    charts = page("overview")
    helps = [one.proto.help for one in charts.get("download_button")]
    assert helps
    assert not [one for one in helps if hostile in one]


def test_topics_stand_side_by_side_once_two_were_scored():
    lease = sb.Topic("Harbour lease <b>")
    article = sb.Article("lease", "Turkey agreed.", "2030-01-01")
    scorer = FixedScorer({("Turkey", lease.name): "accepts"})
    data.store().add(article, sb.analyse(article, lease, scorer), topic=lease)
    test = page("positions")
    assert "All topics side by side" in words(test)
    assert '<th scope="col">Harbour lease &lt;b&gt;</th>' in bodies(test)
    assert 'href="/positions?topic=Harbour+lease+%3Cb%3E&amp;who=Turkey"' in bodies(test)


def test_wire_copies_count_once_unless_every_copy_is_asked_for(monkeypatch):
    for number in range(3):
        add(
            sb.Article("copy", f"Chad agreed. {number}", f"2030-01-0{number + 1}", f"Outlet {number}"),
            "Chad",
            "accepts",
        )
    known = data.articles()
    told = known.assign(story=[7 if title == "copy" else None for title in known["title"]])
    monkeypatch.setattr(data, "articles", lambda: told)
    test = page("positions", who="Chad")
    assert "2 wire copies counted once." in words(test)
    assert "1 to 1 of 1 article" in words(test)
    assert len(test.dataframe[0].value) == 3
    test.toggle(key="copies").set_value(True).run()
    assert "2 wire copies counted each." in words(test)
    assert "1 to 3 of 3 articles" in words(test)
    overview = page("overview")
    assert "a position in 23 articles" in words(overview)
    overview.toggle(key="copies").set_value(True).run()
    assert "a position in 25 articles" in words(overview)
    assert "copies=true" in bodies(overview)


def test_a_pack_counts_wire_copies_as_the_pages_do(monkeypatch):
    for number in (1, 2):
        add(sb.Article("copy", f"Turkey agreed. {number}", f"2030-01-0{number}"), "Turkey", "accepts")
    known = data.articles()
    told = known.assign(story=[7 if title == "copy" else None for title in known["title"]])
    monkeypatch.setattr(data, "articles", lambda: told)
    assert "a position in 23 articles" in words(page("overview"))
    test = page("download")
    assert "1 wire copy counted once." in words(test)
    for every, count in ((False, 23), (True, 24)):
        test.toggle(key="copies").set_value(every).run()
        next(one for one in test.button if one.label == "Make the file").click().run()
        [made] = [one.content for order, one in takeaway.shelf().items() if order.every_copy == every]
        assert f"take a position in {count} articles," in made.decode()


def test_a_search_goes_along_from_evidence_into_the_file():
    test = page("evidence", search="Taliban")
    assert 'href="/download?search=Taliban"' in bodies(test)
    test = page("download", search="Taliban")
    rows = data.rows(data.topics()[0])
    count = len(matching(rows[rows["label"] != "none"], read_search("Taliban")))
    assert f"{count} rows of {len(rows)}, as the filters and the search above leave them." in words(test)
    test.radio(key="as").set_value("CSV").run()
    next(one for one in test.button if one.label == "Make the file").click().run()
    assert f"stanceboard-moscow-talks-view.csv is ready: {count} rows" in words(test)


def test_the_table_of_evidence_leads_to_each_article_with_the_filters():
    test = page("evidence", view="Table", copies="true", search="Taliban")
    table = test.dataframe[0].value
    rows = data.rows(data.topics()[0])
    sample = rows[rows["sentence"] == table["sentence"].iloc[0]].iloc[0]
    assert (
        table["open"].iloc[0]
        == f"/article?copies=true&article={sample['article_id']}&sentence={sample['sentence_index']}"
    )


def test_methods_names_labels_figures_sources_and_offers_downloads():
    test = page("methods")
    text = words(test)
    assert "What a stance is" in text
    assert "written for this project from public facts" in text
    assert len(test.get("download_button")) == 5


def test_the_view_is_made_into_a_file_with_its_rows_and_size():
    test = page("download")
    test.pills(key="stance").set_value(["declines"])
    test.radio(key="as").set_value("CSV").run()
    rows = data.rows(data.topics()[0])
    count = int((rows["label"] == "declines").sum())
    assert f"{count} rows of {len(rows)}, as the filters above leave them." in words(test)
    assert not test.get("download_button")
    next(one for one in test.button if one.label == "Make the file").click().run()
    assert not test.exception
    assert re.search(rf"stanceboard-moscow-talks-view\.csv is ready: {count} rows, \d+ kB\.", words(test))
    assert len(test.get("download_button")) == 1
    test.segmented_control(key="what").set_value("Everything").run()
    assert f"All {len(rows)} rows toward the Moscow talks" in words(test)
    assert not test.get("download_button")


def test_a_pack_of_everything_is_made_on_the_page():
    test = page("download")
    test.segmented_control(key="what").set_value("Everything").run()
    next(one for one in test.button if one.label == "Make the file").click().run()
    assert not test.exception
    assert re.search(r"stanceboard-moscow-talks-all\.html is ready: \d+ rows, \d+ kB\.", words(test))


def test_an_empty_view_is_not_made_into_a_file():
    test = page("download")
    test.date_input(key="from").set_value(date(2050, 1, 1)).run()
    assert next(one for one in test.button if one.label == "Make the file").disabled


def test_overview_and_evidence_lead_to_taking_the_view_away():
    assert 'href="/download"' in bodies(page("overview"))
    test = page("evidence")
    test.toggle(key="none").set_value(True).run()
    assert 'href="/download?none=true"' in bodies(test)


def test_each_chart_can_be_downloaded_as_picture_drawing_and_table():
    labels = [one.proto.label for one in page("overview").get("download_button")]
    assert labels == ["PNG", "SVG", "CSV"] * 3  # by actor, over time, by period


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


def test_search_and_order_of_the_address_choose_the_quotes():
    rows = data.rows(data.topics()[0])
    positions = rows[rows["label"] != "none"]
    test = page("evidence", search='TALIBAN "Moscow"', sort="Least sure first")
    said = words(test)
    assert re.search(rf"\d+ of {len(positions)} rows hold taliban and “Moscow”", said)
    assert "least sure first" in said
    assert '<mark class="sb-hit">Moscow</mark>' in bodies(test)
    next(one for one in test.button if one.label == "Clear search").click().run()
    assert f"1 to 10 of {len(positions)}, least sure first" in words(test)
    least = positions["probability"].min()
    assert f":small[{least:.0%}" in next(part.value for part in test.markdown if ":small[" in part.value)


def test_a_search_that_finds_nothing_says_so_and_hostile_ones_break_nothing():
    for typed in ("<img src=x onerror=alert(1)>", "a" * 5000, '"\u202e', "((((", "![x](http://example.org/x.png)"):
        said = words(page("evidence", search=typed))
        assert "rows" in said
        assert "<img" not in said.replace("\\<img", "")
    assert "No row that passes the filters holds all of this." in words(page("evidence", search="zzzz"))
    assert "Expected at least one letter or digit" in words(page("evidence", search="((("))


def test_context_shows_the_sentences_around_and_all_probabilities():
    without, test = page("evidence"), page("evidence", context="true")
    assert "sb-around" not in bodies(without).replace(".sb-around", "")
    assert '<span class="sb-around">' in bodies(test)
    details = [part.value for part in test.caption if "Portrayed as" in part.value]
    assert len(details) == 10
    assert all("skeptical" in line and "Model" in line for line in details)


def test_what_was_read_is_counted_with_articles_in_which_no_actor_was_found():
    before = words(page("evidence"))
    count = len(sample_articles())
    assert f"{count} articles were read" in before
    data.store().add(sb.Article("Quiet", "It rained. Nobody came."), topic=data.topics()[0])
    assert f"{count + 1} articles were read" in words(page("evidence"))


def test_a_minimum_confidence_tells_what_was_measured_for_it():
    test = page("evidence")
    assert "labelled" not in words(test)
    said = words(test.slider(key="confidence").set_value(60).run())
    assert re.search(
        r"At 60 %, by this model's tests: on 25 labelled articles \d+% of the shown positions were right", said
    )
    assert "are left undecided: the model is less than 60 % sure." in said


def position(label: str = "accepts") -> dict:
    """The first row of the sample with this stance."""
    rows = data.rows(data.topics()[0])
    return rows[rows["label"] == label].iloc[0].to_dict()


def test_chips_choose_whose_sentences_are_marked():
    row = position()
    test = page("article", article=row["article_id"])
    everything = bodies(test).count("<mark id=")
    test.pills(key="mark").set_value([plain(row["actor"])]).run()
    assert not test.exception
    marked = re.findall(r"<mark id=.*?</mark>(.*?)(?=[^<>]*<mark|$)", bodies(test), re.DOTALL)
    assert 0 < bodies(test).count("<mark id=") < everything
    assert all(row["actor"] in tags for tags in marked)


def test_the_reader_tells_what_counted_and_gives_a_citation():
    row = position()
    test = page("article", article=row["article_id"], sentence=str(row["sentence_index"]))
    said = words(test)
    assert re.search(r"In this article .* counts as . \w+\.\*\*", said)
    assert "its sentences are added up" in said
    assert test.code[0].value.startswith("“")
    assert row["title"].rstrip(".") in test.code[0].value


def test_the_words_that_carry_a_score_are_shown_once_the_model_answered():
    asked = occlusions()
    asked._load = lambda: SCORER
    row = position()
    test = page("article", article=row["article_id"], sentence=str(row["sentence_index"]))
    assert "sb-carried" not in bodies(test).replace(".sb-carried", "")
    test.button(key=f"ask-{row['row_id']}").click().run()
    asked.get(next(iter(asked._answers))).result(60)
    test.run()
    assert not test.exception
    assert '<p class="sb-carried"' in bodies(test)
    assert f"With all words, the probability of {row['label']} is" in words(test)


def test_a_missing_model_is_said_where_it_was_asked():
    def load():
        raise sb.ModelNotFound("Expected a model folder, found none.")

    asked = occlusions()
    asked._load = load
    row = position()
    test = page("article", article=row["article_id"], sentence=str(row["sentence_index"]))
    test.button(key=f"ask-{row['row_id']}").click().run()
    wait(asked._answers.values(), timeout=60)
    test.run()
    assert "The model could not be asked: Expected a model folder" in words(test)
