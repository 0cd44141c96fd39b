"""The registry of known actors: names that news uses, and which actor each one means.

Read from `data/actors/*.toml`; what each field means is in the README beside them. A user's own file
in the same form can be added.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from stanceboard.errors import InvalidInput
from stanceboard.resources import asset
from stanceboard.types import KINDS, Actor

# A word is a dotted abbreviation ("U.S.", "K.P."), or letters and digits without the marks that join words.
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+")

NAME_FIELDS = ("aliases", "peoples", "demonyms", "capitals", "seats", "weak")
FIELDS = {"id", "name", "kind", "person_words", *NAME_FIELDS}


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


@dataclass(frozen=True)
class Registry:
    """Actors by id, and names by their folded words."""

    actors: Mapping[str, Actor]
    names: Mapping[tuple[str, ...], Name]
    longest: int = field(default=1)  # words in the longest name


def fold(word: str) -> str:
    """Fold case, accents, dots and apostrophes: "Élysée" -> "elysee", "U.S." -> "us"."""
    plain = unicodedata.normalize("NFKD", word.replace(".", ""))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def name_key(name: str) -> tuple[str, ...]:
    """The folded words of a name, as `Registry.names` has them."""
    return tuple(fold(word) for word in WORD.findall(name))


@cache
def load_registry(*extra: Path) -> Registry:
    """Read the shipped registry and any files of the user's own, which win over it.

    Raises InvalidInput naming file and entry on an unknown kind or field.
    """
    files = [*sorted(asset("data", "actors").glob("*.toml")), *extra]
    tables = [(path, table) for path in files for table in _tables(path)]
    return build_registry(tables)


def build_registry(tables: Iterable[tuple[Path, Mapping[str, object]]]) -> Registry:
    """Make a Registry of parsed tables; a stronger use of a name wins over a weaker one."""
    actors: dict[str, Actor] = {}
    names: dict[tuple[str, ...], Name] = {}
    strength = ("weak", "demonym", "capital", "seat", "people", "alias")
    for path, table in tables:
        actor = _actor(path, table)
        actors[actor.id] = actor
        for use in reversed(strength):
            for name in _names(table, use):
                key = name_key(name)
                known = names.get(key)
                if key and (known is None or strength.index(known.use) < strength.index(use)):
                    names[key] = Name(actor, use, _is_abbreviation(name))
    return Registry(actors, names, max(map(len, names), default=1))


def _names(table: Mapping[str, object], use: str) -> list[str]:
    fields = {"alias": "aliases", "people": "peoples", "demonym": "demonyms", "capital": "capitals", "seat": "seats"}
    values = table.get(fields.get(use, use), [])
    assert isinstance(values, list)
    return [str(table["name"]), *values] if use == "alias" else values


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= 4 and letters.isupper()


def _actor(path: Path, table: Mapping[str, object]) -> Actor:
    unknown = set(table) - FIELDS
    if unknown or not {"id", "name", "kind"} <= set(table):
        raise InvalidInput(
            f"{path.name}: [[actor]] {table.get('id')!r} takes id, name, kind and {', '.join(NAME_FIELDS)}."
        )
    if table["kind"] not in KINDS:
        raise InvalidInput(
            f"{path.name}: expected a kind of {', '.join(KINDS)}; {table['id']!r} has {table['kind']!r}."
        )
    return Actor(str(table["id"]), str(table["name"]), str(table["kind"]))


def _tables(path: Path) -> list[Mapping[str, object]]:
    try:
        tables: list[Mapping[str, object]] = tomllib.loads(path.read_text(encoding="utf-8"))["actor"]
    except (OSError, KeyError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path}: expected a TOML file of [[actor]] tables. {error}") from None
    return tables
