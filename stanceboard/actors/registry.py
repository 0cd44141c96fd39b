"""The registry of known actors: names that news uses, and which actor each one means.

Read from `data/actors/*.toml`; what each field means is in the README beside them. A user's own files
in the same form can be added, and win.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from stanceboard.errors import InvalidInput
from stanceboard.resources import asset
from stanceboard.types import KINDS, Actor, check_text

# A word is a dotted abbreviation ("U.S.", "K.P."), or letters and digits without the marks that join words.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")

# Use of a name -> the field that lists such names; the strongest use first.
USES = {
    "alias": "aliases",
    "people": "peoples",
    "seat": "seats",
    "capital": "capitals",
    "demonym": "demonyms",
    "weak": "weak",
}
STRENGTH = tuple(USES)
FIELDS = {"id", "name", "kind", *USES.values()}
LONGEST_NAME = 200  # characters

Table = Mapping[str, object]  # one [[actor]]
Key = tuple[str, ...]  # the folded words of a name


@dataclass(frozen=True, slots=True)
class Name:
    """A name's meaning. `use` tells how far it can be trusted to mean the actor:

    alias    always ("Taliban", "Russian Federation"), where it is not a mere place
    people   always ("Houthis", "Saudis")
    seat     a building or body that stands for the actor ("the Kremlin")
    capital  only where it acts ("Kabul rejected", not "in Kabul")
    demonym  only before a body or an office ("Afghan foreign ministry")
    weak     only where a stronger name of the same actor occurs in the article
    """

    actor: Actor
    use: str
    upper: bool  # an abbreviation that counts in capitals alone: "US" is not "us"
    text: str = ""  # as it was written in the file


@dataclass(frozen=True)
class Registry:
    """Actors by id, and names by their folded words."""

    actors: Mapping[str, Actor]
    names: Mapping[Key, Name]
    longest: int = field(default=1)  # words in the longest name


@dataclass(frozen=True, slots=True)
class Conflict:
    """A name that means `now` where it meant `before`."""

    name: str
    now: Actor
    before: Actor

    def __str__(self) -> str:
        return f"“{self.name}” now means {self.now.name} instead of {self.before.name}."


def fold(word: str) -> str:
    """Fold case, accents, dots and apostrophes: "Élysée" -> "elysee", "U.S." -> "us"."""
    plain = unicodedata.normalize("NFKD", word.replace(".", ""))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def name_key(name: str) -> Key:
    """The folded words of a name, as `Registry.names` has them."""
    return tuple(fold(word) for word in WORD.findall(name))


def without_the(key: Key) -> Key:
    """The name without "the", which has no capital in the middle of a sentence.

    >>> without_the(name_key("The Taliban")), without_the(name_key("The"))
    (('taliban',), ('the',))
    """
    return key[1:] if key[:1] == ("the",) and key[1:] else key


@cache
def load_registry(*extra: Path) -> Registry:
    """Read the shipped registry and any files of the user's own, which win over it; of several, the later one wins.

    Raises InvalidInput naming file and entry on what is no table of an actor, and as `extend`.
    """
    if extra:
        return extend(load_registry(*extra[:-1]), _tables(extra[-1]), str(extra[-1]))
    shipped = sorted(asset("data", "actors").glob("*.toml"))
    return build_registry((str(path), table) for path in shipped for table in _tables(path))


def build_registry(tables: Iterable[tuple[str, Table]]) -> Registry:
    """Make a Registry of parsed tables, each with where it is from; a stronger use of a name wins over a weaker one."""
    actors: dict[str, Actor] = {}
    names: dict[Key, Name] = {}
    for source, table in tables:
        actor = _actor(source, table)
        actors[actor.id] = actor
        for key, name in _names(source, table, actor):
            known = names.get(key)
            if known is None or STRENGTH.index(name.use) < STRENGTH.index(known.use):
                names[key] = name
    return _registry(actors, names)


def extend(registry: Registry, tables: Iterable[Table], source: str) -> Registry:
    """The registry with a user's own actors, whose names win over it; `conflicts` tells which did.

    One with the id of a known actor extends it: its names are added, and the actor is called as the user calls it.
    Raises InvalidInput naming `source` where two of the user's actors claim one id or one name.
    """
    own: dict[str, Actor] = {}
    names: dict[Key, Name] = {}
    for table in tables:
        actor = _actor(source, table)
        if actor.id in own:
            raise InvalidInput(
                f"{source}: expected each id once, found {actor.id!r} twice. Join the two or rename one."
            )
        own[actor.id] = actor
        for key, name in _names(source, table, actor):
            for one in {key, without_the(key)}:
                known = registry.names.get(one)
                if known and known.actor.id == actor.id:
                    name = replace(name, use=known.use)  # "Kabul" stays a capital, also in a list of the user's
                taken = names.setdefault(one, name).actor
                if taken.id != actor.id:
                    both = f"{_told(taken, actor)} and {_told(actor, taken)}"
                    raise InvalidInput(
                        f"{source}: expected a name to mean one actor, found “{name.text}” among the names of {both}. "
                        "Take it from one of them."
                    )
    kept = {
        key: replace(name, actor=own[name.actor.id]) if name.actor.id in own else name
        for key, name in registry.names.items()
    }
    return _registry({**registry.actors, **own}, {**kept, **names})


def conflicts(before: Registry, after: Registry) -> list[Conflict]:
    """The names of `before` that mean another actor in `after`.

    >>> str(conflicts(load_registry(), load_registry(Path("mine.toml")))[0])
    '“Kremlin” now means Kremlin Watch instead of Russia.'
    """
    both = ((before.names[key].actor, name) for key, name in after.names.items() if key in before.names)
    found = [Conflict(name.text, name.actor, actor) for actor, name in both if name.actor.id != actor.id]
    return list(dict.fromkeys(found))  # a name with "the" has two keys


def _registry(actors: Mapping[str, Actor], names: Mapping[Key, Name]) -> Registry:
    return Registry(actors, names, max(map(len, names), default=1))


def _names(source: str, table: Table, actor: Actor) -> Iterator[tuple[Key, Name]]:
    """Every name of an actor, the strongest uses first."""
    for use, listed in USES.items():
        values = table.get(listed, [])
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise InvalidInput(f"{source}: {listed} of {actor.id!r} must be a list of names, found {values!r}.")
        for text in [actor.name, *values] if use == "alias" else values:
            key = name_key(text)
            if not key or len(text) > LONGEST_NAME:
                raise InvalidInput(
                    f"{source}: expected names of 1 to {LONGEST_NAME} characters with a letter or figure in them, "
                    f"found {text[:60]!r} of {actor.id!r}. Write it out or shorten it."
                )
            check_text(text)
            yield key, Name(actor, use, _is_abbreviation(text), text)


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= 4 and letters.isupper()


def _told(actor: Actor, other: Actor) -> str:
    """An actor as a message calls it, with its id where the other one has the same name."""
    return f"“{actor.name}” ({actor.id})" if actor.name == other.name else f"“{actor.name}”"


def _actor(source: str, table: Table) -> Actor:
    if set(table) - FIELDS or not {"id", "name", "kind"} <= set(table):
        raise InvalidInput(
            f"{source}: [[actor]] {table.get('id')!r} takes id, name, kind and {', '.join(USES.values())}; "
            f"found {', '.join(table)}."
        )
    for wanted in ("id", "name"):
        text = table[wanted]
        if not isinstance(text, str) or not text.strip():
            raise InvalidInput(f"{source}: expected the {wanted} of an [[actor]] as text, found {text!r}.")
        check_text(text, LONGEST_NAME)
    if table["kind"] not in KINDS:
        raise InvalidInput(f"{source}: expected a kind of {', '.join(KINDS)}; {table['id']!r} has {table['kind']!r}.")
    return Actor(str(table["id"]), str(table["name"]), str(table["kind"]))


def _tables(path: Path) -> Sequence[Table]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("actor")
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: expected a TOML file of [[actor]] tables. {error}") from None
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        raise InvalidInput(
            f"{path}: expected a TOML file of [[actor]] tables, found {'none' if not tables else 'another actor'}. "
            "Begin each actor with a line [[actor]]."
        )
    return tables
