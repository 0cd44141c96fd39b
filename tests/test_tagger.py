"""The mention tagger: what it finds in plain sentences, and that its offsets hold in any text."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stanceboard as sb
from stanceboard.errors import ModelNotFound
from stanceboard.resources import asset
from stanceboard.tagger import MENTIONS, WEIGHTS, load_tagger, tag
from stanceboard.tagger_data import aligned, flat, read_marked
from stanceboard.tagger_model import KINDS, LONGEST, TAGS, best_tags, runs, windows
from stanceboard.tagger_training import is_named, tags_of


def scores_of(*rows: dict[str, float]) -> np.ndarray:
    return np.array([[[row.get(tag, 0.0) for tag in TAGS] for row in rows]], dtype=np.float32)


def test_a_mention_never_begins_inside_another_kind():
    scores = scores_of({"B-person": 2}, {"I-organisation": 5, "I-person": 1}, {"O": 1})

    [tags] = best_tags(scores, [3])

    assert [TAGS[tag] for tag in tags] == ["B-organisation", "I-organisation", "O"]


def test_padding_is_not_read():
    scores = scores_of({"B-place": 2}, {"O": 3}, {"I-place": 9})

    [tags] = best_tags(scores, [1])

    assert [TAGS[tag] for tag in tags] == ["B-place"]


def test_two_mentions_side_by_side_stay_two():
    tags = [TAGS.index(name) for name in ("B-place", "B-person", "I-person", "O", "B-place")]

    assert runs(tags) == [(0, 1, 2), (1, 3, 0), (4, 5, 2)]


def test_a_word_that_a_mention_touches_belongs_to_it():
    assert [TAGS[tag] for tag in tags_of([(0, 5), (5, 6), (6, 8)], [(0, 4, 2)])] == ["B-place", "O", "O"]


def test_of_mentions_inside_one_another_the_longest_is_kept():
    assert flat([(1, 1, 2), (0, 3, 1), (5, 6, 0)]) == [(0, 3, 1), (5, 6, 0)]


def test_words_that_are_not_in_the_text_have_no_places():
    assert aligned("Iran refused.", ["Iran", "refused", "."]) == [(0, 4), (5, 12), (12, 13)]
    assert aligned("Iran refused.", ["Iran", "agreed"]) == []


@pytest.mark.parametrize(
    ("text", "named"), [("the Syrian army", True), ("The militants", False), ("rebels", False), ("", False)]
)
def test_a_name_has_a_capital_that_no_article_explains(text, named):
    assert is_named(text) is named


def test_of_our_passages_topics_stay_together(tmp_path):
    lines = [
        {"id": f"{topic}-{number}", "topic": topic, "text": f"The {{tea planters|declines}} of {topic} left."}
        for topic in map(str, range(30))
        for number in range(2)
    ]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    parts = {one.document: one.part for one in read_marked(tmp_path)}
    assert {parts["1-0"], parts["2-0"]} <= {"train", "choose", "held-out"}
    assert all(parts[f"{topic}-0"] == parts[f"{topic}-1"] for topic in range(30))
    assert {one.spans for one in read_marked(tmp_path)} == {((4, 16, 1),)}


@pytest.fixture(scope="module")
def scorer():
    return sb.load_scorer()


def found(text: str, **like: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in tag([text], **like)[0]]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zoran Petkovic refused to sign.", [("Zoran Petkovic", "person")]),
        ("The talks were held in Tarnow.", [("Tarnow", "place")]),
        (
            "Amina Wekesa of the Free Orchard Alliance rejected the plan.",
            [("Amina Wekesa", "person"), ("Free Orchard Alliance", "organisation")],
        ),
        (
            "Negotiators from the Lurian Workers' Party said they would stay away.",
            [("Lurian Workers' Party", "organisation")],
        ),
        ("They met again on Tuesday and agreed on nothing.", []),
    ],
)
def test_names_that_no_list_holds_are_found(text, expected):
    assert found(text) == expected


@pytest.mark.model
def test_whole_phrases_are_found_when_asked_for():
    text = "The Iraqi security forces said that the militants had left Mosul."

    assert found(text, like=MENTIONS)[0] == ("The Iraqi security forces", "organisation")
    assert ("the militants", "organisation") in found(text, like=MENTIONS)


@pytest.mark.model
def test_a_sentence_of_its_own_reads_as_it_does_among_others():
    sentences = ["Iran refused.", "", "Brussels and Zagreb agreed with Ms. Tudor."]

    together = tag(sentences)

    assert [len(row) for row in together] == [1, 0, 3]
    for sentence, row in zip(sentences, together, strict=True):
        [alone] = tag([sentence])
        assert [(one.start, one.end, one.kind) for one in alone] == [(one.start, one.end, one.kind) for one in row]
    assert tag(sentences) == together


@pytest.mark.model
def test_no_sentences_have_no_mentions():
    assert tag([]) == []


@pytest.mark.model
def test_a_sentence_over_the_limit_is_read_to_its_end(scorer):
    text = "Zoran Petkovic refused, " * 200 + "and Amina Wekesa agreed."

    cut = windows(scorer.tokenizer, [text])
    names = [name for name, _ in found(text)]

    assert max(len(one.ids) for one in cut) <= LONGEST
    assert names == ["Zoran Petkovic"] * 200 + ["Amina Wekesa"]


@pytest.mark.model
def test_a_tagger_for_another_encoder_is_refused(scorer):
    import copy
    import dataclasses

    model = copy.deepcopy(scorer.model)
    model.bert.encoder.layer[3].output.dense.weight.data += 1

    with pytest.raises(ModelNotFound, match="Train it: python -m"):
        load_tagger(dataclasses.replace(scorer, model=model), asset(*WEIGHTS))


@pytest.mark.model
@settings(max_examples=60)
@given(
    st.lists(
        st.text(
            st.characters() | st.sampled_from("Iran \u0130\u0301\ufb01\u200d\x00\x85[CLS]¼ß東京🇮🇷\ud800"), max_size=80
        ),
        max_size=4,
    )
)
def test_offsets_hold_in_any_text(sentences):
    rows = tag([f"{text}Iran met Ms. Tudor{text}" for text in sentences])

    assert len(rows) == len(sentences)
    for text, row in zip(sentences, rows, strict=True):
        whole = f"{text}Iran met Ms. Tudor{text}"
        assert all(0 <= one.start < one.end <= len(whole) for one in row)
        assert all(one.end <= other.start for one, other in pairwise(row))
        assert all(one.kind in KINDS and 0 <= one.probability <= 1 for one in row)


@pytest.mark.model
def test_a_mention_is_exactly_its_words():
    text = "  “Zoran Petković”\u2014who refused\u2014met\u00a0Ms. Tudor."

    [one, other] = tag([text])[0]

    assert (text[one.start : one.end], text[other.start : other.end]) == ("Zoran Petković", "Ms. Tudor")
