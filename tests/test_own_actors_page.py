"""Actors of the user's own in the dashboard: on the Review page, and in what is scored."""

import pytest
from streamlit.testing.v1 import AppTest

import stanceboard as sb
from dashboard import data, own_actors, wrong
from dashboard.jobs import jobs
from stanceboard.actors.registry import load_registry
from stanceboard.own_actors import ENVIRONMENT, OwnActor, add, make, read
from stanceboard.testing import FixedScorer
from tests.test_pages import bodies, fresh, page, press, words

__all__ = ["fresh"]
HOSTILE = "<img src=x onerror=alert(1)> **bold** [link](javascript:x) $x$"
FRONT = OwnActor(sb.Actor("own-harbour-front", "Harbour Front", "party"), ("the Front", "HF"))


@pytest.fixture(autouse=True)
def no_files(monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, "")


def review() -> AppTest:
    return page("review", part="Same actor")


def fill(test: AppTest, name: str, kind: str | None, names: str) -> AppTest:
    test.text_input(key=own_actors.NAME).set_value(name)
    test.selectbox(key=own_actors.KIND).set_value(kind)
    test.text_area(key=own_actors.NAMES).set_value(names)
    press(test, own_actors.ADD)
    return test


def test_an_actor_is_added_listed_removed_and_added_again():
    test = review()
    assert test.selectbox(key=own_actors.KIND).options == list(sb.types.KINDS)
    fill(test, "Harbour Front", "party", "the Front, HF\n\nHF")
    assert read(data.store()) == [FRONT]
    said = words(test).replace("\\", "")
    assert "“Harbour Front” is added." in said
    assert "**Harbour Front** :small[party]" in said
    assert "also: the Front, HF" in said
    assert "/topics?edit=moscow-talks" in bodies(test)
    assert test.text_input(key=own_actors.NAME).value == ""
    press(test, "Remove")
    assert read(data.store()) == []
    assert "“Harbour Front” is removed. It stands in the form" in words(test).replace("\\", "")
    press(test, own_actors.ADD)
    assert read(data.store()) == [FRONT]
    assert "also: the Front, HF" in words(review())


def test_a_name_of_another_own_actor_is_refused_and_the_form_keeps_what_was_typed():
    add(data.store(), FRONT)
    test = fill(review(), "Hound", "party", "HF")
    [error] = test.error
    assert "found “HF” among the names of “Harbour Front” and “Hound”" in error.value.replace("\\", "")
    assert test.text_area(key=own_actors.NAMES).value == "HF"
    assert read(data.store()) == [FRONT]
    fill(test, "Harbour front", "party", "")
    assert "Remove it first" in test.error[0].value


@pytest.mark.parametrize(
    ("name", "kind", "said"), [("Hound", None, "Choose what kind"), (" ", "party", "Expected a name")]
)
def test_what_is_missing_is_asked_for(name, kind, said):
    assert said in fill(review(), name, kind, "").error[0].value
    assert read(data.store()) == []


def test_a_name_that_wins_over_a_shipped_one_is_told():
    test = fill(review(), "Kremlin Watch", "organisation", "the Kremlin")
    assert "“the Kremlin” now means Kremlin Watch instead of Russia." in words(test).replace("\\", "")


def test_an_actor_called_as_a_known_one_is_said_to_add_to_it():
    said = words(fill(review(), "Taliban", "state", "IEK"))
    assert "**Taliban** :small[state · adds to the known Taliban]" in said
    assert "now means" not in said


def test_hostile_names_are_only_text():
    test = fill(review(), HOSTILE, "person", HOSTILE.replace("x", "y") + "\n\u202eEvil\n💥 Boom")
    assert not test.error
    test = fill(test, "<script>alert(2)</script>", "party", HOSTILE)  # a name of the first: the message shows it
    assert test.error
    read_as_markup = words(test).replace("\\<", "").replace("\\*", "").replace("\\[", "").replace("\\$", "")
    for markup in ("<img", "<script>", "**bold**", "[link]", "$x$"):
        assert markup not in read_as_markup
        assert markup not in bodies(test)


def test_files_given_at_the_start_are_named_and_a_broken_one_is_told(tmp_path, monkeypatch):
    path = tmp_path / "my *actors*.toml"
    path.write_text('[[actor]]\nid = "watch"\nname = "Kremlin Watch"\nkind = "organisation"\naliases = ["HF"]')
    monkeypatch.setenv(ENVIRONMENT, str(path))
    test = fill(review(), "Harbour Front", "party", "HF")
    said = words(test).replace("\\", "")
    assert "Known too: the actors of my *actors*.toml" in said
    assert "“HF” now means Harbour Front instead of Kremlin Watch." in said
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "gone.toml"))
    assert "gone.toml: expected a TOML file" in words(review()).replace("\\", "")


def test_a_job_finds_the_actors_of_files_and_of_the_database(tmp_path, monkeypatch):
    path = tmp_path / "mine.toml"
    path.write_text('[[actor]]\nid = "du"\nname = "Dock Union"\nkind = "organisation"\naliases = ["DU"]')
    monkeypatch.setenv(ENVIRONMENT, str(path))
    add(data.store(), FRONT)
    runner, topic = jobs(), data.topics()[0]
    runner._load = lambda: FixedScorer({("HF", topic.name): "declines"})
    article = sb.Article("t", "HF rejected the talks. DU welcomed them. Iran was silent.")
    job = runner.start(data.store(), [article], topic)
    runner.last.result(30)
    assert (job.state, job.problems) == ("done", [])
    rows = data.store().rows(batch=job.id)
    assert rows["actor"].tolist() == ["Harbour Front", "Dock Union", "Iran"]
    assert rows["label"].tolist()[0] == "declines"


def test_stored_articles_have_an_own_actor_once_they_are_scored_anew():
    topic, article = data.topics()[0], sb.Article("t", "HF rejected the talks. Iran was silent.")
    data.store().add(article, sb.analyse(article, topic, FixedScorer({})), topic=topic)
    add(data.store(), FRONT)
    assert "Harbour Front" not in set(data.rows(topic)["actor"])
    runner = jobs()
    runner._load = lambda: FixedScorer({})
    runner.start(data.store(), [article.id], topic, apart=False)
    runner.last.result(30)
    assert "Harbour Front" in set(data.rows(topic)["actor"])


def test_a_correction_offers_the_own_actors():
    add(data.store(), make("Dock Union", "organisation", [], load_registry()))
    row = data.rows(data.topics()[0]).iloc[0].to_dict()
    assert wrong.known_actors(row)["Dock Union"] == sb.Actor("own-dock-union", "Dock Union", "organisation")
