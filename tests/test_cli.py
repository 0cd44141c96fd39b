"""The command line: files out, exit codes, words on stderr."""

import tomllib
from pathlib import Path

import pytest

import stanceboard as sb
from stanceboard import cli, own_actors
from stanceboard.actors.registry import load_registry
from stanceboard.export import FORMATS, read_rows
from tests.conftest import SCORER, TEXT


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setattr(cli, "load_scorer", lambda name=None: SCORER)


@pytest.mark.parametrize("kind", list(FORMATS))
def test_score_writes_every_format(tmp_path, kind, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    out = tmp_path / "out" / f"rows.{kind}"
    assert cli.main(["score", str(tmp_path / "a.txt"), "--out", str(out)]) == 0
    rows = read_rows(out)
    assert "Taliban" in set(rows["actor"])
    assert f"{len(rows)} rows of 1 articles" in capsys.readouterr().out


def test_score_without_a_file_prints_positions(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    assert cli.main(["score", str(tmp_path / "a.txt")]) == 0
    assert "Afghan government                declines" in capsys.readouterr().out


def test_one_bad_input_is_named_and_the_rest_written(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.pdf").write_text("hello")
    out = tmp_path / "rows.csv"
    assert cli.main(["score", str(tmp_path), "--out", str(out)]) == 1
    assert len(read_rows(out))
    assert "b.pdf: Expected a PDF" in capsys.readouterr().err


def test_scores_can_be_stored_too(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    database = str(tmp_path / "rows.db")
    assert cli.main(["score", str(tmp_path / "a.txt"), "--database", database, "--out", str(tmp_path / "x.csv")]) == 0
    store = cli.Store(database)
    assert len(store.articles()) == 1
    store.engine.dispose()


ACTORS = """
[[actor]]
id = "harbour-front"
name = "Harbour Front"
kind = "party"
aliases = ["HF", "Kremlin"]
"""


@pytest.fixture
def harbour(tmp_path, monkeypatch) -> Path:
    """A text in which only a file of actors, beside it, knows who speaks."""
    monkeypatch.delenv(own_actors.ENVIRONMENT, raising=False)
    (tmp_path / "mine.toml").write_text(ACTORS)
    path = tmp_path / "harbour.txt"
    path.write_text(
        "Harbour news\n\nHF rejected the lease of the old harbour on Tuesday, in a short note to its members."
    )
    return path


def scored_actors(*arguments: str) -> list[str]:
    out = Path(arguments[0]).with_suffix(".csv")
    assert cli.main(["score", *arguments, "--out", str(out)]) == 0
    return [] if len(rows := read_rows(out)) == 0 else rows["actor"].tolist()


def test_score_finds_an_actor_that_only_a_file_knows_and_says_whose_name_it_takes(harbour, capsys):
    assert scored_actors(str(harbour)) == []
    path = harbour.with_name("mine.toml")
    assert scored_actors(str(harbour), "--actors", str(path)) == ["Harbour Front"]
    told = [line for line in capsys.readouterr().err.splitlines() if "now means" in line]
    assert told == [f"{path}: “Kremlin” now means Harbour Front instead of Russia."]


def test_score_takes_several_files_of_actors_and_those_of_the_environment(harbour, monkeypatch):
    more = harbour.with_name("more.toml")
    more.write_text(ACTORS.replace("harbour-front", "h").replace("Harbour Front", "Hound").replace('"Kremlin"', '"Hd"'))
    mine = str(harbour.with_name("mine.toml"))
    assert scored_actors(str(harbour), "--actors", mine, "--actors", str(more)) == ["Hound"]
    monkeypatch.setenv(own_actors.ENVIRONMENT, mine)
    assert scored_actors(str(harbour)) == ["Harbour Front"]


def test_score_finds_the_actors_of_the_database_it_stores_in(harbour):
    database = str(harbour.with_name("rows.db"))
    store = cli.Store(database)
    own_actors.add(store, own_actors.OwnActor(sb.Actor("hound", "Hound", "party"), ("HF",)))
    store.engine.dispose()
    assert scored_actors(str(harbour), "--database", database) == ["Hound"]


@pytest.mark.parametrize("command", [["score", "x.txt"], ["dashboard"]])
def test_a_wrong_file_of_actors_is_wrong_use(command, harbour, capsys):
    assert cli.main([*command, "--actors", str(harbour)]) == 2
    assert f"{harbour}: expected a TOML file of [[actor]] tables" in capsys.readouterr().err


def test_the_dashboard_is_given_the_files_of_actors(harbour, monkeypatch, capsys):
    monkeypatch.setenv(own_actors.ENVIRONMENT, "")
    monkeypatch.setattr("streamlit.App.run", lambda self, config: None)
    monkeypatch.setenv("STANCEBOARD_DATABASE_URL", str(harbour.with_name("d.db")))
    monkeypatch.setattr("dashboard.launch._prepare", lambda: None)
    path = harbour.with_name("mine.toml")
    assert cli.main(["dashboard", "--no-browser", "--actors", str(path)]) == 0
    assert own_actors.files() == (path.resolve(),)
    assert "“Kremlin” now means Harbour Front instead of Russia." in capsys.readouterr().err


@pytest.mark.parametrize("command", ["score", "dashboard"])
def test_help_shows_the_form_of_a_file_of_actors(command, capsys, tmp_path):
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    form = capsys.readouterr().out.split("README.md):\n", 1)[1]
    (tmp_path / "form.toml").write_text(form)
    assert load_registry(tmp_path / "form.toml").names[("hf",)].actor.name == "Harbour Front"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["nothing"], "Expected a command"), (["score", "x.txt", "--topic", "nope"], "Expected a topic id")],
)
def test_wrong_use_is_two(arguments, words, capsys):
    assert cli.main(arguments) == 2
    assert words in capsys.readouterr().err


def test_an_unknown_suffix_is_wrong_use(tmp_path):
    with pytest.raises(SystemExit) as stop:
        cli.main(["score", "a.txt", "--out", "rows.doc"])
    assert stop.value.code == 2


def test_an_empty_folder_is_no_success(tmp_path, capsys):
    assert cli.main(["score", str(tmp_path)]) == 1
    assert "found none" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["score", "dashboard", "evaluate", "bench", "train"])
def test_help_shows_an_example(command, capsys):
    with pytest.raises(SystemExit):
        cli.main([command, "--help"])
    assert f"stanceboard {command}" in capsys.readouterr().out.split("example", 1)[-1]


def test_version_and_summary(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == sb.__version__
    assert cli.main([]) == 0


def test_the_wheel_carries_the_assets():
    table = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    wheel = table["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["stanceboard", "dashboard"]
    assert {"models", "data/sample", "data/actors", "data/topics.toml"} <= set(wheel["force-include"])
