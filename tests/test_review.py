"""Corrections by “Wrong?”, and the Review page: corrections, blind coding, agreement, merged actors."""

import io
import json
from dataclasses import replace

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import stanceboard as sb
from dashboard import data
from stanceboard import corrections
from stanceboard.codings import code, codings, draw_sample, items
from stanceboard.export import table_csv
from stanceboard.types import Actor
from tests.conftest import SCORER
from tests.test_pages import bodies, fresh, page, words  # noqa: F401

HOSTILE = "<img src=x onerror=alert(1)> **bold** [link](javascript:x) $x$"


def review(part: str, **query: str) -> AppTest:
    test = page("review", part=part, **query)
    assert "Not known here" not in words(test)
    return test


def press(test: AppTest, label: str) -> AppTest:
    next(one for one in test.button if one.label == label).click().run()
    assert not test.exception, test.exception
    return test


def rows() -> pd.DataFrame:
    return data.rows(data.topics()[0])


def opened() -> tuple[AppTest, dict]:
    """Evidence with the dialog of its first card open, and that row."""
    test = page("evidence")
    opener(test).click().run()
    assert not test.exception, test.exception
    return test, rows().set_index("row_id", drop=False).loc[opener(test).key.removeprefix("wrong-")].to_dict()


def opener(test: AppTest):
    return next(one for one in test.button if one.label == "Wrong?")


def field(test: AppTest, kind: str, name: str):
    """The field of the dialog that is open, whatever row it is of."""
    [found] = [one for one in getattr(test, kind) if (one.key or "").startswith(f"wrong-{name}-")]
    return found


def type_actor(test: AppTest, name: str) -> None:
    """Type a name that the box does not list, which AppTest takes only from the list."""
    box = field(test, "selectbox", "actor")
    box.options.append(name)
    box.set_value(name)


def save(test: AppTest) -> None:
    """Press Save; AppTest runs the whole page, where a browser runs the dialog alone, so it is opened again with it."""
    opener(test).click()
    field(test, "button", "save").click().run()
    assert not test.exception, test.exception


def test_wrong_changes_stance_actor_and_speaker_of_a_row_everywhere():
    test, row = opened()
    other = "declines" if row["label"] != "declines" else "accepts"
    field(test, "radio", "label").set_value(other)
    type_actor(test, HOSTILE)
    field(test, "text_input", "speaker").set_value(HOSTILE)
    field(test, "text_area", "note").set_value("Irony " + HOSTILE)
    field(test, "text_input", "coder").set_value("Ann")
    save(test)
    corrected = rows().set_index("row_id").loc[row["row_id"]]
    assert corrected[["label", "actor", "kind", "speaker"]].tolist() == [other, HOSTILE, "person", HOSTILE]
    assert corrected["corrected"]
    assert test.query_params["coder"] == "Ann"
    for name in ("overview", "evidence", "review"):
        assert "<img" not in bodies(page(name))
    assert "Ann said" in words(page("review"))


def test_a_new_actor_is_asked_what_it_is():
    test, _ = opened()
    assert not any(one.key.startswith("wrong-kind") for one in test.selectbox)
    type_actor(test, "Amina Example")
    opener(test).click().run()
    assert field(test, "selectbox", "kind").value == "person"


def test_wrong_asks_for_a_change_and_a_name():
    test, _ = opened()
    save(test)
    assert "Type your name" in test.error[0].value
    field(test, "text_input", "coder").set_value("Ann")
    save(test)
    assert "Nothing is changed yet" in test.error[0].value
    assert not rows()["corrected"].any()


def test_what_was_left_in_one_rows_dialog_is_not_in_the_next_ones():
    test, row = opened()
    field(test, "radio", "label").set_value("declines" if row["label"] != "declines" else "accepts")
    field(test, "text_area", "note").set_value("of another row")
    field(test, "checkbox", "furniture").check()
    opener(test).click().run()
    second = [one for one in test.button if one.label == "Wrong?"][1]
    other = rows().set_index("row_id").loc[second.key.removeprefix("wrong-")]
    second.click().run()
    assert not test.exception, test.exception
    assert field(test, "radio", "label").value == other["label"]
    assert field(test, "text_input", "speaker").value == (other["speaker"] or "")
    assert field(test, "text_area", "note").value == ""
    assert not field(test, "checkbox", "furniture").value


def test_a_sentence_of_page_furniture_vanishes_until_that_is_undone():
    test, row = opened()
    field(test, "checkbox", "furniture").check()
    field(test, "text_input", "coder").set_value("Ann")
    save(test)
    assert row["row_id"] not in set(rows()["row_id"])
    test = review("Corrections")
    assert "page furniture" in words(test)
    press(test, "Undo")
    assert row["row_id"] in set(rows()["row_id"])
    assert "undone" in words(test)
    press(test, "Redo")
    assert row["row_id"] not in set(rows()["row_id"])


def test_the_article_page_corrects_too():
    row = rows().iloc[0]
    test = page("article", article=row["article_id"], sentence=str(row["sentence_index"]))
    button = next(one for one in test.button if one.key == f"wrong-side-{row['row_id']}")
    button.click().run()
    assert field(test, "radio", "label").value == row["label"]


def test_the_coders_name_goes_along_with_every_link():
    assert "coder=Ann" in bodies(page("evidence", coder="Ann"))
    test = page("evidence", coder="Ann")
    next(one for one in test.button if one.label == "Wrong?").click().run()
    assert field(test, "text_input", "coder").value == "Ann"


def test_nothing_corrected_yet_is_said():
    assert "Nothing is corrected toward the Moscow talks yet" in words(review("Corrections"))
    assert "Draw a sample" in [one.label for one in review("Blind coding").expander]
    assert "Merged actors" not in words(review("Same actor"))


def test_a_correction_that_the_latest_scoring_has_no_row_for_is_said():
    row = rows().iloc[0]
    corrections.correct(data.store(), row["row_id"], "skeptical", coder="Ann")
    assert "1 hold." in words(review("Corrections"))
    data.store().add(data.store().article(row["article_id"]), [], topic=data.topics()[0])
    text = words(review("Corrections"))
    assert "not found in the latest scoring" in text
    assert "0 hold." in text


def test_corrections_are_downloaded_with_no_cell_that_a_spreadsheet_runs():
    corrections.correct(data.store(), rows().iloc[0]["row_id"], "declines", note="=1+1", coder="@Ann")
    frame = corrections.history(data.store())
    back = pd.read_csv(io.BytesIO(table_csv(frame[["note", "coder", "label"]])), encoding="utf-8-sig")
    assert back.to_numpy().tolist() == [["'=1+1", "'@Ann", "declines"]]
    assert [one.proto.label for one in review("Corrections").get("download_button")] == ["CSV", "Training passages"]


def test_a_sample_is_labelled_blind_and_taken_up_again():
    test = review("Blind coding")
    test.number_input(key="sample-size").set_value(3).run()
    press(test, "Draw")
    assert "Type your name" in words(test)
    test.text_input(key="coder-name").set_value("Ann").run()
    first = words(test)
    assert "Sentence 1 of 3" in first
    read = items(data.store(), 1)
    assert read.iloc[0]["sentence"] in bodies(test).replace("<b>", "").replace("</b>", "")
    assert "%" not in first
    assert 'class="sb-quote q-none"' in bodies(test)
    test.button(key="code-skeptical").click().run()
    assert "Sentence 2 of 3" in words(test)
    again = review("Blind coding", coder="Ann")
    assert "Sentence 2 of 3" in words(again)
    press(again, "← Previous")
    assert again.button(key="code-skeptical").label == "▲ skeptical (your label)"
    for _ in range(3):
        again.button(key="code-none").click().run()
    assert "All sentences of this sample are labelled" in words(again)
    assert set(codings(data.store(), 1)["label"]) == {"none"}


@pytest.fixture
def coded() -> int:
    """A sample of 24 that Ann labelled as the model did and Bob called `none` throughout."""
    number = draw_sample(data.store(), data.topics()[0].id, 24, seed=1)
    for one in items(data.store(), number).to_dict("records"):
        code(data.store(), number, one["place"], "Ann", one["label"])
        code(data.store(), number, one["place"], HOSTILE, "none")
    return number


def test_the_report_tells_agreement_by_label_with_n_and_the_disagreements(coded):
    test = review("Agreement", coder="Ann")
    text = words(test)
    assert "Ann and the model agree on 24 of 24 sentences: alpha 1.00." in text
    table = test.dataframe[0].value
    assert len(table) == 15
    of_ann = table[table["who"] == "Ann and the model"].set_index("stance")
    assert of_ann.loc["● accepts"].tolist()[1:] == [6, 6, "few data"]
    assert "Labelled differently: 18 sentences" in text
    assert "<img" not in bodies(test)


def test_the_report_waits_for_a_coder_who_is_not_done(coded):
    code(data.store(), coded, 0, "Cem", "none")
    test = review("Agreement", coder="Cem")
    assert "23 sentences of this sample are left to you" in words(test)
    assert not test.dataframe
    test.toggle[0].set_value(True).run()
    assert "few data" in words(test)
    test.text_input(key="coder-name").set_value("Dan").run()
    assert not test.dataframe  # what one coder chose to see is not shown to the next one


@pytest.mark.parametrize(
    ("query", "said"), [({}, "Type your name."), ({"coder": "Dan"}, "24 sentences of this sample")]
)
def test_the_report_waits_for_whoever_has_not_begun(coded, query, said):
    test = review("Agreement", **query)
    assert said in words(test)
    assert "alpha" not in words(test)
    assert not test.dataframe
    test.toggle[0].set_value(True).run()
    assert "alpha 1.00" in words(test)


def test_nobody_codes_under_the_models_name(coded):
    test = review("Blind coding", coder="Model")
    assert "reports call the model so" in test.error[0].value
    assert "Sentence 1 of" not in words(test)


def test_two_names_are_made_one_actor_and_two_again():
    named = rows()["actor"].value_counts()
    test = review("Same actor")
    test.selectbox(key="merge-One name").set_value("russia").run()
    test.selectbox(key="merge-The other name").set_value("hamid-karzai").run()
    press(test, "Count them as one actor")
    counts = rows()["actor"].value_counts()
    assert "Hamid Karzai" not in counts
    assert counts["Russia"] <= named["Russia"] + named["Hamid Karzai"]
    assert "**Hamid Karzai** counts as **Russia**" in words(test)
    press(test, "Undo")
    assert rows()["actor"].value_counts().equals(named)


def test_an_actor_that_articles_spell_in_two_ways_is_offered_once():
    article = sb.Article("t", "Turkey spoke. Iran spoke.")
    names = ("Afghan parliament", "Afghan Parliament")
    actors = [sb.Actor("afghan-parliament", name, "group") for name in names]
    stances = sb.analyse(article, data.topics()[0], SCORER)
    data.store().add(article, [replace(one, actor=actor) for one, actor in zip(stances, actors, strict=True)])
    test = review("Same actor")
    assert not test.exception
    offered = [one for one in test.selectbox(key="merge-One name").options if one.lower().startswith("afghan parl")]
    assert offered == ["Afghan parliament · 2"]


def test_the_same_actor_twice_is_said():
    test = review("Same actor")
    test.selectbox(key="merge-One name").set_value("russia").run()
    test.selectbox(key="merge-The other name").set_value("russia").run()
    assert "the same actor twice" in words(test)


def test_a_merged_actor_of_a_hostile_name_is_only_text():
    store, row = data.store(), rows().iloc[0]
    corrections.merge_actors(
        store, Actor(row["actor_id"], row["actor"], row["kind"]), Actor("x", HOSTILE, "party"), HOSTILE
    )
    assert "<img" not in bodies(review("Same actor"))
    assert json.dumps(HOSTILE)[1:9] not in bodies(page("overview"))
