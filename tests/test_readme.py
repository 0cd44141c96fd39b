"""The README's examples run as they are printed."""

import re
from pathlib import Path

import pytest

from stanceboard import cli
from stanceboard.topics import find_topic

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.mark.model
def test_the_python_example_prints_who_accepts_and_who_declines(capsys):
    [example] = blocks("python")
    exec(compile(example, "README.md", "exec"), {})
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Taliban accepts") for line in lines)
    assert any(line.startswith("Afghan government declines") for line in lines)


@pytest.mark.model
def test_every_score_command_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = "Taliban name envoys\n\nThe Taliban will send delegates to the Moscow talks."
    Path("article.txt").write_text(text)
    Path("reports").mkdir()
    Path("reports/one.txt").write_text(text)
    Path("archive.csv").write_text(f'title,text\nTaliban name envoys,"{text}"\n')
    [topic] = blocks("toml")
    Path("my-topic.toml").write_text(topic)
    commands = [
        line.split("#")[0].split()[1:]
        for line in "".join(blocks("")).splitlines()
        if line.startswith("stanceboard score")
    ]
    assert len(commands) == 3
    for command in commands:
        assert cli.main(command) == 0, command
    assert Path("stances.xlsx").is_file()
    assert Path("rows.jsonl").is_file()


def test_the_topic_example_is_a_topic(tmp_path):
    path = tmp_path / "topic.toml"
    path.write_text(blocks("toml")[0])
    assert find_topic(str(path)).name == "Harbour lease"


def test_every_relative_link_leads_somewhere():
    root = Path(__file__).parents[1]
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (root / target).exists(), target


def test_every_make_target_of_the_docs_exists():
    root = Path(__file__).parents[1]
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        assert set(re.findall(r"^make ([a-z]+)", (root / name).read_text(), re.MULTILINE)) <= targets
