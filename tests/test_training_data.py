"""Passages, what is drawn from them, and how they become tokens."""

import json
import random
import re

import pytest

import stanceboard as sb
from stanceboard.examples import Example, _plain_names, _renamed, _strangers, stance_examples, voa_examples
from stanceboard.passages import CONSTRUCTIONS, FORMS, Passage, coverage, parse_marked, read_passages
from stanceboard.resources import asset
from stanceboard.topics import find_topic, read_topics

FOLDER = asset("data", "training")


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return read_passages(FOLDER)


def test_there_are_enough_of_every_label_on_many_topics(passages):
    labels = [mention.label for passage in passages for mention in passage.mentions]
    assert len(labels) >= 5000
    assert min(labels.count(label) for label in sb.LABELS) >= 300
    assert len({passage.topic.name for passage in passages}) >= 100


def test_the_readme_counts_what_is_there(passages):
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for file in FOLDER.glob("*.jsonl"):
        assert f"| `{file.name}` | {len(read_passages(file)):,} |" in readme
    labels = [mention.label for passage in passages for mention in passage.mentions]
    assert f"{len(passages):,} passages with {len(labels):,} labelled mentions" in readme
    public = (FOLDER / "public" / "voa.jsonl").read_text(encoding="utf-8").splitlines()
    labelled = [json.loads(line) for line in public]
    assert f"{len({one['n'] for one in labelled}):,} sentences" in readme
    assert f"{sum(len(one['labels']) for one in labelled):,} labels of public newswire" in readme


def test_every_passage_says_its_construction_and_form_and_the_coverage_is_counted(passages):
    for passage in passages:
        assert passage.constructions, passage.id
        assert set(passage.constructions) <= set(CONSTRUCTIONS), passage.id
        assert passage.form in FORMS, passage.id
    assert coverage(passages) in (FOLDER / "COVERAGE.md").read_text(encoding="utf-8")
    for name in CONSTRUCTIONS:
        assert len({passage.topic.name for passage in passages if name in passage.constructions}) >= 10, name


def test_no_passage_is_written_twice(passages):
    assert len({passage.id for passage in passages}) == len(passages)
    assert len({passage.text for passage in passages}) == len(passages)


def test_no_passage_is_about_the_rounds_that_the_model_is_measured_on(passages):
    for passage in passages:
        topic = passage.topic.name.lower()
        if "moscow" in topic and ("afghan" in topic or "format" in topic):
            assert re.search(r"202[2-9]", topic), passage.id  # the sample and the development articles end in 2021


def test_marks_become_offsets():
    text, mentions = parse_marked("{Oslo|accepts} and {Bern|none|neutral} met.")
    assert text == "Oslo and Bern met."
    assert [(text[one.start : one.end], one.label, one.polarity) for one in mentions] == [
        ("Oslo", "accepts", None),
        ("Bern", "none", "neutral"),
    ]
    with pytest.raises(sb.InvalidInput, match="Expected marks"):
        parse_marked("{Oslo|maybe} met.")


def test_a_broken_line_is_named(tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"id": "a", "topic": "t", "text": "{Oslo|accepts}"}\n{"id": "b"}\n')
    with pytest.raises(sb.InvalidInput, match=r"bad\.jsonl, line 2"):
        read_passages(path)


def test_every_example_points_at_its_mention_and_strangers_topics_are_none(passages):
    examples = list(stance_examples(passages[:200], ["Harbour lease"], random.Random(1), elsewhere=1))
    own = sum(len(passage.mentions) for passage in passages[:200])
    assert len(examples) > own
    for one in examples:
        assert one.text[one.start : one.end].strip() == one.text[one.start : one.end] != ""


def test_a_stranger_of_the_same_sort_is_drawn_only_where_the_text_names_its_own_topic():
    def toward(text: str, topics: list[str]) -> set[str]:
        mention = [Example(text, 0, 4, "Harare talks", 0, None)]
        draw = random.Random(3)
        return {one.topic for _ in range(60) for one in _strangers(mention, "Harare talks", topics, draw, kin=0.5)}

    topics = ["Lima talks", "Oslo cable", "Harare lake plan"]
    assert toward("Peru rejected the Harare talks.", topics) == {"Lima talks", "Oslo cable"}
    assert toward("Peru rejected the talks.", topics) == {"Oslo cable"}
    assert toward("Peru rejected it all.", ["Harare lake plan"]) == set()


def test_renaming_keeps_labels_and_moves_offsets(passages):
    names = [name for passage in passages for name in _plain_names(passage)]
    draw = random.Random(2)
    for passage in passages[:300]:
        renamed = _renamed(passage, names, draw)
        assert [one.label for one in renamed.mentions] == [one.label for one in passage.mentions]
        for old, new in zip(passage.mentions, renamed.mentions, strict=True):
            assert renamed.text[new.start : new.end]
            if passage.text[old.start : old.end] not in _plain_names(passage):
                same = renamed.text[new.start : new.end] == passage.text[old.start : old.end]
                assert same or any(name in passage.text[old.start : old.end] for name in _plain_names(passage))


def test_public_text_is_named_when_absent(tmp_path):
    with pytest.raises(sb.InvalidInput, match="Voice of America sentences"):
        list(voa_examples(tmp_path / "none", FOLDER / "public" / "voa.jsonl", ["t"], random.Random(0), elsewhere=1))


def test_topics_are_found_by_id_name_and_file(tmp_path):
    assert find_topic("moscow-talks") == find_topic("Moscow talks") == read_topics()[0]
    path = tmp_path / "mine.toml"
    path.write_text('[[topic]]\nname = "Harbour lease"\naliases = ["the lease"]\n')
    assert find_topic(str(path)) == sb.Topic("Harbour lease", ("the lease",))
    with pytest.raises(sb.InvalidInput, match="Expected a topic id"):
        find_topic("nothing")
    path.write_text('[[topic]]\nnam = "x"\n')
    with pytest.raises(sb.InvalidInput, match="unknown nam"):
        find_topic(str(path))
