"""Stanceboard reads news, finds the political actors in it and scores each one's stance toward a topic.

>>> import stanceboard as sb
>>> sb.LABELS
('accepts', 'declines', 'skeptical', 'none')
"""

from stanceboard.errors import InvalidInput, ModelNotFound, StanceboardError, StoreError, UnreadableArticle
from stanceboard.reading import read_articles
from stanceboard.scoring import Scorer, analyse, load_scorer
from stanceboard.summary import summarise
from stanceboard.types import (
    KINDS,
    LABELS,
    POLARITIES,
    Actor,
    ActorStance,
    Article,
    Mention,
    Sentence,
    Stance,
    Topic,
)

__version__ = "0.1.0"

__all__ = [
    "KINDS",
    "LABELS",
    "POLARITIES",
    "Actor",
    "ActorStance",
    "Article",
    "InvalidInput",
    "Mention",
    "ModelNotFound",
    "Scorer",
    "Sentence",
    "Stance",
    "StanceboardError",
    "StoreError",
    "Topic",
    "UnreadableArticle",
    "__version__",
    "analyse",
    "load_scorer",
    "read_articles",
    "summarise",
]
