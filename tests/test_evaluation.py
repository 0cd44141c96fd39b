"""The measures: right on cases that can be counted by hand."""

import json

import numpy as np
import pytest

import stanceboard as sb
from stanceboard.evaluation import (
    abstention,
    classification,
    evaluate,
    expected_calibration_error,
    fit_calibration,
    read_gold,
)
from stanceboard.testing import FixedScorer


def test_figures_of_a_small_table():
    gold = np.array([0, 0, 1, 3])
    probabilities = np.eye(4, dtype=np.float32)[[0, 1, 1, 3]]
    found = classification(gold, probabilities, sb.LABELS)
    assert found["accuracy"] == 0.75
    assert found["f1_accepts"] == pytest.approx(2 / 3)
    assert found["f1_declines"] == pytest.approx(2 / 3)
    assert found["f1_none"] == 1
    assert found["confusion"][0] == [1, 1, 0, 0]
    assert found["macro_f1_interval"][0] <= found["macro_f1"] <= found["macro_f1_interval"][1]


def test_sure_and_always_right_is_calibrated_sure_and_half_right_is_not():
    sure = np.tile(np.array([[0.97, 0.01, 0.01, 0.01]], dtype=np.float32), (100, 1))
    assert expected_calibration_error(np.zeros(100, dtype=np.int64), sure) == pytest.approx(0.03, abs=1e-3)
    half = np.array([0, 1] * 50)
    assert expected_calibration_error(half, sure) > 0.4


def test_calibration_makes_overconfident_and_biased_probabilities_honest():
    draw = np.random.default_rng(0)
    gold = draw.integers(0, 4, 4000)
    logits = draw.normal(0, 1, (4000, 4)) + np.eye(4)[gold]
    told = 3 * logits + np.array([0, 0, 1, 0])  # three times too sure, and too fond of the third
    probabilities = np.exp(told) / np.exp(told).sum(axis=1, keepdims=True)
    temperature, bias = fit_calibration(gold, probabilities.astype(np.float32))
    assert temperature == pytest.approx(3, rel=0.05)
    assert bias == pytest.approx([1 / 12, 1 / 12, -1 / 4, 1 / 12], abs=0.1)
    scaled = np.log(probabilities) / temperature + np.array(bias)
    honest = np.exp(scaled) / np.exp(scaled).sum(axis=1, keepdims=True)
    before, after = (expected_calibration_error(gold, one.astype(np.float32)) for one in (probabilities, honest))
    assert (before > 0.1, after < 0.03) == (True, True)


def test_articles_are_scored_by_actor(tmp_path):
    record = {
        "title": "t",
        "text": "Turkey agreed to come. Iran was asked.",
        "topic": {"name": "Moscow talks"},
        "stances": [{"actor": "Turkey", "stance": "accepts", "evidence": []}],
        "none": [{"actor": "Iran"}],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record) + "\n")
    right = evaluate(read_gold(path), FixedScorer({("Turkey", "Moscow talks"): "accepts"}))
    assert (right["f1_accepts"], right["silent"], right["offsets"]) == (1.0, 1.0, 1.0)
    wrong = evaluate(read_gold(path), FixedScorer({("Iran", "Moscow talks"): "accepts"}))
    assert (wrong["f1_accepts"], wrong["silent"]) == (0.0, 0.0)


def test_a_position_taken_toward_another_sentences_topic_counts_against_the_scorer():
    def share(answers: dict[tuple[str, str], str]) -> float:
        records = [
            {"text": f"{actor} agreed.", "topic": topic, "labels": [[0, len(actor), actor, "accepts"]]}
            for actor, topic in (("Turkey", "grain deal"), ("Iran", "border talks"))
        ]
        return evaluate(records, FixedScorer(answers))["wrong_topic"]

    own = {("Turkey", "grain deal"): "accepts", ("Iran", "border talks"): "accepts"}
    assert share(own) == 1.0
    assert share(own | {("Iran", "grain deal"): "accepts"}) == 0.5


def test_articles_are_read_toward_a_bare_name_and_toward_another_articles_topic():
    records = [
        {
            "title": "t",
            "text": f"{actor} agreed to the {topic}.",
            "topic": {"name": f"{topic} (2018)", "aliases": [f"the {topic}"]},
            "stances": [{"actor": actor, "stance": "accepts", "evidence": []}],
        }
        for actor, topic in (("Turkey", "grain deal"), ("Iran", "border talks"))
    ]
    own = {("Turkey", "grain deal (2018)"): "accepts", ("Iran", "border talks (2018)"): "accepts"}
    found = evaluate(records, FixedScorer(own))
    assert (found["f1_accepts"], found["actor_f1_by_name"], found["wrong_topic"]) == (1.0, 0.0, 1.0)
    named = own | {("Turkey", "grain deal"): "accepts", ("Iran", "grain deal (2018)"): "declines"}
    found = evaluate(records, FixedScorer(named))
    assert found["actor_f1_by_name"] == pytest.approx(2 / 3 / 3)
    assert found["wrong_topic"] == 0.5


def test_leaving_out_the_less_sure_is_counted():
    found = abstention([(0.9, True), (0.7, False), (0.5, True), (0.2, False)], "sentences", 3)
    assert (found["unit"], found["n"]) == ("sentences", 3)
    table = {line[0]: line[1:] for line in found["table"]}
    assert table[0] == [4, 1.0, 0.5]
    assert table[50] == [3, 0.75, 0.667]
    assert table[90] == [1, 0.25, 1.0]
    assert table[95] == [0, 0.0, None]
    assert abstention([], "articles", 1)["table"][0] == [0, 0, 0.0, None]


def test_a_position_is_right_where_its_very_sentence_is_labelled_so():
    record = {
        "title": "t",
        "text": "Turkey agreed to come. Turkey sells\napples. Iran was asked.",
        "topic": {"name": "Moscow talks"},
        "stances": [{"actor": "Turkey", "stance": "accepts", "evidence": ["Turkey agreed to come."]}],
    }
    scorer = FixedScorer({("Turkey", "Moscow talks"): "accepts", ("Iran", "Moscow talks"): "accepts"})
    assert evaluate([record], scorer)["abstention"]["table"][0] == [0, 3, 1.0, 0.333]
    sentence = {
        "text": "Iran came, Oman did not.",
        "topic": "x",
        "labels": [[0, 4, "Iran", "accepts"], [11, 15, "Oman", "none"]],
    }
    found = evaluate([sentence], FixedScorer({("Iran", "x"): "accepts", ("Oman", "x"): "accepts"}))["abstention"]
    assert (found["unit"], found["n"], found["table"][0]) == ("sentences", 1, [0, 2, 1.0, 0.5])


def test_what_is_not_gold_is_named(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n')
    with pytest.raises(sb.InvalidInput, match="found none of them"):
        read_gold(path)
