"""Positions over time: changes of mind, outlets and speakers that differ, where each actor stands. No Streamlit runs here."""

import pandas as pd
import pytest

import stanceboard as sb
from dashboard import changes, findings
from dashboard.copies import one_each
from stanceboard.rows import table
from stanceboard.testing import FixedScorer
from tests.conftest import TOPIC


def reported(*articles: tuple[str | None, str | None, str, str]) -> pd.DataFrame:
    """Rows of (date, source, label, text) articles about Turkey."""
    pairs = []
    for date, source, label, text in articles:
        article = sb.Article(text[:40], text, date, source)
        pairs.append((article, sb.analyse(article, TOPIC, FixedScorer({("Turkey", TOPIC.name): label}))))
    return table(pairs)


def days(pairs: list[changes.Pair]) -> list[tuple[str, str]]:
    return [(pair.earlier["date"], pair.later["date"]) for pair in pairs]


@pytest.fixture
def turkey() -> pd.DataFrame:
    """Turkey accepts, accepts, declines after a month, and accepts again two days later in another outlet."""
    return reported(
        ("2018-08-01", "Reuters", "accepts", "Turkey agreed."),
        ("2018-08-05", "TASS", "accepts", "Turkey will come."),
        ("2018-09-05", "Reuters", "declines", "Turkey pulled out."),
        ("2018-09-07", "TASS", "accepts", "Turkey will come after all."),
    )


def test_a_line_is_one_article_with_its_surest_sentence():
    rows = reported(("2018-08-01", "Reuters", "accepts", "Turkey agreed. Turkey welcomed it. Turkey will come."))
    rows.loc[1, "probability"] = 0.99
    [line] = changes.lines(rows).to_dict("records")
    assert (line["sentence"], line["outlet"], line["name"]) == ("Turkey welcomed it.", "Reuters", "Turkey")


def test_a_change_of_mind_has_the_sentence_before_and_the_one_after(turkey):
    newest, first = changes.changes(changes.lines(turkey))
    assert (first.earlier["sentence"], first.later["sentence"]) == ("Turkey will come.", "Turkey pulled out.")
    assert changes.what_changed(first) == "From accepts (2018-08-05) to declines (2018-09-05), 31 days later."
    assert changes.what_changed(newest) == "From declines (2018-09-05) to accepts (2018-09-07), 2 days later."


def test_a_day_on_which_articles_differ_is_no_change_of_mind():
    rows = reported(
        ("2018-08-01", "Reuters", "accepts", "Turkey agreed."),
        ("2018-08-09", "Reuters", "accepts", "Turkey will come."),
        ("2018-08-09", "TASS", "declines", "Turkey pulled out."),
        ("2018-08-30", "TASS", "accepts", "Turkey came."),
    )
    assert changes.changes(changes.lines(rows)) == []


def test_an_undated_article_is_neither_before_nor_after():
    rows = reported((None, "A", "accepts", "Turkey agreed."), ("2018-08-01", "B", "declines", "Turkey pulled out."))
    mine = changes.lines(rows)
    assert changes.changes(mine) == []
    assert changes.between_outlets(mine) == []
    assert list(mine["date"]) == [None, "2018-08-01"]


def test_outlets_differ_within_a_week_and_not_after(turkey):
    [pair] = changes.between_outlets(changes.lines(turkey))
    assert days([pair]) == [("2018-09-05", "2018-09-07")]
    assert changes.what_outlets_differ_in(pair) == (
        "In Reuters it declines (2018-09-05); in TASS it accepts (2 days later)."
    )
    later = turkey.assign(date=turkey["date"].replace("2018-09-07", "2018-09-13"))
    assert changes.between_outlets(changes.lines(later)) == []


def test_one_outlet_differs_from_itself_only_on_one_day():
    one, two = (
        reported(("2018-08-01", "Reuters", "accepts", "Turkey agreed."), (day, "REUTERS", "declines", "Turkey left."))
        for day in ("2018-08-01", "2018-08-02")
    )
    [pair] = changes.between_outlets(changes.lines(one))
    assert pair.apart == "the same day"
    assert changes.between_outlets(changes.lines(two)) == []
    assert len(changes.changes(changes.lines(two))) == 1


def test_outlets_that_are_not_named_are_said_to_be_so():
    rows = reported(("2018-08-01", None, "accepts", "Turkey agreed."), ("2018-08-02", None, "declines", "Turkey left."))
    [pair] = changes.between_outlets(changes.lines(rows))
    assert changes.what_outlets_differ_in(pair) == (
        "In an outlet that is not named it accepts (2018-08-01); in another outlet that is not named it declines (1 day later)."
    )


def test_each_article_is_set_against_its_nearest_only():
    rows = reported(
        *((f"2018-08-0{day}", f"Outlet {day}", "accepts", f"Turkey agreed {day}.") for day in range(1, 5)),
        ("2018-08-05", "TASS", "declines", "Turkey pulled out."),
    )
    assert days(changes.between_outlets(changes.lines(rows))) == [("2018-08-04", "2018-08-05")]


def test_speakers_differ_within_thirty_days_also_in_one_article(turkey):
    rows = turkey.assign(speaker=["Ali", None, "Ayşe", "Ali"])
    pairs = changes.between_speakers(rows)
    assert days(pairs) == [("2018-09-05", "2018-09-07")]
    assert changes.what_speakers_differ_in(pairs[0]) == "Ayşe declines (2018-09-05); Ali accepts (2 days later)."
    one = reported(("2018-08-01", "A", "accepts", "Turkey agreed. Turkey saw no point."))
    one.loc[1, ["label", "skeptical", "accepts"]] = ["skeptical", 0.9, 0.05]
    [pair] = changes.between_speakers(one.assign(speaker=["Ali", "Ayşe"]))
    assert changes.what_speakers_differ_in(pair) == (
        "Ali accepts (2018-08-01); Ayşe is skeptical (the same day, in the same article)."
    )


def test_one_speaker_who_changes_does_not_differ_from_himself(turkey):
    assert changes.between_speakers(turkey.assign(speaker=["ALI", "Ali", "ali", "Ali"])) == []
    assert changes.between_speakers(turkey) == []


def test_who_reported_it_is_counted_by_outlet(turkey):
    turkey.loc[0, ["source", "url"]] = [None, "https://www.reuters.com/a"]
    turkey.loc[1, ["source", "url"]] = [None, "http://[oops"]
    found = changes.sources(changes.lines(turkey)).set_index("outlet")
    assert found["articles"].to_dict() == {"Reuters": 1, "TASS": 1, "not named": 1, "reuters.com": 1}
    assert found.loc["Reuters", ["accepts", "declines", "first"]].tolist() == [0, 1, "2018-09-05"]


def test_where_an_actor_stands_is_its_last_stance_and_what_it_changed_from(turkey):
    [line] = changes.standing(changes.lines(turkey)).to_dict("records")
    assert {key: line[key] for key in changes.STANDING_COLUMNS[2:8]} == {
        "label": "accepts",
        "since": "2018-09-07",
        "changed_from": "declines",
        "changed_on": "2018-09-07",
        "articles": 4,
        "differ": False,
    }
    assert line["last"]["sentence"] == "Turkey will come after all."


def test_the_table_of_all_actors_says_of_each_what_its_own_changes_say():
    known = changes.lines(sample_rows())
    for line in changes.standing(known).to_dict("records"):
        mine = known[known["actor_id"] == line["actor_id"]]
        moved = changes.changes(mine)
        assert line["changed_on"] == (moved[0].later["date"] if moved else None)
        if line["changed_from"]:
            assert (moved[0].earlier["label"], moved[0].later["label"]) == (line["changed_from"], line["label"])
        assert (line["articles"], line["last"]["row_id"]) == (len(mine), mine["row_id"].iloc[-1])
        run = mine[(mine["date"].fillna("") >= (line["since"] or ""))]
        assert set(run["label"]) >= {line["label"]}


def test_where_actors_stand_agrees_with_the_overview():
    rows = sample_rows()
    ours = changes.standing(changes.lines(rows)).set_index("actor_id")["label"].to_dict()
    theirs = findings.current_stances(rows).set_index("actor_id")["label"].to_dict()
    assert len(ours) > 20
    assert ours == theirs


def test_the_most_recent_change_comes_first(turkey):
    iran = turkey.assign(actor_id="iran", actor="Iran", date=["2019-01-01", "2019-01-02", "2019-01-03", "2019-01-04"])
    china = turkey.assign(actor_id="china", actor="China", label="accepts", date="2020-01-01")
    found = changes.standing(changes.lines(pd.concat([turkey, china, iran], ignore_index=True)))
    assert list(found["name"]) == ["Iran", "Turkey", "China"]
    assert list(found["changed_from"].fillna("")) == ["declines", "declines", ""]


def test_a_last_day_on_which_articles_differ_is_marked():
    rows = reported(
        ("2018-08-01", "Reuters", "accepts", "Turkey agreed."), ("2018-08-01", "TASS", "declines", "Turkey left.")
    )
    [line] = changes.standing(changes.lines(rows)).to_dict("records")
    assert (line["differ"], line["changed_from"], line["changed_on"]) == (True, None, None)


def test_wire_copies_are_one_line_and_no_disagreement(turkey):
    articles = pd.DataFrame({"article_id": turkey["article_id"], "story": [1, 1, 2, 2]})
    mine = changes.lines(one_each(turkey, articles)[0])
    assert len(mine) == 2
    assert changes.between_outlets(mine) == []


def test_actors_are_set_side_by_side_over_topics(turkey):
    iran = turkey.assign(actor_id="iran", actor="Iran")
    rows = {"talks": pd.concat([turkey.iloc[:2], iran]), "lease": turkey.iloc[2:3], "unused": turkey.iloc[:0]}
    found = changes.across_topics({topic: changes.standing(changes.lines(one)) for topic, one in rows.items()})
    assert found[["name", "topic", "label", "articles"]].to_records(index=False).tolist() == [
        ("Turkey", "talks", "accepts", 2),
        ("Turkey", "lease", "declines", 1),
        ("Iran", "talks", "accepts", 4),
    ]
    assert changes.across_topics({}).empty


def test_nothing_is_found_in_no_rows(turkey):
    none = changes.lines(turkey.iloc[:0])
    assert (len(none), changes.changes(none), changes.between_outlets(none)) == (0, [], [])
    assert changes.between_speakers(turkey.iloc[:0]) == []
    assert changes.standing(none).empty
    assert changes.sources(none).empty


def sample_rows() -> pd.DataFrame:
    from stanceboard.store import Store

    store = Store(":memory:")
    store.ensure_sample()
    return store.rows("moscow-talks")
