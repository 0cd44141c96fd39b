"""The command line: files out, exit codes, words on stderr."""

import tomllib
from pathlib import Path

import pytest

import stanceboard as sb
from stanceboard import cli
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
