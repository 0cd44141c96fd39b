"""The gate stands: floors hold for the shipped model, and none is lowered in passing."""

import pytest

from tests import gate

FLOORS: gate.Floors = {"dev": {"sha256": "aa", "actor_f1": 0.5}}


def test_a_figure_below_its_floor_and_another_set_are_named():
    assert gate.compare(FLOORS, {"dev": {"sha256": "aa", "actor_f1": 0.5}}) == []
    assert gate.compare(FLOORS, {"dev": {"sha256": "bb", "actor_f1": 0.49}}) == [
        "dev: expected the set with SHA-256 aa, found bb. Run --update.",
        "dev: expected actor_f1 of at least 0.5000, found 0.4900.",
    ]


def test_an_update_raises_floors_and_lowers_one_only_when_allowed():
    better: gate.Floors = {"dev": {"sha256": "aa", "actor_f1": 0.6}}
    worse: gate.Floors = {"dev": {"sha256": "aa", "actor_f1": 0.4}}
    assert gate.updated(FLOORS, better, False) == {"dev": {"sha256": "aa", "actor_f1": 0.595}}
    assert gate.updated(FLOORS, worse, False) == FLOORS
    assert gate.updated(FLOORS, worse, True) == {"dev": {"sha256": "aa", "actor_f1": 0.395}}


@pytest.mark.model
def test_the_shipped_model_holds_every_floor(capsys):
    if not all(path.is_file() for path, _ in gate.SETS.values()):
        pytest.skip("the development sets are not here")
    assert gate.main([]) == 0, capsys.readouterr().out
