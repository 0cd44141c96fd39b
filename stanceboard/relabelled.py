"""What people corrected, as passages to train on."""

from collections.abc import Hashable
from typing import Any

from stanceboard import corrections
from stanceboard.passages import MarkedMention, Passage
from stanceboard.scoring import before_sentence
from stanceboard.store import Store


def training_passages(store: Store, topic_id: str | None = None) -> list[Passage]:
    """The sentences whose labels people corrected, as training reads them: each with its labels and the two before.

    Sentences marked as page furniture are left out, and so are labels that nobody corrected.
    """
    made = [one for one in corrections.history(store, topic_id).to_dict("records") if not one["undone"]][::-1]
    furniture = {(one["article_id"], one["sentence_start"]) for one in made if one["is_furniture"]}
    labelled: dict[tuple[Any, ...], list[dict[Hashable, Any]]] = {}
    for (*_, field), one in corrections.latest(made).items():
        if field == "label" and (one["article_id"], one["sentence_start"]) not in furniture:
            labelled.setdefault((one["article_id"], one["sentence_start"], one["topic_id"]), []).append(dict(one))
    topics = {topic.id: topic for topic in store.topics()}
    passages = []
    for (article_id, start, topic), ones in labelled.items():
        before = before_sentence(store.article(article_id).text, start)
        mentions = [
            MarkedMention(
                one["mention_start"] - start, one["mention_start"] - start + len(one["mention"]), one["label"], None
            )
            for one in sorted(ones, key=lambda one: one["mention_start"])
        ]
        name = f"correction-{article_id}-{start}-{topic}"
        passages.append(Passage(name, topics[topic], before, ones[0]["sentence"], tuple(mentions)))
    return passages
