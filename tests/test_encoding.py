"""From passages to tokens: mentions of one passage share an input, and each span covers its own words."""

import pytest

from stanceboard.encoding import batches, encode
from stanceboard.resources import asset

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def tokenizer():
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast.from_pretrained(asset("models", "stanceboard-minilm"), local_files_only=True)


@pytest.fixture(scope="module")
def config():
    from stanceboard.model import StanceConfig

    return StanceConfig(max_tokens=48, max_topic_tokens=8)


def words_of(tokenizer, one, number: int) -> str:
    start, end = one.spans[number]
    return tokenizer.decode(one.ids[start:end])


def test_mentions_of_one_passage_and_topic_share_one_input(tokenizer, config):
    text = "Washington and Kabul will not go, Beijing will."
    spans = [(text.index(name), text.index(name) + len(name)) for name in ("Washington", "Kabul", "Beijing")]
    [one, other] = encode(tokenizer, config, [text] * 4, [*spans, spans[0]], ["talks", "talks", "talks", "tariff"])
    assert one.rows == (0, 1, 2)
    assert [words_of(tokenizer, one, number) for number in range(3)] == ["washington", "kabul", "beijing"]
    assert other.rows == (3,)
    assert tokenizer.decode(other.ids[: other.topic_length]) == "[CLS] tariff [SEP]"


def test_a_long_passage_is_cut_around_each_mention(tokenizer, config):
    text = "Iran agreed. " + "They talked. " * 60 + "Oman came."
    spans = [(0, 4), (text.index("Oman"), text.index("Oman") + 4)]
    first, last = encode(tokenizer, config, [text] * 2, spans, ["talks"] * 2)
    assert (first.rows, last.rows) == ((0,), (1,))
    assert words_of(tokenizer, first, 0) == "iran"
    assert words_of(tokenizer, last, 0) == "oman"
    assert max(len(first.ids), len(last.ids)) <= config.max_tokens
    assert tokenizer.decode(last.ids).endswith("oman came. [SEP]")


def test_a_mention_longer_than_the_window_keeps_its_beginning(tokenizer, config):
    text = "Iran " * 200
    [one] = encode(tokenizer, config, [text], [(0, len(text))], ["talks"])
    assert len(one.ids) <= config.max_tokens
    assert one.spans[0][0] == one.topic_length
    assert one.spans[0][1] <= len(one.ids)


def test_a_mention_without_tokens_still_has_a_place(tokenizer, config):
    for text, span in (("", (0, 0)), ("\x00", (0, 1)), ("Iran \x00", (5, 6))):
        [one] = encode(tokenizer, config, [text], [span], ["talks"])
        assert 0 < one.spans[0][0] < one.spans[0][1] <= len(one.ids)


def test_text_that_spells_a_special_token_stays_text(tokenizer, config):
    [one] = encode(tokenizer, config, ["[CLS] [MASK] Iran"], [(13, 17)], ["[SEP]"])
    assert one.ids.count(tokenizer.sep_token_id) == 2
    assert tokenizer.mask_token_id not in one.ids
    assert words_of(tokenizer, one, 0) == "iran"


def test_batches_hold_like_lengths_within_the_budget_and_lose_nothing(tokenizer, config):
    texts = ["Iran agreed " * count for count in (1, 9, 2, 8, 3)]
    encoded = encode(tokenizer, config, texts, [(0, 4)] * 5, ["talks"] * 5)
    made = list(batches(encoded, 60))
    assert sorted(row for batch in made for one in batch for row in one.rows) == [0, 1, 2, 3, 4]
    assert all(len(batch) * max(len(one.ids) for one in batch) <= 60 for batch in made)
    lengths = [len(one.ids) for batch in made for one in batch]
    assert lengths == sorted(lengths)
