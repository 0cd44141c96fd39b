"""Samples are the same for every coder; agreement is what a textbook says it is."""

import pytest

import stanceboard as sb
from stanceboard.agreement import ALL, MODEL, agreements, alpha, disagreements
from stanceboard.codings import code, codings, draw_sample, items, samples, stratified
from stanceboard.corrections import correct
from stanceboard.testing import FixedScorer
from tests.conftest import TOPIC

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), B: nominal data, two observers, alpha = 0.692.
ONE, TWO = "a a b b d c c c e d d a".split(), "b a b b b c c c e d d d".split()


def test_alpha_is_the_textbooks():
    assert alpha([ONE, TWO]) == pytest.approx(0.692, abs=0.0005)


def test_alpha_is_not_defined_where_only_one_label_was_given():
    assert alpha([["none"] * 20, ["none"] * 20]) is None
    assert alpha([["none", "accepts"], ["accepts", "none"]]) < 0


def test_agreement_is_stated_between_all_two_each_and_the_model():
    labels = ["accepts", "declines", "skeptical", "none"] * 5
    ann, bob = dict(enumerate(labels)), dict(enumerate(["none", *labels[1:]]))
    found = agreements({"Ann": ann, "Bob": bob}, ann)
    assert list(dict.fromkeys(one.who for one in found)) == [("Ann", "Bob"), ("Ann", MODEL), ("Bob", MODEL)]
    overall = {one.who: (one.n, one.same, one.alpha) for one in found if one.label == ALL}
    assert overall["Ann", MODEL] == (20, 20, 1.0)
    assert overall["Ann", "Bob"][:2] == (20, 19)
    by_label = {one.label: (one.n, one.same, one.alpha) for one in found if one.who == ("Ann", "Bob")}
    assert by_label["accepts"] == (5, 4, None)  # few data
    assert len({one.who for one in agreements({"Ann": ann, "Bob": bob, "Cem": ann}, ann)}) == 7


def test_only_sentences_that_both_labelled_are_compared():
    ann, bob = dict.fromkeys(range(12), "none"), dict.fromkeys(range(6, 30), "accepts")
    [overall] = [
        one for one in agreements({"Ann": ann, "Bob": bob}, ann | bob) if one.who == ("Ann", "Bob") and one.label == ALL
    ]
    assert (overall.n, overall.same, overall.alpha) == (6, 0, None)


def test_disagreements_of_people_come_first():
    coded = {"Ann": {0: "none", 1: "accepts", 2: "declines"}, "Bob": {0: "none", 2: "accepts"}}
    assert disagreements(coded, {0: "none", 1: "none", 2: "declines"}) == [2, 1]


def test_a_sample_takes_as_many_of_each_label_as_there_are():
    strata = {
        label: [f"{label}{number}" for number in range(count)]
        for label, count in zip("abcd", (2, 50, 50, 0), strict=True)
    }
    chosen = stratified(strata, 12, seed=3)
    assert sorted(one[0] for one in chosen) == ["a"] * 2 + ["b"] * 5 + ["c"] * 5
    assert chosen == stratified(strata, 12, seed=3) != stratified(strata, 12, seed=4)
    assert len(stratified(strata, 1000, seed=1)) == 102


def test_a_sample_stays_what_it_was_whatever_is_scored_or_corrected_later(any_store, article, stances):
    any_store.add(article, stances)
    number = draw_sample(any_store, TOPIC.id, 3, seed=1)
    before = items(any_store, number)
    assert len(before) == 3
    correct(any_store, any_store.rows().iloc[0]["row_id"], "skeptical")
    any_store.add(article, sb.analyse(article, TOPIC, FixedScorer({}, name="second")))
    assert items(any_store, number).equals(before)
    assert set(before["model"]) == {"fixed"}


def test_a_sample_is_of_the_corpus_and_outlives_a_discarded_batch(any_store, article, stances):
    any_store.add(article, stances)
    any_store.begin_batch("b1", TOPIC, 1)
    any_store.add(article, stances, batch="b1")  # the same model, so the same row ids
    number = draw_sample(any_store, TOPIC.id, 40, seed=1)
    code(any_store, number, 0, "Ann", "accepts")
    any_store.discard("b1")
    assert len(items(any_store, number)) == len(stances)
    assert codings(any_store, number)[["place", "coder", "label"]].to_numpy().tolist() == [[0, "Ann", "accepts"]]


def test_answers_are_kept_by_coder_and_the_last_one_counts(any_store, article, stances):
    any_store.add(article, stances)
    number = draw_sample(any_store, TOPIC.id, 40, seed=1)
    code(any_store, number, 0, "Ann", "none")
    code(any_store, number, 0, " Ann ", "accepts")
    code(any_store, number, 1, "<b>Bob</b> 👩‍👩‍👧", "declines")
    assert codings(any_store, number)[["place", "coder", "label"]].to_numpy().tolist() == [
        [0, "Ann", "accepts"],
        [1, "<b>Bob</b> 👩‍👩‍👧", "declines"],
    ]
    [one] = samples(any_store, TOPIC.id).to_dict("records")
    assert (one["sample_id"], one["size"], one["seed"], one["coders"]) == (number, len(stances), 1, 2)
    any_store.remove(article.id)
    assert samples(any_store, TOPIC.id).empty
    assert codings(any_store, number).empty


def test_a_coding_needs_a_name_a_label_and_a_sentence(store, article, stances):
    with pytest.raises(sb.InvalidInput, match="to draw from"):
        draw_sample(store, TOPIC.id, 10, seed=1)
    store.add(article, stances)
    number = draw_sample(store, TOPIC.id, 10, seed=1)
    with pytest.raises(sb.InvalidInput, match="Expected a label"):
        code(store, number, 0, "Ann", "maybe")
    with pytest.raises(sb.InvalidInput, match="coder's name"):
        code(store, number, 0, " ", "none")
    for name in ("model", " The  Model "):
        with pytest.raises(sb.InvalidInput, match="reports call the model so"):
            code(store, number, 0, name, "none")
    with pytest.raises(sb.InvalidInput, match="found 99"):
        code(store, number, 99, "Ann", "none")
