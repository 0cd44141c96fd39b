"""What the dashboard computes: findings, filters, highlighting, charts. No Streamlit runs here."""

import html
import re
import socket

import altair as alt
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stanceboard as sb
from dashboard import charts, figures, findings, launch, state, words
from dashboard.copies import one_each
from dashboard.drawing import FAINT, FULL, Drawing
from dashboard.highlight import Mark, article_html, quote_html, source_link
from dashboard.state import Filters, Pick, filters_from
from dashboard.view import offered
from stanceboard.card import reliability_chart
from stanceboard.rows import stance_of, table
from stanceboard.summary import summarise
from stanceboard.testing import FixedScorer
from tests.conftest import TOPIC


def scored(*articles: tuple[str, str, dict[str, str]]) -> pd.DataFrame:
    """Rows of (date, text, {mention: label}) articles."""
    pairs = []
    for date, text, labels in articles:
        article = sb.Article(text[:40], text, date)
        scorer = FixedScorer({(mention, TOPIC.name): label for mention, label in labels.items()})
        pairs.append((article, sb.analyse(article, TOPIC, scorer)))
    return table(pairs)


@pytest.fixture
def rows() -> pd.DataFrame:
    return scored(
        ("2018-08-01", "Turkey said it would come. Iran refused to go.", {"Turkey": "accepts", "Iran": "declines"}),
        ("2018-09-01", "Turkey pulled out. Iran stayed away.", {"Turkey": "declines", "Iran": "declines"}),
        ("2018-10-01", "Turkey saw no point. China was invited.", {"Turkey": "skeptical"}),
    )


def test_an_interval_holds_the_share_and_narrows_with_more():
    low, high = findings.wilson(8, 10)
    assert (round(low, 2), round(high, 2)) == (0.49, 0.94)
    wide, narrow = findings.wilson(8, 10), findings.wilson(80, 100)
    assert narrow[1] - narrow[0] < wide[1] - wide[0]
    assert findings.wilson(0, 0) == (0.0, 1.0)


def test_the_finding_counts_actors_by_their_current_stance(rows):
    assert findings.finding(rows) == (
        "Of 2 actors that take a position in 3 articles, 1 declines and 1 is skeptical. Turkey went from declines to skeptical."
    )


def test_no_position_is_said_in_words(rows):
    assert findings.finding(rows[rows["label"] == "none"]) == "No actor takes a position in these articles."


def test_shares_are_over_articles_and_sum_to_one(rows):
    shares = findings.shares(findings.positions(rows))
    assert shares.groupby("actor")["share"].sum().round(6).tolist() == [1.0, 1.0]
    turkey = shares[shares["actor"] == "Turkey"].set_index("label")["count"].to_dict()
    assert turkey == {"accepts": 1, "declines": 1, "skeptical": 1}
    assert (shares["low"] <= shares["share"]).all()
    assert (shares["share"] <= shares["high"]).all()


def test_one_article_counts_an_actor_once():
    text = "Turkey agreed. Turkey agreed again. Turkey agreed once more."
    [line] = findings.positions(scored(("2018-08-01", text, {"Turkey": "accepts"}))).to_dict("records")
    assert (line["label"], line["sentences"]) == ("accepts", 3)


def test_quotes_show_each_stance_once(rows):
    assert sorted(findings.best_quotes(rows)["label"]) == ["accepts", "declines", "skeptical"]


def test_filters_keep_what_passes_and_say_so(rows):
    filters = Filters(actors=("Turkey",), stances=("accepts", "declines"), since="2018-08-15", confidence=50)
    left = filters.apply(rows)
    assert list(left["label"]) == ["declines"]
    assert filters.describe() == [
        "actor Turkey",
        "stance accepts or declines",
        "from 2018-08-15",
        "confidence at least 50 %",
    ]


@given(
    st.dictionaries(
        st.sampled_from(["actor", "stance", "from", "to", "confidence"]), st.none() | st.integers() | st.text()
    )
)
def test_any_widget_value_makes_valid_filters(values):
    assert set(filters_from(values).stances) <= set(sb.LABELS)


def test_undated_rows_pass_no_period():
    rows = scored((None, "Turkey agreed.", {"Turkey": "accepts"}))
    assert len(Filters().apply(rows)) == 1
    assert Filters(since="2000-01-01").apply(rows).empty


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=5))
def test_no_character_of_an_article_is_lost_or_run(text, spans):
    marks = [Mark(min(a, b), max(a, b), number, (("A", "accepts"),)) for number, (a, b) in enumerate(spans)]
    page = article_html(text, [one for one in marks if one.end <= len(text)])
    bare = re.sub(r'<span class="sb-tag">.*?</span> A accepts</span>', "", page)
    assert html.unescape(re.sub(r"<[^>]+>", "", bare)) == text


def test_mark_up_in_a_text_stays_text():
    page = article_html("<script>alert(1)</script>", [Mark(0, 8, 0, (("<img src=x onerror=alert(1)>", "declines"),))])
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>&lt;i&gt;</b>" in quote_html("a <i> b", (2, 5), "accepts")


def test_a_source_link_opens_at_the_sentence_and_takes_only_web_pages():
    link = source_link("https://example.org/a#top", "Kabul - the city - will not go to the talks, it said.")
    assert link == "https://example.org/a#:~:text=Kabul%20%2D%20the%20city,the%20talks%2C%20it%20said."
    assert source_link("javascript:alert(1)", "x") is None
    assert source_link("http://[oops", "x") is None
    assert source_link(None, "x") is None


def drawn(chart: Drawing, field: str) -> list[dict]:
    """The rows of the first of the chart's tables that has this field."""
    return next(table for table in chart.tables.values() if field in table).to_dict("records")


@pytest.fixture
def many() -> pd.DataFrame:
    """Turkey takes a position in six articles, Iran in one."""
    days = [f"2018-0{month}-01" for month in range(1, 7)]
    said = ["accepts", "accepts", "accepts", "skeptical", "declines", "declines"]
    turkey = [(day, f"Turkey spoke {day}.", {"Turkey": label}) for day, label in zip(days, said, strict=True)]
    return scored(*turkey, ("2018-08-31", "Iran refused to go.", {"Iran": "declines"}))


def test_bars_stack_to_one_in_the_order_of_the_stances(many):
    bars = charts.stance_bars(findings.shares(findings.positions(many)))
    turkey = sorted((one for one in drawn(bars, "from") if one["actor"] == "Turkey"), key=lambda one: one["from"])
    assert [one["label"] for one in turkey] == ["accepts", "skeptical", "declines"]
    assert turkey[0]["from"] == 0
    assert turkey[-1]["to"] == pytest.approx(1)
    assert [one["percent"] for one in turkey] == ["50%", "17%", "33%"]


def test_an_actor_with_few_articles_is_counted_and_never_a_share(many):
    shares = findings.shares(findings.positions(many))
    bars = charts.stance_bars(shares)
    assert {one["actor"] for one in drawn(bars, "from")} == {"Turkey"}
    signs = [(one["actor"], one["label"], one["of"]) for one in drawn(bars, "at")]
    assert set(signs) == {("Iran", "declines", "1 of 1 articles")}
    assert list(dict.fromkeys(shares["actor"])) == ["Turkey", "Iran"]


def test_a_stance_filter_makes_other_bars_faint_and_changes_no_share(many):
    shares = findings.shares(findings.positions(many))
    bars = charts.stance_bars(shares)
    assert {one["opacity"] for one in drawn(bars, "from")} == {FULL}
    faint = bars.choosing(None, ("declines",))
    assert {one["label"]: (one["opacity"], round(one["share"], 2)) for one in drawn(faint, "from")} == {
        "accepts": (FAINT, 0.5),
        "skeptical": (FAINT, 0.17),
        "declines": (FULL, 0.33),
    }
    assert faint.spec == bars.spec
    assert Filters(("Turkey",), ("declines",), "2018-02-01", None, 95).whole() == Filters(
        ("Turkey",), since="2018-02-01"
    )


def test_the_finding_counts_only_articles_with_a_position():
    rows = scored(
        ("2018-08-01", "Turkey agreed.", {"Turkey": "accepts"}),
        ("2018-08-02", "Turkey is a country.", {}),
    )
    assert set(rows["label"]) == {"accepts", "none"}
    assert findings.finding(rows) == "Of one actor that takes a position in 1 article, 1 accepts."


def test_a_mark_of_the_timeline_stands_at_the_day_of_its_articles(many):
    found = findings.positions(many)
    events = pd.DataFrame([("2018-08-30", "A round", "")], columns=["date", "label", "source_url"])
    [iran] = [one for one in drawn(charts.stance_timeline(found, events, ["Iran"]), "day") if one["actor"] == "Iran"]
    assert (iran["day"], iran["month"]) == (pd.Timestamp("2018-08-31"), "2018-08")


def test_a_picked_bar_shows_only_sentences_of_articles_that_count_so():
    text = "Turkey agreed. Turkey welcomed it. Turkey had doubts."
    article = sb.Article("mixed", text, "2018-08-01")
    rows = table([(article, sb.analyse(article, TOPIC, FixedScorer({("Turkey", TOPIC.name): "accepts"})))])
    rows.loc[2, ["label", "accepts", "skeptical"]] = ["skeptical", 0.1, 0.9]
    found = findings.positions(rows)
    assert list(findings.counted(rows, found)["sentence"]) == ["Turkey agreed.", "Turkey welcomed it."]
    skeptical = findings.of_pick(rows, Pick("turkey", "skeptical"))
    assert list(skeptical["sentence"]) == ["Turkey had doubts."]
    assert findings.of_pick(rows, Pick("turkey", "skeptical", "2018-09")).empty


def test_an_address_takes_filters_along_and_leaves_out_what_is_empty():
    assert state.address("evidence", {"actor": ["Iran", "China"], "stance": [], "from": None, "job": "a&b"}) == (
        "/evidence?actor=Iran&actor=China&job=a%26b"
    )


def test_every_chart_compiles_even_without_rows(rows):
    vl_convert = pytest.importorskip("vl_convert")
    events = pd.DataFrame([("2018-08-15", "An event", "")], columns=["date", "label", "source_url"])
    found = findings.positions(rows)
    for chart in (
        charts.stance_bars(findings.shares(found)),
        charts.stance_timeline(found, events, ["Turkey", "Iran"]),
        charts.stance_timeline(found.iloc[:0], events, []),
    ):
        assert vl_convert.vegalite_to_svg(chart.with_data()).startswith("<svg")
    for drawn_by_altair in (
        reliability_chart([[0.5, 0.4, 10], [0.9, 0.95, 10]]),
        charts.confusion_chart([[3, 1], [0, 4]], ("accepts", "declines")),
    ):
        assert vl_convert.vegalite_to_svg(drawn_by_altair.to_json()).startswith("<svg")


def test_every_chart_is_of_the_vega_lite_schema(many):
    found = findings.positions(many)
    events = pd.DataFrame([("2018-08-15", "An event", "")], columns=["date", "label", "source_url"])
    shares = findings.shares(found)
    for chart in (
        charts.stance_bars(shares),
        charts.stance_intervals(shares),
        charts.stance_timeline(found, events, ["Turkey", "Iran"]),
    ):
        alt.Chart.from_dict(chart.with_data(), validate=True)


def test_a_chart_of_other_figures_has_the_same_specification_and_other_tables(many):
    shares = findings.shares(findings.positions(many))
    before, after = charts.stance_bars(shares), charts.stance_bars(shares.assign(low=0.01))
    first, second = ([one["encoding"] for one in chart.spec["layer"]] for chart in (before, after))
    assert first == second
    assert list(before.tables) == list(after.tables)
    assert not before.tables["table-0"].equals(after.tables["table-0"])


def test_a_click_is_read_and_an_empty_one_is_none():
    event = {"selection": {"pick": [{"actor_id": "turkey", "label": "accepts"}]}}
    assert charts.picked_from(event) == Pick("turkey", "accepts")
    event["selection"]["pick"][0]["month"] = "2018-08"
    assert charts.picked_from(event) == Pick("turkey", "accepts", "2018-08")
    assert charts.picked_from({"selection": {"pick": []}}) is None
    assert charts.picked_from(None) is None


def test_two_actors_of_one_name_have_a_bar_each():
    rows = scored(
        ("2018-08-22", "Turkey saw no point.", {"Turkey": "skeptical"}),
        ("2018-09-01", "Turkey welcomed it.", {"Turkey": "accepts"}),
    )
    rows["actor_id"], rows["actor"] = rows["article_id"], "Western diplomat"
    found = findings.positions(rows)
    assert sorted(found["actor"]) == ["Western diplomat (2018-08-22)", "Western diplomat (2018-09-01)"]
    signs = drawn(charts.stance_bars(findings.shares(found)), "at")
    assert sorted((one["row"], one["label"]) for one in signs) == [
        ("Western diplomat (2018-08-22) · 1", "skeptical"),
        ("Western diplomat (2018-09-01) · 1", "accepts"),
    ]


def test_actors_of_one_name_and_day_are_told_apart_by_their_ids():
    rows = pd.DataFrame(
        {"actor_id": ["a", "b", "c"], "actor": ["Envoy", "Envoy", "Iran"], "date": ["2018-01-01", "2018-01-01", None]}
    )
    assert findings.display_names(rows) == {"a": "Envoy (a)", "b": "Envoy (b)", "c": "Iran"}


def test_a_stance_filter_makes_other_marks_of_the_timeline_faint(many):
    events = pd.DataFrame(columns=["date", "label", "source_url"])
    timeline = charts.stance_timeline(findings.positions(many), events, ["Turkey"]).choosing(None, ("declines",))
    assert {(one["label"], one["opacity"]) for one in drawn(timeline, "day")} == {
        ("accepts", FAINT),
        ("skeptical", FAINT),
        ("declines", FULL),
    }


@pytest.fixture
def wires() -> pd.DataFrame:
    """Three copies of one report, and a report of its own; Turkey takes a position in each."""
    copies = [(f"2018-08-0{day}", f"Turkey said it would come. {day}", {"Turkey": "accepts"}) for day in (1, 2, 3)]
    rows = scored(*copies, ("2018-08-04", "Turkey pulled out.", {"Turkey": "declines"}))
    rows.loc[rows["date"] == "2018-08-02", ["probability", "accepts"]] = 0.99
    return rows


def test_wire_copies_count_once_with_the_first_of_them(wires):
    articles = pd.DataFrame({"article_id": wires["article_id"], "story": [1, 1, 1, None]})
    rows, left_out = one_each(wires.iloc[::-1], articles)
    assert sorted(zip(rows["date"], rows["label"], strict=True)) == [
        ("2018-08-01", "accepts"),
        ("2018-08-04", "declines"),
    ]
    assert left_out == 2
    assert figures.extent(rows) == "2 articles, 2018-08-01 to 2018-08-04."
    assert findings.scope(findings.positions(rows)) == "2 positions in 2 articles, 2018-08-01 to 2018-08-04"
    assert findings.finding(rows).startswith("Of one actor that takes a position in 2 articles")
    shares = findings.shares(findings.positions(rows)).set_index("label")
    assert shares["count"].to_dict() == {"accepts": 1, "declines": 1, "skeptical": 0}


def test_without_known_stories_every_article_counts(wires):
    rows, left_out = one_each(wires, pd.DataFrame({"article_id": wires["article_id"]}))
    assert (len(findings.positions(rows)), left_out) == (4, 0)


def test_one_article_tells_a_story_for_all_its_actors():
    both = {"Turkey": "accepts", "Iran": "declines"}
    rows = scored(*((f"2018-08-0{day}", f"Turkey agreed. Iran refused. {day}", both) for day in (1, 2)))
    rows.loc[(rows["date"] == "2018-08-02") & (rows["actor"] == "Iran"), "probability"] = 0.99
    kept, left_out = one_each(rows, pd.DataFrame({"article_id": rows["article_id"].unique(), "story": [1, 1]}))
    assert (set(kept["date"]), left_out) == ({"2018-08-01"}, 1)
    assert findings.finding(kept).startswith("Of 2 actors that take a position in 1 article,")


def test_a_copy_with_a_date_and_a_position_stands_for_its_story():
    silent, undated, dated = (
        scored((date, f"Turkey agreed. {date}", labels))
        for date, labels in (
            ("2018-08-01", {}),
            (None, {"Turkey": "accepts"}),
            ("2018-08-09", {"Turkey": "accepts"}),
        )
    )
    rows = pd.concat([silent, undated, dated], ignore_index=True)
    kept, left_out = one_each(rows, pd.DataFrame({"article_id": rows["article_id"], "story": [1, 1, 1]}))
    assert (list(kept["date"]), left_out) == (["2018-08-09"], 1)


def test_current_stances_are_those_of_summarise_on_the_sample(store):
    store.ensure_sample()
    rows = store.rows("moscow-talks")
    expected = [
        (one.actor.id, one.actor.name, one.label, one.changed_from, len({row.article_id for row in one.evidence}))
        for one in summarise(stance_of(row) for row in rows.to_dict("records"))
        if one.label != "none"
    ]
    assert len(expected) > 20
    assert list(findings.current_stances(rows).itertuples(index=False, name=None)) == expected


def test_two_stances_that_weigh_the_same_count_as_in_summarise():
    rows = scored(("2018-08-01", "Turkey had doubts. Turkey agreed.", {"Turkey": "accepts"}))
    rows.loc[0, ["label", "skeptical", "accepts"]] = ["skeptical", rows.loc[1, "accepts"], 0.0]
    [one] = summarise(stance_of(row) for row in rows.to_dict("records"))
    assert list(findings.positions(rows)["label"]) == [one.label]


def test_a_topic_that_has_its_article_gets_no_second_one():
    assert (words.the("Moscow talks"), words.the("The lease")) == ("the Moscow talks", "The lease")
    assert (words.plural(1, "copy", "copies"), words.plural(2, "copy", "copies")) == ("1 copy", "2 copies")


def test_a_caption_says_how_many_positions_articles_and_days(wires):
    found = findings.positions(wires)
    assert findings.scope(found) == "4 positions in 4 articles, 2018-08-01 to 2018-08-04"
    assert findings.scope(found.head(1).assign(date=None)) == "1 position in 1 article, no dates"


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind((launch.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert launch.free_port(port) > port


def test_the_server_listens_on_this_machine_alone_and_reports_nothing():
    assert launch.CONFIG["server.address"] == "127.0.0.1"
    assert launch.CONFIG["browser.gatherUsageStats"] is False


def test_the_months_of_what_is_chosen_are_offered_and_no_others():
    picks = {
        "Iran: accepts": Pick("iran", "accepts"),
        "Turkey: accepts": Pick("turkey", "accepts"),
        "Iran: accepts in 2018-08": Pick("iran", "accepts", "2018-08"),
        "Iran: declines in 2018-08": Pick("iran", "declines", "2018-08"),
        "Turkey: accepts in 2018-08": Pick("turkey", "accepts", "2018-08"),
    }
    bars = ["Iran: accepts", "Turkey: accepts"]
    assert offered(picks, None) == offered(picks, "Nobody: accepts") == bars
    assert offered(picks, "Iran: accepts") == [*bars, "Iran: accepts in 2018-08"]
    assert offered(picks, "Turkey: accepts in 2018-08") == [*bars, "Turkey: accepts in 2018-08"]
