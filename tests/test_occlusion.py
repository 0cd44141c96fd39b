"""Occlusion: every phrase is masked once, at its exact place, and what carries a label is found."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

import stanceboard as sb
from stanceboard.occlusion import MOST_WORDS, Change, carriers, occlude
from stanceboard.testing import FixedScorer
from tests.conftest import SCORER, TOPIC


@dataclass(frozen=True)
class WordScorer(FixedScorer):
    """Says `declines`, unless the passage lacks the word."""

    word: str = "down"

    def stance_probabilities(self, texts: Sequence[str], spans: Sequence[tuple[int, int]], topics: Sequence[sb.Topic]):
        assert all(text[start:end] in ("Iran", "Turkey") for text, (start, end) in zip(texts, spans, strict=True))
        rows = np.full((len(texts), 4), 0.03, dtype=np.float32)
        for row, text in enumerate(texts):
            rows[row, sb.LABELS.index("declines" if self.word in text.split() else "none")] = 0.91
        return rows


ARTICLE = sb.Article("t", "Ten were asked.\nAll answered, but Iran turned down the offer. Turkey came.")


def row_of(article: sb.Article, scorer: FixedScorer, actor: str = "Iran") -> sb.Stance:
    return next(row for row in sb.analyse(article, TOPIC, scorer) if row.actor.name == actor)


def test_a_word_that_carries_the_label_is_found_at_its_place():
    scorer = WordScorer({})
    row = row_of(ARTICLE, scorer)
    found = occlude(ARTICLE, TOPIC, row, scorer)
    assert (found.label, found.model) == ("declines", "fixed")
    assert found.probability == pytest.approx(row.probability)  # what the article made of the model's 0.91
    assert [ARTICLE.text[one.start : one.end] for one in carriers(found.changes)] == ["down"]
    fell = [ARTICLE.text[one.start : one.end] for one in found.changes if one.change < 0]
    assert fell == ["turned down", "turned down the", "down", "down the", "down the offer"]


def test_every_phrase_of_the_passage_is_masked_and_the_mention_never():
    article = ARTICLE
    found = occlude(article, TOPIC, row_of(article, FixedScorer({})), FixedScorer({}))
    phrases = [article.text[one.start : one.end] for one in found.changes]
    assert phrases[:5] == ["Ten", "Ten were", "Ten were asked", "were", "were asked"]
    assert "but" in phrases
    assert "answered, but" not in phrases
    assert not [one for one in phrases if "Iran" in one or "Turkey" in one or "\n" in one]
    assert {one.change for one in found.changes} == {0.0}
    assert carriers(found.changes) == []


def test_a_phrase_stands_only_where_its_parts_do_not_tell_the_same():
    changes = [
        Change(0, 6, -0.1),
        Change(7, 11, -0.1),
        Change(0, 11, -0.7),
        Change(12, 15, -0.02),
        Change(0, 15, -0.72),
    ]
    assert carriers(changes) == [Change(0, 11, -0.7)]
    assert carriers([Change(0, 6, -0.6), Change(0, 11, -0.62)]) == [Change(0, 6, -0.6)]
    assert carriers([Change(0, 6, 0.5)]) == []


def test_a_score_of_another_text_is_refused(article, stances):
    moved = replace(stances[0], sentence=replace(stances[0].sentence, start=3))
    with pytest.raises(sb.InvalidInput, match="Expected the scored sentence at character 3"):
        occlude(article, TOPIC, moved, SCORER)


def test_a_huge_sentence_asks_for_its_nearest_words_alone():
    article = sb.Article("t", "word " * 3000 + "Iran \u202e declined the offer")
    found = occlude(article, TOPIC, row_of(article, FixedScorer({})), FixedScorer({}))
    assert len(found.changes) <= 3 * MOST_WORDS
    assert "declined" in [article.text[one.start : one.end] for one in found.changes]


@pytest.mark.model
def test_the_shipped_model_is_carried_by_the_words_of_refusal():
    scorer = sb.load_scorer()
    article = sb.Article(
        "t", "Ten countries were asked. Iran turned down the invitation to the Moscow talks on Monday."
    )
    stance = row_of(article, scorer)
    found = occlude(article, TOPIC, stance, scorer)
    assert stance.label == "declines"
    assert found.probability == pytest.approx(stance.probability, abs=0.02)
    strongest = carriers(found.changes)[0]
    assert "down" in article.text[strongest.start : strongest.end]
    assert strongest.change < -0.2
