"""A stage of training, on a network of two thin layers: it learns, keeps what it is told to, and averages its seeds."""

import dataclasses
import json

import pytest
import torch

from stanceboard.passages import Passage, parse_marked
from stanceboard.resources import asset
from stanceboard.training import Sources, Stage, train_stage
from stanceboard.types import Topic

pytestmark = pytest.mark.model
STAGE = Stage("try", epochs=1, learning_rate=3e-3, sentiment_share=0.0, batch_size=4, label_smoothing=0.0)


@pytest.fixture(scope="module")
def tokenizer():
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast.from_pretrained(asset("models", "stanceboard-minilm"), local_files_only=True)


@pytest.fixture
def model(tokenizer):
    from stanceboard.model import StanceConfig, StanceModel

    torch.manual_seed(0)
    thin = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    return StanceModel(StanceConfig(vocab_size=len(tokenizer), max_position_embeddings=128, max_tokens=96, **thin))


@pytest.fixture
def sources(tmp_path):
    said = {"accepts": "{Oslo|accepts} agreed to come.", "declines": "{Oslo|declines} refused to come."}
    passages = []
    for number, label in enumerate(list(said) * 8):
        text, mentions = parse_marked(said[label])
        passages.append(Passage(str(number), Topic("Lima talks"), "", text, mentions))
    file = tmp_path / "train.jsonl"
    file.write_text(json.dumps({"sentence_normalized": "x", "targets": []}) + "\n", encoding="utf-8")
    return Sources(passages, file)


def weights(model) -> dict[str, torch.Tensor]:
    return {key: value.clone() for key, value in model.state_dict().items()}


def trained(model, tokenizer, sources, before, seed: int, **changes) -> dict[str, torch.Tensor]:
    model.load_state_dict(before)
    train_stage(model, tokenizer, dataclasses.replace(STAGE, **changes), sources, seed)
    return weights(model)


def test_a_stage_of_two_seeds_is_the_mean_of_its_runs(model, tokenizer, sources):
    before = weights(model)
    first = trained(model, tokenizer, sources, before, seed=1)
    second = trained(model, tokenizer, sources, before, seed=2)
    both = trained(model, tokenizer, sources, before, seed=1, seeds=2)
    key = "stance.1.weight"
    assert not torch.allclose(first[key], second[key], atol=1e-4)
    torch.testing.assert_close(both[key], (first[key] + second[key]) / 2)


def test_what_is_kept_of_the_weights_before_is_kept(model, tokenizer, sources):
    before = weights(model)
    after = trained(model, tokenizer, sources, before, seed=1)
    half = trained(model, tokenizer, sources, before, seed=1, keep=0.5)
    key = "stance.1.weight"
    torch.testing.assert_close(half[key], (before[key] + after[key]) / 2)


def test_a_stage_learns_what_its_passages_say(model, tokenizer, sources):
    from stanceboard.encoder import EncoderScorer

    trained(model, tokenizer, sources, weights(model), seed=1, epochs=60, elsewhere=0.0)
    scorer = EncoderScorer("thin", model, tokenizer)
    texts = ["Oslo agreed to come.", "Oslo refused to come."]
    found = scorer.stance_probabilities(texts, [(0, 4)] * 2, [Topic("Lima talks")] * 2)
    assert found[0][0] > 0.5 > found[1][0]
