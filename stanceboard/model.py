"""The network: one BERT-style encoder, a stance head and a sentiment head, one pass for both.

It is not a general classifier: it reads the passage with ONE mention marked, and a topic beside it
(`encoding.py` makes that input). torch and transformers are imported here and by nothing that the
dashboard needs to open.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel

from stanceboard.types import LABELS, POLARITIES


class StanceConfig(BertConfig):  # type: ignore[misc]
    """BertConfig with what scoring needs: marker token ids, lengths in tokens, temperatures."""

    model_type = "stanceboard"

    def __init__(
        self,
        open_token_id: int = 2,
        close_token_id: int = 3,
        max_topic_tokens: int = 40,
        max_tokens: int = 224,
        stance_temperature: float = 1.0,
        sentiment_temperature: float = 1.0,
        model_name: str = "untrained",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.open_token_id = open_token_id
        self.close_token_id = close_token_id
        self.max_topic_tokens = max_topic_tokens
        self.max_tokens = max_tokens
        self.stance_temperature = stance_temperature
        self.sentiment_temperature = sentiment_temperature
        self.model_name = model_name


@dataclass(frozen=True, slots=True)
class Logits:
    """Raw scores of one batch: stance (n, 4) over LABELS, sentiment (n, 3) over POLARITIES."""

    stance: Tensor
    sentiment: Tensor


class StanceModel(BertPreTrainedModel):  # type: ignore[misc]
    """Encoder and two heads over [CLS] and the marker that opens the mention."""

    config_class = StanceConfig

    def __init__(self, config: StanceConfig) -> None:
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.stance = _head(config, len(LABELS))
        self.sentiment = _head(config, len(POLARITIES))
        self.post_init()

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Logits:
        """Score a batch: each row of `input_ids` (n, tokens) holds exactly one opening marker."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        opening = (input_ids == self.config.open_token_id).int().argmax(dim=1)
        rows = torch.arange(len(input_ids), device=input_ids.device)
        pooled = torch.cat([hidden[:, 0], hidden[rows, opening]], dim=-1)
        return Logits(stance=self.stance(pooled), sentiment=self.sentiment(pooled))


def _head(config: StanceConfig, labels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(config.hidden_dropout_prob),
        nn.Linear(2 * config.hidden_size, config.hidden_size),
        nn.GELU(),
        nn.Dropout(config.hidden_dropout_prob),
        nn.Linear(config.hidden_size, labels),
    )
