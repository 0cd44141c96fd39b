"""Actors of the user's own: whose names win, what is refused, where they are kept, what they are found in."""

import os
from pathlib import Path

import pytest

import stanceboard as sb
from stanceboard import own_actors
from stanceboard.actors.registry import conflicts, load_registry, name_key
from stanceboard.corrections import named_actor
from stanceboard.testing import FixedScorer

HOSTILE = "<img src=x onerror=alert(1)> **bold** [link](javascript:x) $x$"
FRONT = """
[[actor]]
id = "own-harbour-front"
name = "Harbour Front"
kind = "party"
aliases = ["the Front", "HF"]
"""


@pytest.fixture
def write(tmp_path):
    def written(text: str, name: str = "mine.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


def named(text: str, registry) -> list[str]:
    return [row.actor.name for row in sb.analyse(sb.Article("t", text), sb.Topic("Lease"), FixedScorer({}), registry)]


def test_an_actor_of_a_file_is_found_by_each_of_its_names(write):
    registry = load_registry(write(FRONT))
    text = "Harbour Front went. Then the Front met Iran. HF spoke. Nobody hf met."
    assert named(text, registry) == ["Harbour Front", "Harbour Front", "Iran", "Harbour Front"]
    assert named("HF spoke to Iran.", load_registry()) == ["Iran"]


def test_a_users_name_wins_over_a_shipped_one_and_that_is_told(write):
    path = write('[[actor]]\nid = "watch"\nname = "Kremlin Watch"\nkind = "organisation"\nweak = ["the Kremlin"]')
    registry = load_registry(path)
    assert registry.names[("kremlin",)].actor.name == "Kremlin Watch"
    assert [str(one) for one in conflicts(load_registry(), registry)] == [
        "“the Kremlin” now means Kremlin Watch instead of Russia."
    ]
    assert load_registry().names[("kremlin",)].actor.name == "Russia"


def test_a_file_that_takes_no_name_has_no_conflict(write):
    assert conflicts(load_registry(), load_registry(write(FRONT))) == []


def test_of_two_files_the_later_one_wins(write):
    other = (
        FRONT.replace("own-harbour-front", "heritage").replace("Harbour Front", "Heritage").replace('"the Front", ', "")
    )
    first, both = load_registry(write(FRONT)), load_registry(write(FRONT), write(other, "more.toml"))
    assert [str(one) for one in conflicts(first, both)] == ["“HF” now means Heritage instead of Harbour Front."]
    assert both.names[("front",)].actor.name == "Harbour Front"


def test_the_id_of_a_shipped_actor_extends_it(write):
    path = write('[[actor]]\nid = "taliban"\nname = "Islamic Emirate of Kabul"\nkind = "state"\naliases = ["IEK"]')
    registry = load_registry(path)
    for name in ("Taliban", "IEK", "Islamic Emirate of Kabul"):
        assert registry.names[name_key(name)].actor == sb.Actor("taliban", "Islamic Emirate of Kabul", "state")
    assert registry.actors["taliban"].kind == "state"
    assert conflicts(load_registry(), registry) == []
    assert load_registry().actors["taliban"].kind == "armed group"


def test_a_name_that_two_actors_of_a_file_claim_is_refused(write):
    path = write(
        FRONT + FRONT.replace("own-harbour-front", "hound").replace("Harbour Front", "Hound").replace("HF", "h.f.")
    )
    with pytest.raises(
        sb.InvalidInput, match="found “the Front” among the names of “Harbour Front” and “Hound”"
    ) as told:
        load_registry(path)
    assert str(told.value).startswith(f"{path}: ")
    assert str(told.value).endswith("Take it from one of them.")


def test_an_abbreviation_claims_its_word_in_any_spelling(write):
    path = write(FRONT + '[[actor]]\nid = "b"\nname = "Bay"\nkind = "party"\nweak = ["H.F."]')
    with pytest.raises(sb.InvalidInput, match=r"“H\.F\.”"):
        load_registry(path)


def test_two_actors_of_one_name_are_told_apart_by_their_ids(write):
    with pytest.raises(sb.InvalidInput, match=r"“Harbour Front” \(own-harbour-front\) and “Harbour Front” \(b\)"):
        load_registry(write(FRONT + FRONT.replace("own-harbour-front", "b")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "found none"),
        ("actor = 3", "found another actor"),
        ('[actor]\nid = "a"', "Begin each actor with a line"),
        ("[[actor]", "expected a TOML file"),
        (FRONT + "colour = 1", "takes id, name, kind"),
        (FRONT.replace("party", "club"), "expected a kind of state"),
        (FRONT.replace('"Harbour Front"', "7"), "expected the name"),
        (FRONT.replace('"own-harbour-front"', '" "'), "expected the id"),
        (FRONT.replace('["the Front", "HF"]', '"the Front"'), "must be a list of names"),
        (FRONT.replace("HF", "?!"), "with a letter or figure"),
        (FRONT.replace("HF", "H" * 201), "1 to 200 characters"),
        (FRONT.replace("HF", "H\\u0000"), "characters that no text has"),
        (FRONT + FRONT, "'own-harbour-front' twice"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(write, text, said):
    with pytest.raises(sb.InvalidInput, match=said):
        load_registry(write(text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(sb.InvalidInput, match=r"nowhere\.toml: expected a TOML file"):
        load_registry(tmp_path / "nowhere.toml")


def front(*names: str, name: str = "Harbour  Front ") -> own_actors.OwnActor:
    return own_actors.make(name, "party", names, load_registry())


def test_an_actor_is_kept_found_and_removed(any_store):
    own = front(" the Front", "HF", "", "HF")
    assert own == own_actors.OwnActor(sb.Actor("own-harbour-front", "Harbour Front", "party"), ("the Front", "HF"))
    before = any_store.version()
    own_actors.add(any_store, own)
    assert own_actors.read(any_store) == [own]
    assert any_store.version() > before
    assert named("Then the Front met Iran.", own_actors.registry(any_store)) == ["Harbour Front", "Iran"]
    own_actors.remove(any_store, "own-harbour-front")
    own_actors.remove(any_store, "own-harbour-front")
    assert own_actors.read(any_store) == []
    assert own_actors.registry(any_store) is load_registry()


def test_a_name_of_another_own_actor_is_refused_and_nothing_kept(any_store):
    own_actors.add(any_store, front("HF"))
    with pytest.raises(sb.InvalidInput, match="Actors of your own: expected a name to mean one actor, found “HF”"):
        own_actors.add(any_store, front("HF", name="Hound"))
    with pytest.raises(sb.InvalidInput, match=r"found “Harbour front” among those of your own\. Remove it first"):
        own_actors.add(any_store, front(name="Harbour front"))
    assert own_actors.read(any_store) == [front("HF")]


def test_an_actor_called_as_a_known_one_extends_it(store):
    own_actors.add(store, own_actors.make("afghan GOVERNMENT", "state", ["Arg Palace"], load_registry()))
    [own] = own_actors.read(store)
    assert own.actor.id == "afghanistan"
    assert named("Arg Palace declined.", own_actors.registry(store)) == ["afghan GOVERNMENT"]


def test_hostile_names_are_only_text(any_store):
    odd = front("Å̶", "‮Evil", "💥 Boom", "Жара", name=HOSTILE)
    own_actors.add(any_store, odd)
    assert own_actors.read(any_store) == [odd]


@pytest.mark.parametrize("name", ["", " ", "?!", "x" * 121, "a\x00", "Ж\ud800"])
def test_a_name_that_cannot_be_kept_or_found_is_refused(name):
    with pytest.raises(sb.InvalidInput, match="Expected"):
        front(name=name)
    if name.strip():
        with pytest.raises(sb.InvalidInput, match="Expected"):
            front(name)


def test_an_unknown_kind_is_refused():
    with pytest.raises(sb.InvalidInput, match="Expected a kind of state"):
        own_actors.make("Harbour Front", "club", [], load_registry())


def test_the_database_wins_over_files_and_both_over_what_is_shipped(store, write, monkeypatch):
    monkeypatch.setenv(own_actors.ENVIRONMENT, "")
    own_actors.set_files([write(FRONT)])
    own_actors.add(store, front("HF", name="Heritage"))
    registry = own_actors.registry(store)
    assert [registry.names[key].actor.name for key in (("hf",), ("front",), ("iran",))] == [
        "Heritage",
        "Harbour Front",
        "Iran",
    ]
    assert ("front",) not in own_actors.registry(store, ()).names


def test_a_typed_name_means_the_own_actor(store):
    own_actors.add(store, front("HF"))
    assert named_actor(store, "HF", "person") == sb.Actor("own-harbour-front", "Harbour Front", "party")


def test_a_path_that_cannot_be_told_is_refused(tmp_path):
    with pytest.raises(sb.InvalidInput, match="Rename the file"):
        own_actors.set_files([tmp_path / f"a{os.pathsep}b.toml"])
