"""The network: one BERT-style encoder, a stance head and a sentiment head, one pass for both.

It is not a general classifier: it reads a topic and a passage, and answers for each mention in it
(`encoding.py` makes that input). torch and transformers are imported here and by nothing that the
dashboard needs to open.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel

from stanceboard.types import LABELS, POLARITIES


class StanceConfig(BertConfig):  # type: ignore[misc]
    """BertConfig with what scoring needs: lengths in tokens, how each head is calibrated, a name."""

    model_type = "stanceboard"

    def __init__(
        self,
        max_topic_tokens: int = 40,
        max_tokens: int = 224,
        stance_temperature: float = 1.0,
        sentiment_temperature: float = 1.0,
        stance_bias: Sequence[float] = (0.0,) * len(LABELS),
        sentiment_bias: Sequence[float] = (0.0,) * len(POLARITIES),
        model_name: str = "untrained",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.max_topic_tokens = max_topic_tokens
        self.max_tokens = max_tokens
        self.stance_temperature = stance_temperature
        self.sentiment_temperature = sentiment_temperature
        self.stance_bias = list(stance_bias)
        self.sentiment_bias = list(sentiment_bias)
        self.model_name = model_name


@dataclass(frozen=True, slots=True)
class Logits:
    """Raw scores of a batch's n mentions: stance (n, 4) over LABELS, sentiment (n, 3) over POLARITIES."""

    stance: Tensor
    sentiment: Tensor


class StanceModel(BertPreTrainedModel):  # type: ignore[misc]
    """Encoder and two heads; each reads [CLS] beside the mean of the mention's tokens."""

    config_class = StanceConfig

    def __init__(self, config: StanceConfig) -> None:
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.stance = _head(config, len(LABELS))
        self.sentiment = _head(config, len(POLARITIES))
        self.post_init()

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, mentions: Tensor) -> Logits:
        """Score a batch of inputs (batch, tokens); `mentions` (n, 3) has each one's input, first token and end token."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        rows, starts, ends = mentions.T
        places = torch.arange(hidden.shape[1], device=hidden.device)
        inside = ((places >= starts[:, None]) & (places < ends[:, None])).to(hidden.dtype)
        mean = torch.bmm(inside[:, None], hidden[rows])[:, 0] / inside.sum(dim=1, keepdim=True)
        pooled = torch.cat([hidden[rows, 0], mean], dim=-1)
        return Logits(stance=self.stance(pooled), sentiment=self.sentiment(pooled))


def _head(config: StanceConfig, labels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(config.hidden_dropout_prob),
        nn.Linear(2 * config.hidden_size, config.hidden_size),
        nn.GELU(),
        nn.Dropout(config.hidden_dropout_prob),
        nn.Linear(config.hidden_size, labels),
    )
