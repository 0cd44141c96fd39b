"""The model's card: figures, thresholds and diagrams written into it, the rest left alone."""

import json
from pathlib import Path

import numpy as np
import pytest

import stanceboard as sb
from stanceboard.card import abstention_table, renew_card, renewed, threshold_for
from stanceboard.evaluation import abstention, classification
from stanceboard.resources import asset
from stanceboard.scoring import SHIPPED_MODEL

CARD = "# Card\n\n<!-- figures -->\nbefore them\n<!-- end of figures -->\n\nLimits: many.\n"


@pytest.fixture
def figures():
    right = classification(np.array([0, 1, 2, 3]), np.eye(4, dtype=np.float32), sb.LABELS)
    said = [(0.9, True)] * 30 + [(0.6, True)] * 10 + [(0.4, False)] * 10
    return {"sentences": right | {"abstention": abstention(said, "sentences", 50)}}


def test_a_cards_figures_are_renewed_and_the_rest_of_it_left_alone(tmp_path, figures):
    path = tmp_path / "README.md"
    path.write_text(CARD)
    renew_card(path, figures)
    card = path.read_text()
    assert "| sentences | 4 mentions | share right | 1.000 |" in card
    assert "before them" not in card
    assert card.startswith("# Card\n\n")
    assert card.endswith("<!-- end of figures -->\n\nLimits: many.\n")
    renew_card(path, figures)
    assert path.read_text() == card


def test_a_card_shows_its_reliability_as_a_picture_beside_it(tmp_path, figures):
    path = tmp_path / "README.md"
    path.write_text(CARD)
    renew_card(path, figures)
    assert "](reliability-sentences.svg)" in path.read_text()
    assert (tmp_path / "reliability-sentences.svg").read_text().startswith("<svg")


def test_a_card_without_marks_is_refused_and_left_as_it_was(tmp_path, figures):
    path = tmp_path / "README.md"
    path.write_text("# No marks\n")
    with pytest.raises(sb.InvalidInput, match="figures"):
        renew_card(path, figures)
    assert path.read_text() == "# No marks\n"
    assert [one.name for one in tmp_path.iterdir()] == ["README.md"]
    with pytest.raises(sb.InvalidInput, match="none or several"):
        renewed(CARD + CARD, "new")


def test_the_lowest_threshold_that_keeps_its_promise_is_bold(figures):
    table = abstention_table(figures)
    assert "| sentences | 0 % | 50 | 100% | 0.800 |" in table
    assert "| sentences | **45 %** | 40 | 80% | 1.000 |" in table
    assert "40 %" not in table
    assert "| sentences | 65 % | 30 | 60% | 1.000 |" in table
    assert table.count("**") == 2
    assert abstention_table({"targets": {"macro_f1": 0.8}}) == ""


def test_a_threshold_must_hold_from_there_on_and_rest_on_enough_positions():
    falls_back = [[0, 90, 1.0, 0.8], [50, 60, 0.67, 0.92], [60, 50, 0.56, 0.89], [70, 40, 0.44, 0.95]]
    assert threshold_for(falls_back) == 70
    assert threshold_for([[0, 90, 1.0, 0.8], [50, 60, 0.67, 0.85], [90, 3, 0.03, 1.0]]) is None
    assert threshold_for([[0, 90, 1.0, 0.97], [50, 60, 0.67, 0.98]]) == 0
    assert threshold_for([]) is None


def test_the_readme_tells_what_was_measured():
    figures = json.loads(asset("models", SHIPPED_MODEL, "metrics.json").read_text(encoding="utf-8"))
    readme = Path(__file__).parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    newswire, whole = figures["voa-dev"], figures["dev"]
    low, high = newswire["macro_f1_interval"]
    for told in (
        f"macro-F1 over four labels | {newswire['macro_f1']:.2f} (95 % {low:.2f} to {high:.2f}) |",
        f"share right | {newswire['ece']:.2f} |",
        f"`none` toward it | {newswire['wrong_topic']:.2f} |",
        f"macro-F1 over three stances | {whole['actor_f1']:.2f} |",
        f"given none | {whole['silent']:.2f} |",
        f"sentiment, macro-F1 | {figures['dev_rw']['macro_f1']:.2f} and {figures['dev_mt']['macro_f1']:.2f} |",
    ):
        assert told in readme
