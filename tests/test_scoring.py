"""analyse: one row per actor and sentence, offsets exact, furniture silent."""

import subprocess
import sys

import numpy as np
import pytest

import stanceboard as sb
from stanceboard.scoring import EXPECTED_ODDS, article_odds, at_odds
from stanceboard.testing import FixedScorer
from tests.conftest import SCORER, TOPIC


def test_every_row_cuts_its_own_sentence_and_mention_out_of_the_text(article, stances):
    assert stances
    for row in stances:
        assert article.text[row.sentence.start : row.sentence.end] == row.sentence.text
        assert article.text[row.mention.start : row.mention.end] == row.mention.text
        assert row.sentence.start <= row.mention.start < row.mention.end <= row.sentence.end


def test_a_spokesman_is_his_body_and_is_kept_as_the_speaker(stances):
    taliban = next(row for row in stances if row.actor.name == "Taliban")
    assert taliban.speaker == "Zabihullah Mujahid"
    assert taliban.label == "accepts"


def test_one_row_per_actor_and_sentence(stances):
    keys = [(row.sentence.index, row.actor.id) for row in stances]
    assert len(keys) == len(set(keys))


def test_rows_come_in_text_order(stances):
    starts = [row.mention.start for row in stances]
    assert starts == sorted(starts)


def test_an_invited_actor_has_a_row_labelled_none(stances):
    assert [row.label for row in stances if row.actor.name == "Turkey"] == ["none"]


def test_furniture_gives_no_row(stances):
    assert all("Photographer" not in row.sentence.text and "donate" not in row.sentence.text for row in stances)


def test_probabilities_are_over_the_labels_and_sum_to_one(stances):
    for row in stances:
        assert tuple(row.probabilities) == sb.LABELS
        assert tuple(row.sentiment_probabilities) == sb.POLARITIES
        assert sum(row.probabilities.values()) == pytest.approx(1, abs=1e-5)
        assert row.probability == max(row.probabilities.values())


def test_a_text_without_actors_has_no_rows():
    assert sb.analyse(sb.Article("Rain", "It rained all day. Nobody went out."), TOPIC, SCORER) == []


def test_of_an_article_without_mentions_is_expected_what_the_settings_say():
    odds = article_odds(np.empty((0, 4), dtype=np.float32))
    assert odds / odds[0] == pytest.approx(EXPECTED_ODDS)


def test_where_many_decline_one_more_is_likelier_to():
    declined, open_one = [0.04, 0.9, 0.02, 0.04], [0.3, 0.3, 0.1, 0.3]
    odds = article_odds(np.array([declined] * 30 + [open_one], dtype=np.float32))
    here = at_odds(np.array([open_one]), odds)[0]
    anywhere = at_odds(np.array([open_one]), EXPECTED_ODDS)[0]
    declines = sb.LABELS.index("declines")
    assert here.argmax() == declines != anywhere.argmax()
    assert here.sum() == pytest.approx(1)


def test_the_context_is_the_two_sentences_before():
    seen: list[str] = []

    class Listening(FixedScorer):
        def score(self, texts, spans, topics):
            seen.extend(texts)
            return super().score(texts, spans, topics)

    sb.analyse(sb.Article("t", "One is here. Two is here. Three is here. Turkey was there."), TOPIC, Listening({}))
    assert seen == ["Two is here. Three is here. Turkey was there."]


def test_summary_names_each_actor_once_with_its_evidence(stances):
    summary = {one.actor.name: one for one in sb.summarise(stances)}
    assert summary["Taliban"].label == "accepts"
    assert summary["Afghan government"].label == "declines"
    assert summary["Turkey"].label == "none"
    assert summary["Afghan government"].evidence[0].sentence.text.startswith("The Afghan government")


def test_the_later_article_is_current_and_the_change_is_kept():
    scorer = FixedScorer({("Turkey", "Moscow talks"): "declines"})
    early = sb.analyse(sb.Article("a", "Turkey spoke of the talks.", "2018-08-01"), TOPIC, scorer)
    late = sb.analyse(
        sb.Article("b", "Turkey spoke again.", "2018-09-01"),
        TOPIC,
        FixedScorer({("Turkey", "Moscow talks"): "accepts"}),
    )
    [turkey] = sb.summarise([*late, *early])
    assert (turkey.label, turkey.changed_from) == ("accepts", "declines")


def test_a_missing_model_is_named():
    with pytest.raises(sb.ModelNotFound, match=r"Expected a model folder with config\.json"):
        sb.load_scorer("/nowhere/at/all")


def test_importing_the_package_loads_no_model_library_and_no_dashboard():
    code = "import sys, stanceboard; print([m for m in ('torch', 'transformers', 'streamlit', 'altair') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_fixed_scorer_answers_from_its_table():
    found = FixedScorer({("Turkey", "Moscow talks"): "accepts"}).stance_probabilities(
        ["Turkey agrees"], [(0, 6)], [TOPIC]
    )
    assert np.allclose(found, [[0.91, 0.03, 0.03, 0.03]])
