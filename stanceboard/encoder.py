"""The shipped scorer: a fine-tuned encoder from a folder, run on the CPU or on a GPU."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase, PreTrainedTokenizerFast
from transformers.utils import logging as transformers_logging

from stanceboard.encoding import batches, collate, encode, topic_text
from stanceboard.errors import ModelNotFound
from stanceboard.model import StanceConfig, StanceModel
from stanceboard.types import LABELS, POLARITIES, Tagged, Topic

Span = tuple[int, int]
Probabilities = NDArray[np.float32]

# Tokens a batch, padding included. On two AVX2 cores 1,024 was 10 % faster than 4,096: 3 % of the tokens are padding, not 10.
TOKEN_BUDGET = 1024


@dataclass(frozen=True)
class EncoderScorer:
    """A Scorer over our own weights. Mentions of one passage and topic in one call cost one pass."""

    name: str
    model: StanceModel
    tokenizer: PreTrainedTokenizerBase

    @classmethod
    def from_folder(cls, folder: Path) -> "EncoderScorer":
        """Load weights, config and tokenizer from `folder`; nothing is fetched.

        Raises ModelNotFound when the folder is not a Stanceboard model.
        """
        transformers_logging.disable_progress_bar()
        config = StanceConfig.from_pretrained(folder, local_files_only=True)
        if config.model_name == "untrained":
            raise ModelNotFound(f"Expected a Stanceboard model at {folder}, found another kind of model's config.json.")
        try:
            tokenizer = PreTrainedTokenizerFast.from_pretrained(folder, local_files_only=True)
            model = StanceModel.from_pretrained(folder, config=config, local_files_only=True, dtype=torch.float32)
        except (OSError, ValueError) as error:
            raise ModelNotFound(f"Expected model.safetensors and tokenizer.json in {folder}. {error}") from None
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return cls(config.model_name, model.to(device, _fastest_type(device)).eval(), tokenizer)

    def score(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> tuple[Probabilities, Probabilities]:
        return self._forward(texts, spans, [topic_text(topic) for topic in topics])

    def stance_probabilities(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[Topic]
    ) -> Probabilities:
        return self.score(texts, spans, topics)[0]

    def sentiment_probabilities(self, texts: Sequence[str], spans: Sequence[Span]) -> Probabilities:
        return self._forward(texts, spans, [""] * len(texts))[1]

    def tag(self, sentences: Sequence[str]) -> list[list[Tagged]]:
        """Find names and who acts, by the shipped tagger over the shipped encoder, whichever model scores."""
        from stanceboard.tagger import tag_actors

        return tag_actors(sentences)

    def _forward(
        self, texts: Sequence[str], spans: Sequence[Span], topics: Sequence[str]
    ) -> tuple[Probabilities, Probabilities]:
        encoded = encode(self.tokenizer, self.model.config, texts, spans, topics)
        stance = np.zeros((len(texts), len(LABELS)), dtype=np.float32)
        sentiment = np.zeros((len(texts), len(POLARITIES)), dtype=np.float32)
        config = self.model.config
        with torch.inference_mode():
            for batch in batches(encoded, TOKEN_BUDGET):
                inputs = collate(batch, self.tokenizer.pad_token_id or 0)
                logits = self.model(**{key: value.to(self.model.device) for key, value in inputs.items()})
                rows = [row for one in batch for row in one.rows]
                stance[rows] = _calibrated(logits.stance, config.stance_temperature, config.stance_bias)
                sentiment[rows] = _calibrated(logits.sentiment, config.sentiment_temperature, config.sentiment_bias)
        return stance, sentiment


def _calibrated(logits: torch.Tensor, temperature: float, bias: Sequence[float]) -> Probabilities:
    shifted = logits.float() / temperature + torch.tensor(bias, device=logits.device)
    probabilities: Probabilities = shifted.softmax(dim=-1).cpu().numpy()
    return probabilities


def _fastest_type(device: str) -> torch.dtype:
    """bf16 where the processor multiplies it natively; on others it is emulated, and slower than fp32."""
    if device == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.bfloat16 if native else torch.float32
