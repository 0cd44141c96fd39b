"""Is an article about a topic? By the words of the topic's names that it uses; and the topic, as a scorer is then asked it.

The shipped scorer reads a topic in two ways. By its name alone, a sentence has to show what it is about: in training, all topics
that a passage was *not* about came so (`examples.py`). By several names, the topic is taken as given, and a sentence of the
article need not name it again. So an article about the topic is read toward several names, any other toward one.
"""

import re

from stanceboard.actors.registry import WORD, fold
from stanceboard.types import Topic

# The share of a topic's words, over its names, from which on an article is about it. Of the 25 development articles and the 22
# of the sample all reach it, of the former 23 by the topic's name alone; and of pairs of an article and another's topic 8 %.
ABOUT = 0.35
STEM = 5  # letters: "Russian" is "Russia", "Afghan" is "Afghanistan", which no stemmer says
IN_BRACKETS = re.compile(r" \(.*\)")  # "Moscow talks (November 2018)"
# What sorts of proposals and events are called; it does not tell one of them from another.
SORTS = frozenset(
    "accord agreement agreements bill ceasefire conference contract deal dialogue election elections exchange fire force "
    "invitation meeting mission negotiations offer pact parley peace plan process proposal protocol reform resolution round "
    "strike summit talks treaty truce vote".split()
)
UNTELLING = frozenset(
    "the a an of on in for with at to from between against over by and s first second third fourth fifth annual direct proposed "
    "called government law amendment question referendum text session project programme program request arrangement memorandum "
    "understanding ratification leaders".split()
)


def asked_as(topic: Topic, text: str) -> Topic:
    """The topic as a scorer is asked it of an article: by several names where `text` is about it, else by one.

    >>> asked_as(Topic("Oslo talks (2006)"), "Delegates arrived in Oslo.").aliases
    ('the Oslo talks', 'Oslo talks')
    >>> asked_as(Topic("Oslo talks (2006)", ("talks in Oslo",)), "Iran rejected the fishing quota.").aliases
    ()
    """
    if not is_about(text, topic):
        return Topic(topic.name)
    short = IN_BRACKETS.sub("", topic.name)
    return topic if topic.aliases else Topic(topic.name, (f"the {short}", short))


def is_about(text: str, topic: Topic) -> bool:
    """Tell whether a text uses enough of a topic's names.

    >>> is_about("Delegates arrived in Oslo.", Topic("Oslo talks")), is_about("Iran declined.", Topic("Oslo talks"))
    (True, False)
    """
    return share_used(topic, text) >= ABOUT


def share_used(topic: Topic, text: str) -> float:
    """How much of a topic's names a text uses: the share of their words that it holds, averaged over names, 0 to 1.

    What many topics are called ("talks", "the deal") counts for nothing, so that "Oslo talks" and "Oslo meeting" are one name; a
    topic that has only such names is used by any text.

    >>> share_used(Topic("Moscow talks", ("Russia's plan",)), "The Russian envoy left.")
    0.5
    """
    used = _stems(text)
    names = {frozenset(_stems(IN_BRACKETS.sub("", name)) - GENERAL) for name in (topic.name, *topic.aliases)}
    shares = [len(name & used) / len(name) for name in sorted(names, key=len) if name]
    return sum(shares) / len(shares) if shares else 1.0


def _stems(text: str) -> set[str]:
    return {fold(word)[:STEM] for word in WORD.findall(text) if not word.isdigit()}


GENERAL = {word[:STEM] for word in SORTS | UNTELLING}
