"""A generated corpus of any size, for timings: reports in which actors take positions, each with its exact place."""

import random
from collections.abc import Iterator, Sequence

from stanceboard.store import Store
from stanceboard.topics import read_topics
from stanceboard.types import LABELS, Actor, Article, Mention, Sentence, Stance, Topic, slugify

ACTORS = 300
VERBS = {
    "accepts": "will send a delegation",
    "declines": "stays away",
    "skeptical": "sees little sense in it",
    "none": "was asked too",
}
MODEL = "generated"


def fill(database: str, articles: int, sentences: int, seed: int = 1) -> int:
    """Store `articles` reports of `sentences` scored sentences each in a new database; returns the number of rows."""
    store = Store(database)
    topic = read_topics()[0]
    count = 0
    names = [f"Party {number}" for number in range(1, ACTORS + 1)]
    for article, rows in reports(articles, sentences, names, seed):
        store.add(article, [_stance(article, topic, *row) for row in rows], topic=topic)
        count += len(rows)
    store.engine.dispose()
    return count


def reports(
    articles: int, sentences: int, names: Sequence[str], seed: int
) -> Iterator[tuple[Article, list[tuple[str, str, Sentence]]]]:
    """Yield articles, no two alike, and of each sentence: who acts, its stance, the sentence."""
    draw = random.Random(seed)
    for number in range(articles):
        text, rows = "", list[tuple[str, str, Sentence]]()
        for index in range(sentences):
            name, label = draw.choice(names), draw.choice(LABELS)
            words = f"{name} {VERBS[label]}, said paper {draw.randrange(10**9)} of {draw.randrange(10**9)} on day {draw.randrange(10**6)}."
            rows.append((name, label, Sentence(len(text), len(text) + len(words), words, index)))
            text += words + " "
        day = f"{2010 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield Article(f"Report {number}", text.rstrip(), day, f"Paper {number % 40}", None), rows


def _stance(article: Article, topic: Topic, name: str, label: str, sentence: Sentence) -> Stance:
    actor = Actor(slugify(name), name, "party")
    return Stance(
        article_id=article.id,
        date=article.date,
        topic=topic,
        actor=actor,
        speaker=None,
        mention=Mention(sentence.start, sentence.start + len(name), name, actor, None),
        sentence=sentence,
        label=label,
        probabilities={one: 0.7 if one == label else 0.1 for one in LABELS},
        sentiment="neutral",
        sentiment_probabilities={"negative": 0.1, "neutral": 0.8, "positive": 0.1},
        model=MODEL,
    )
