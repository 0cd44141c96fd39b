"""Who the article has named so far: people by surname, told apart by what else is in their names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from stanceboard.types import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """A person's folded name, the actor they stand for, and how they are called as its speaker (None: for themselves)."""

    name: tuple[str, ...]
    actor: Actor
    speaker: str | None


@dataclass
class People:
    """The people of one article. `later` are those of a first reading: they help where nobody is known yet."""

    by_surname: dict[str, list[Person]] = field(default_factory=lambda: defaultdict(list))
    later: "People | None" = None

    def add(self, name: Sequence[str], actor: Actor, speaker: str | None) -> Person:
        """Remember a person; of several with one surname the last named is found first."""
        person = Person(tuple(name), actor, speaker)
        self.by_surname[name[-1]].insert(0, person)
        return person

    def find(self, name: Sequence[str]) -> Person | None:
        """The person that a name means: one of that surname with no given name that differs.

        >>> people.add(["imran", "khan"], pakistan, "Imran Khan")
        >>> people.find(["khan"]).speaker, people.find(["ismail", "khan"])
        ('Imran Khan', None)
        """
        given = set(name[:-1])
        for person in self.by_surname.get(name[-1], ()):
            if _may_be_one(given, set(person.name[:-1])):
                return person
        return self._find_later(name) if self.later else None

    def _find_later(self, name: Sequence[str]) -> Person | None:
        """The person of the first reading, if all that the name may mean there are one; known from here on by the full name."""
        assert self.later
        found = self.later.find(name)
        like = self.later.by_surname.get(name[-1], ()) if found else ()
        if found is None or not all(
            _may_be_one(set(one.name[:-1]), set(found.name[:-1])) for one in like if len(name) == 1
        ):
            return None
        if len(name) > 1:
            self.by_surname[name[-1]].insert(0, found)
        return found


def _may_be_one(given: set[str], theirs: set[str]) -> bool:
    """Tell whether two people of one surname may be the same, by their given names."""
    return given <= theirs or theirs <= given
