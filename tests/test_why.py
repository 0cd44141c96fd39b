"""Why a score: what is weighed, which words are underlined, how an answer is kept, what a citation says."""

import html
import re
from concurrent.futures import wait

import pandas as pd
import pytest

import stanceboard as sb
from dashboard import why
from dashboard.citation import citation
from dashboard.occlusions import KEPT, Occlusions
from stanceboard.occlusion import Change, Occlusion
from stanceboard.rows import table
from stanceboard.sentences import split_sentences
from tests.conftest import SCORER, TOPIC


@pytest.fixture
def rows(article, stances) -> pd.DataFrame:
    return table([(article, stances)])


def test_the_positions_of_an_article_are_weighed_by_their_sums(rows):
    actor = rows[rows["actor"] == "Afghan government"]
    both = pd.concat([actor, actor.assign(label="skeptical", skeptical=0.9), actor.assign(label="none")])
    found = why.weighed(both)
    refusals = int((actor["label"] == "declines").sum())
    assert found["label"].iloc[0] == "skeptical"
    assert found["sentences"].tolist() == [len(actor), refusals]
    assert found["sum"].iloc[0] == pytest.approx(0.9 * len(actor))
    assert found["sum"].iloc[1] == pytest.approx(actor.loc[actor["label"] == "declines", "declines"].sum())


def test_words_that_carry_are_underlined_in_strength_and_mark_up_stays_text():
    text = "Ten <came>. Iran turned down it."
    passage = split_sentences(text)
    changes = [Change(17, 28, -0.5), Change(5, 9, -0.06), Change(29, 31, -0.01)]
    page = why.carried_html(passage, (12, 16), changes)
    assert '<u class="sb-carry strong">turned down</u> it.' in page
    assert '&lt;<u class="sb-carry weak">came</u>&gt;' in page
    assert "<b>Iran</b>" in page
    assert html.unescape(re.sub(r"</?(?:p|u|b)\b[^>]*>", "", page)) == text


def test_the_table_holds_every_phrase_and_the_largest_fall_first():
    found = Occlusion("declines", 0.8, (Change(0, 4, -0.1), Change(5, 11, -0.5), Change(13, 15, 0.1)), (), "m")
    lines = why.word_table("Iran turned\n down", found)
    assert lines["words"].tolist() == ["turned", "Iran", "do"]
    assert lines["without"].round(1).tolist() == [30.0, 70.0, 90.0]
    assert lines["change"].round(1).tolist() == [-50.0, -10.0, 10.0]


def test_an_answer_is_given_once_and_a_failed_question_asked_again(article, stances):
    loads = []

    def load():
        loads.append(1)
        if len(loads) == 1:
            raise sb.ModelNotFound("Expected a model folder, found none.")
        return SCORER

    asked = Occlusions(load)
    assert asked.get("a") is None
    for _ in range(3):
        asked.ask("a", article, TOPIC, stances[0])
        wait([asked.get("a")], timeout=30)
    assert len(loads) == 2
    assert asked.get("a").result().label == stances[0].label
    for number in range(KEPT + 5):
        asked.ask(f"n{number}", article, TOPIC, stances[0])
        wait([asked.get(f"n{number}")], timeout=30)
    assert asked.get("a") is None
    assert asked.get(f"n{KEPT + 4}") is not None


def test_a_citation_quotes_the_sentence_its_source_and_what_the_model_says(article, rows):
    row = rows[rows["actor"] == "Taliban"].to_dict("records")[0]
    said = citation(article, [row], "Moscow talks")
    assert said.startswith(
        "“Taliban spokesman Zabihullah Mujahid said on Tuesday that the group would send delegates to Moscow.” "
    )
    assert (
        "Kabul turns down talks. Example Wire, 2018-08-22. https://example.org/talks#:~:text=Taliban%20spokesman"
        in said
    )
    assert said.endswith("Stance toward the Moscow talks: Taliban: accepts (88%). Stanceboard, model fixed.")
    bare = citation(sb.Article("T.", "x"), [{**row, "sentence": "a\n b", "corrected": True}], "x")
    assert bare == "“a b” T. Stance toward the x: Taliban: accepts (corrected by a person). Stanceboard, model fixed."
