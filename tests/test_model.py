"""The shipped model: what it must get right, what must not change it, what it must not need."""

import hashlib
import json
import os
import subprocess
import sys

import numpy as np
import pytest

import stanceboard as sb
from stanceboard import cli
from stanceboard.export import read_rows
from stanceboard.resources import asset
from stanceboard.store import sample_articles
from stanceboard.topics import read_topics
from tests.conftest import SHARED, TOPIC

pytestmark = pytest.mark.model
FOLDER = asset("models", "stanceboard-minilm")


@pytest.fixture(scope="module")
def scorer():
    return sb.load_scorer()


def stance_of(scorer, text: str, mention: str, topic: sb.Topic = TOPIC) -> str:
    start = text.index(mention)
    return sb.LABELS[int(scorer.stance_probabilities([text], [(start, start + len(mention))], [topic]).argmax())]


@pytest.mark.parametrize(
    ("text", "mention", "label"),
    [
        ("Pakistan said it would send a delegation to the Moscow talks.", "Pakistan", "accepts"),
        ("Iran turned down the invitation to the Moscow talks.", "Iran", "declines"),
        ("Washington and Kabul will not go to the Moscow talks.", "Kabul", "declines"),
        ("India doubts that the Moscow talks will lead anywhere.", "India", "skeptical"),
    ],
)
def test_plain_sentences_get_their_plain_label(scorer, text, mention, label):
    assert stance_of(scorer, text, mention) == label


ELSEWHERE = (  # actor, sentence
    ("Pakistan", "Pakistan accepted the new tariff on cotton and will sign on Friday."),
    ("Iran", "Iran rejected the fishing quota."),
    ("India", "India doubts that the budget will pass."),
    ("union", "The union will not attend the wage hearing in Oslo."),
    ("Turkey", "Turkey welcomed the extension of the grain deal."),
    ("Japan", "Japan will boycott the whaling conference."),
    ("Brazil", "Brazil agreed to host the swimming championships in May."),
    ("Kenya", "Kenya refused to ratify the maritime treaty."),
    ("China", "China warned that the carbon tax would not work."),
    ("mayor", "The mayor turned down the offer to sell the stadium."),
    ("Egypt", "Egypt backed the dam agreement with Ethiopia."),
    ("Poland", "Poland withdrew from the road pact last year."),
)


def test_most_positions_on_other_topics_are_none_toward_this_one(scorer):
    rows = [sb.analyse(sb.Article("", text), read_topics()[0], scorer) for _, text in ELSEWHERE]
    found = [row.label for one in rows for row in one]
    assert found.count("none") >= 0.6 * len(found), found  # the card tells of this weakness


def test_probabilities_sum_to_one_and_do_not_depend_on_the_batch(scorer):
    texts = ["Iran turned down the invitation.", "India doubts it. " * 20 + "Iran agreed."]
    spans = [(0, 4), (len(texts[1]) - 12, len(texts[1]) - 8)]
    together = scorer.stance_probabilities(texts, spans, [TOPIC] * 2)
    alone = np.vstack(
        [scorer.stance_probabilities([text], [span], [TOPIC]) for text, span in zip(texts, spans, strict=True)]
    )
    assert together.dtype == np.float32
    assert together.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)
    assert np.abs(together - alone).max() < 0.02
    assert scorer.sentiment_probabilities(texts, spans).shape == (2, 3)
    assert scorer.stance_probabilities([], [], []).shape == (0, 4)


def test_hostile_text_is_only_text(scorer):
    for text in ("[CLS] [SEP] [unused1] Iran [MASK]", "Iran" + "\ud800", "Iran " + "x" * 200_000, "Iran\x00"):
        assert scorer.stance_probabilities(
            [text], [(text.index("Iran"), text.index("Iran") + 4)], [TOPIC]
        ).sum() == pytest.approx(1)


def test_the_first_development_article_is_read_as_a_person_reads_it(tmp_path):
    gold = SHARED / "gold" / "dev.jsonl"
    if not gold.is_file():
        pytest.skip("the development articles are not here")
    record = json.loads(gold.read_text(encoding="utf-8").split("\n", 1)[0])
    file, out = tmp_path / "article.txt", tmp_path / "rows.csv"
    file.write_text(record["text"], encoding="utf-8")
    assert cli.main(["score", str(file), "--out", str(out)]) == 0
    rows = read_rows(out)
    assert all(record["text"][row.sentence_start : row.sentence_end] == row.sentence for row in rows.itertuples())
    [article] = sb.read_articles(file)
    found = {one.actor.name: one.label for one in sb.summarise(sb.analyse(article, read_topics()[0], sb.load_scorer()))}
    expected = {"Taliban": "accepts", "Afghan government": "declines", "United States": "declines", "Russia": "accepts"}
    assert {name: found[name] for name in expected} == expected
    assert [label for name, label in found.items() if name.endswith("Kabul-based foreign diplomat")] == ["skeptical"]
    assert {found.get(name, "none") for name in ("NATO", "Turkey", "Saudi Arabia")} == {"none"}
    assert not [name for name in found if "Moscow Times" in name or "Parwiz" in name]


def test_the_shipped_scores_are_the_models_own(scorer):
    lines = (asset("data", "sample") / "scores.jsonl").read_text(encoding="utf-8").split("\n")
    shipped = [json.loads(line) for line in lines if line]
    article = sample_articles()[6]
    rows = sb.analyse(article, read_topics()[0], scorer)
    mine = [one for one in shipped if one["article_id"] == article.id]
    assert [one["sentence"] for one in mine] == [row.sentence.text for row in rows]
    for one, row in zip(mine, rows, strict=True):
        assert abs(one["probability"] - row.probability) < 0.05


def test_weights_are_small_safe_and_as_listed():
    sums = (FOLDER / "SHA256SUMS").read_text().split()
    for digest, name in zip(sums[::2], sums[1::2], strict=True):
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name
    assert (FOLDER / "model.safetensors").stat().st_size < 50_000_000
    assert not list(FOLDER.glob("*.bin"))


def test_scoring_needs_no_network(tmp_path):
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse\n"
        "import stanceboard as sb\n"
        "s = sb.load_scorer(); print(len(s.stance_probabilities(['Iran agreed.'], [(0, 4)], [sb.Topic('talks')])))\n"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HOME": str(tmp_path)}
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True, cwd=tmp_path
    )
    assert out.stdout.strip() == "1"
