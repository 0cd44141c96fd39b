"""The state that an article is written from, whose own ministers it need not place: "PARIS - … Trade Minister X said"."""

import re
from collections.abc import Collection, Sequence

from stanceboard.actors.anaphora import Read
from stanceboard.actors.registry import Registry, name_key
from stanceboard.types import Actor

OPENING = 3  # sentences: the headline and what the report begins with
DATELINE = re.compile(r"[ \t]*([A-Z][A-Z.' -]{2,28}?)(?=,|:| \(| [-–—])")


def home_state(text: str, opening: Sequence[Read], states: Collection[Actor], registry: Registry) -> Actor | None:
    """The state whose capital the dateline names, if it acts in the opening, or no state does and it is named there, or no state is; None otherwise.

    `opening` are the first sentences as read, which leave a dateline out, and `states` are those that they name. A report from Cairo about the Saudis is at home nowhere.

    >>> home_state(article.text, opening, states, load_registry())  # of "PARIS - France will ask its partners to stop."
    Actor(id='france', name='France', kind='state')
    """
    acting = {one.actor for sentence in opening for one in sentence.mentions if one.actor.kind == "state"}
    for sentence in opening:
        city = DATELINE.match(text, text.rfind("\n", 0, sentence.start) + 1, sentence.start)
        name = registry.names.get(name_key(city[1])) if city else None
        if name and name.actor.kind == "state":
            alone = not acting and (name.actor in states or not states)
            return name.actor if name.actor in acting or alone else None
    return None
