"""Time the encoder and a whole analysis on this machine, and a large zero-shot model beside them.

    stanceboard bench [--model FOLDER] [--repeats N]

The encoder's speed is given as a share of what a plain matrix product of the same type reaches here. The model beside it is
DeBERTa-v3-base with one hypothesis for each of three stances: random weights, since only its speed is looked at.
"""

import argparse
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from typing import cast

import torch

from stanceboard.encoder import TOKEN_BUDGET, EncoderScorer
from stanceboard.encoding import Encoded, batches, collate, encode, topic_text
from stanceboard.scoring import analyse, load_scorer, mentions_in_context
from stanceboard.store import sample_articles
from stanceboard.topics import read_topics
from stanceboard.types import LABELS

MATRIX = 2048  # rows and columns of the plain product
ZERO_SHOT_PASSAGES = 16


def main(argv: Sequence[str] | None = None) -> int:
    """Print medians, with the spread of repeated runs over the sample corpus."""
    parser = argparse.ArgumentParser(
        prog="stanceboard bench",
        description=__doc__,
        epilog="example: stanceboard bench --repeats 5",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", help="a model's folder (default: the shipped model)")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args(argv)
    topic = read_topics()[0]
    articles = sample_articles()
    load = _seconds(lambda: load_scorer(options.model))
    scorer = cast(EncoderScorer, load_scorer(options.model))
    print(f"machine           {platform.machine()}, {torch.get_num_threads()} threads, {scorer.model.dtype}")
    print(f"load              {load:.2f} s (libraries included)")

    whole = _repeat(lambda: [analyse(article, topic, scorer) for article in articles], options.repeats)
    print(f"analyse           {len(articles) / whole[1]:.1f} articles/s{_spread(whole, len(articles))}")

    asked = [one for article in articles for one in mentions_in_context(article)]
    texts, spans = [one.text for one in asked], [one.span for one in asked]
    decide = _repeat(lambda: scorer.stance_probabilities(texts, spans, [topic] * len(texts)), options.repeats)
    print(f"stance decisions  {len(texts) / decide[1]:.0f} /s{_spread(decide, len(texts))}")

    encoded = encode(scorer.tokenizer, scorer.model.config, texts, spans, [topic_text(topic)] * len(texts))
    tokens = sum(len(one.ids) for one in encoded)
    forward = _repeat(lambda: _forward(scorer, encoded), options.repeats)
    rate = _operations(scorer, encoded) / forward[1]
    plain = _plain_product(scorer.model.dtype, options.repeats)
    print(f"encoder           {tokens / forward[1]:.0f} tokens/s{_spread(forward, tokens)}")
    print(f"                  {rate / 1e9:.0f} GFLOP/s of {plain / 1e9:.0f} in a plain product: {rate / plain:.0%}")

    length = round(statistics.median(len(text.split()) for text in texts) * 1.4)
    other = _zero_shot(length, options.repeats)
    print(f"zero-shot model   {other:.1f} decisions/s; ours is {len(texts) / decide[1] / other:.0f} times as fast")
    return 0


def _forward(scorer: EncoderScorer, encoded: Sequence[Encoded]) -> None:
    with torch.inference_mode():
        for batch in batches(encoded, TOKEN_BUDGET):
            scorer.model(**collate(batch, scorer.tokenizer.pad_token_id or 0))


def _operations(scorer: EncoderScorer, encoded: Sequence[Encoded]) -> float:
    """Floating-point operations of one pass: two for each weight and token, and attention; padding is not counted."""
    config = scorer.model.config
    weights = sum(value.numel() for name, value in scorer.model.bert.encoder.named_parameters() if value.ndim == 2)
    lengths = [len(one.ids) for one in encoded]
    attention = 4 * config.num_hidden_layers * config.hidden_size * sum(length**2 for length in lengths)
    return float(2 * weights * sum(lengths) + attention)


def _plain_product(dtype: torch.dtype, repeats: int) -> float:
    left, right = (torch.randn(MATRIX, MATRIX).to(dtype) for _ in range(2))
    return float(2 * MATRIX**3 / _repeat(lambda: left @ right, repeats)[1])


def _zero_shot(tokens: int, repeats: int) -> float:
    """Decisions a second of DeBERTa-v3-base, three passes each, on passages of `tokens` tokens."""
    from transformers import DebertaV2Config, DebertaV2ForSequenceClassification

    config = DebertaV2Config(
        vocab_size=1000,  # embeddings cost no time worth counting
        hidden_size=768,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=3072,
        relative_attention=True,
        position_buckets=256,
        norm_rel_ebd="layer_norm",
        share_att_key=True,
        pos_att_type=["p2c", "c2p"],
        max_relative_positions=-1,
        position_biased_input=False,
        type_vocab_size=0,
        num_labels=3,
    )
    model = DebertaV2ForSequenceClassification(config).eval()
    ids = torch.randint(5, 1000, (ZERO_SHOT_PASSAGES * (len(LABELS) - 1), tokens + 10))  # ten for the hypothesis
    with torch.inference_mode():
        return ZERO_SHOT_PASSAGES / _repeat(lambda: model(input_ids=ids), repeats)[1]


def _repeat(work: Callable[[], object], repeats: int) -> tuple[float, float, float]:
    """Fewest, median and most seconds, after one run that is not counted."""
    work()
    runs = sorted(_seconds(work) for _ in range(repeats))
    return runs[0], statistics.median(runs), runs[-1]


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _spread(runs: tuple[float, float, float], count: int) -> str:
    return f" ({count / runs[2]:.0f} to {count / runs[0]:.0f})"
