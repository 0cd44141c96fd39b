"""An entailment model as a scorer: a tiny one, made and saved here."""

import numpy as np
import pytest

import stanceboard as sb
from stanceboard.entailment import EntailmentScorer, _with_rest
from tests.conftest import TOPIC

WORDS = (
    "iran turkey accepts or supports refuses rejects has doubts about moscow talks is described negatively positively ."
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return save_model(tmp_path_factory.mktemp("entailment"), {0: "contradiction", 1: "neutral", 2: "entailment"})


def save_model(folder, labels):
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS.split()]
    plain = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    plain.pre_tokenizer = pre_tokenizers.Whitespace()
    plain.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    names = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    PreTrainedTokenizerFast(tokenizer_object=plain, **names).save_pretrained(folder)
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=labels,
        label2id={label: number for number, label in labels.items()},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_the_entailment_label_is_found_by_its_name(folder):
    scorer = sb.load_scorer(str(folder))
    assert isinstance(scorer, EntailmentScorer)
    assert scorer.entails == 2


def test_it_answers_as_any_scorer_does(folder):
    scorer = sb.load_scorer(str(folder))
    texts, spans = ["iran accepts moscow talks .", "turkey has doubts ."], [(0, 4), (0, 6)]
    stance, sentiment = scorer.score(texts, spans, [TOPIC] * 2)
    assert stance.shape == (2, 4)
    assert sentiment.shape == (2, 3)
    assert stance.sum(axis=1) == pytest.approx([1, 1])
    alone = scorer.stance_probabilities(texts[1:], spans[1:], [TOPIC])
    assert np.abs(alone[0] - stance[1]).max() < 1e-4
    assert scorer.stance_probabilities([], [], []).shape == (0, 4)
    [row] = sb.analyse(sb.Article("t", "Iran accepts Moscow talks."), TOPIC, scorer)
    assert row.model == str(folder)


def test_none_is_as_likely_as_the_likeliest_hypothesis_is_not():
    found = _with_rest(np.array([[0.9, 0.0, 0.0], [0.2, 0.1, 0.1]], dtype=np.float32), 3)
    assert found[0] == pytest.approx([0.9, 0, 0, 0.1])
    assert found[1] == pytest.approx(np.array([0.2, 0.1, 0.1, 0.8]) / 1.2)


def test_a_model_without_an_entailment_label_is_named(tmp_path):
    folder = save_model(tmp_path / "other", {0: "good", 1: "bad"})
    with pytest.raises(sb.ModelNotFound, match=r"one label named entailment .* good, bad"):
        sb.load_scorer(str(folder))


def test_a_hub_that_cannot_be_reached_is_said(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(sb.ModelNotFound, match=r"nor in the local cache, nor on the hub\. Give a folder, or run once"):
        sb.load_scorer("nobody/no-such-model")
