"""Positions by period, and the charts of them: what is counted, what is a share, and what is said to be too few."""

import json

import pandas as pd
import pytest

from dashboard import charts, charts_time, findings, periods
from dashboard.drawing import FAINT, FULL, Drawing
from dashboard.state import Pick

DAYS = ("2018-01-10", "2018-02-10", "2018-03-10")


def found(*positions: tuple[str | None, str, str, int]) -> pd.DataFrame:
    """Positions of (day, actor, stance, how many articles)."""
    lines = [
        (f"{actor} {day} {label} {number}", day, actor.lower(), actor, label, 1, 0.9)
        for day, actor, label, count in positions
        for number in range(count)
    ]
    return pd.DataFrame(lines, columns=["article_id", "date", "actor_id", "actor", "label", "sentences", "probability"])


def drawn(chart: Drawing, field: str) -> list[dict]:
    """The rows of the chart's tables that have this field, each once."""
    tables = chart.with_data()["datasets"].values()
    rows = [one for table in tables for one in table if field in one]
    return [json.loads(one) for one in dict.fromkeys(json.dumps(row) for row in rows)]


@pytest.fixture
def iran() -> pd.DataFrame:
    """Iran accepts in January, is divided in February, has one article in March; China has one, undated."""
    return found(
        (DAYS[0], "Iran", "accepts", 9),
        (DAYS[0], "Iran", "declines", 1),
        (DAYS[1], "Iran", "accepts", 3),
        (DAYS[1], "Iran", "declines", 3),
        (DAYS[2], "Iran", "skeptical", 1),
        (None, "China", "accepts", 1),
    )


def test_the_period_is_the_finest_that_fits_the_span():
    assert periods.unit_for(["2018-01-31", "2018-12-01"]) == "month"
    assert periods.unit_for(["2018-01-31", "2019-01-01"]) == "quarter"
    assert periods.unit_for(["2018-01-01", "2020-12-31"]) == "quarter"
    assert periods.unit_for(["2018-01-01", "2021-01-01"]) == "year"
    assert periods.unit_for([]) == "month"


def test_a_period_is_named_and_has_its_days():
    assert [periods.period_of("2018-08-23", unit) for unit in periods.MONTHS] == ["2018-08", "2018 Q3", "2018"]
    assert periods.days_of("2020-02") == ("2020-02-01", "2020-02-29")
    assert periods.days_of("2018 Q4") == ("2018-10-01", "2018-12-31")
    assert periods.days_of("2018-12") == ("2018-12-01", "2018-12-31")
    assert periods.days_of("2018") == ("2018-01-01", "2018-12-31")


def test_periods_without_an_article_are_there_and_a_stray_date_does_not_make_a_hundred():
    assert periods.all_periods(["2018-11-01", "2019-02-01"], "month") == ["2018-11", "2018-12", "2019-01", "2019-02"]
    assert len(periods.all_periods(["1900-01-01", "2019-02-01"], "year")) == 24
    assert periods.all_periods([], "year") == []


def test_a_net_share_is_of_periods_with_enough_articles_alone(iran):
    cells = periods.by_period(iran, ["Iran", "China"], "month")
    lines = cells[cells["actor"] == "Iran"].to_dict("records")
    assert [(one["period"], one["total"], one["few"]) for one in lines] == [
        ("2018-01", 10, False),
        ("2018-02", 6, False),
        ("2018-03", 1, True),
    ]
    assert [round(one["net"], 2) for one in lines[:2]] == [0.8, 0]
    assert pd.isna(lines[2]["net"])
    assert cells.loc[cells["actor"] == "China", "total"].tolist() == [0, 0, 0]


def test_the_grid_colours_shares_counts_few_and_leaves_empty_cells_empty(iran):
    cells = periods.by_period(iran, ["Iran", "China"], "month")
    chart = charts_time.net_heatmap(cells, ["Iran", "China"])
    coloured, few = (
        [one["text"] for one in drawn(chart, "text") if one["few"] is few and one["total"]] for few in (False, True)
    )
    assert coloured == ["● 10", "●◆ 6"]
    assert few == ["▲ 1"]
    assert {one["text"] for one in drawn(chart, "text") if not one["total"]} == {"·"}
    layers = chart.spec["layer"]
    assert ["color" in layer["encoding"] for layer in layers if layer["mark"]["type"] == "rect"] == [True, False]


def test_a_click_on_a_cell_is_its_actor_and_period():
    event = {"selection": {"pick": [{"actor": "Iran", "period": "2018-01"}]}}
    assert charts_time.cell_from(event) == ("Iran", "2018-01")
    assert charts_time.cell_from({"selection": {"pick": []}}) is None
    assert charts_time.cell_from(None) is None


def test_a_share_over_time_needs_five_articles_in_two_periods(iran):
    shares = periods.shares_accepting(periods.by_period(iran, ["Iran", "China"], "month"))
    assert shares[["period", "accepts", "total", "share"]].to_records(index=False).tolist() == [
        ("2018-01", 9, 10, 0.9),
        ("2018-02", 3, 6, 0.5),
    ]
    assert [round(end, 2) for end in shares.loc[0, ["low", "high"]]] == [0.6, 0.98]
    less = iran[iran["date"] != DAYS[1]]
    assert periods.shares_accepting(periods.by_period(less, ["Iran", "China"], "month")).empty


def test_the_line_breaks_where_a_period_has_too_few():
    sparse = found(("2018-01-01", "Iran", "accepts", 5), ("2018-02-01", "Iran", "accepts", 4))
    sparse = pd.concat([sparse, found(("2018-03-01", "Iran", "accepts", 5), ("2018-04-01", "Iran", "accepts", 6))])
    shares = periods.shares_accepting(periods.by_period(sparse, ["Iran"], "month"))
    assert dict(zip(shares["period"], shares["run"], strict=True)) == {"2018-01": 0, "2018-03": 1, "2018-04": 1}
    band = charts_time.accepting_band(shares, "Iran", ["2018-01", "2018-02", "2018-03", "2018-04"], 6)
    assert [one["of"] for one in drawn(band, "run")] == [f"{n} of {n} articles" for n in (5, 5, 6)]


def test_shares_over_time_are_of_four_actors_at_most():
    crowd = found(*((day, f"Actor {n}", "accepts", 5 + n) for n in range(6) for day in DAYS))
    names = sorted(set(crowd["actor"]))
    shares = periods.shares_accepting(periods.by_period(crowd, names, "month"))
    assert list(dict.fromkeys(shares["actor"])) == ["Actor 5", "Actor 4", "Actor 3", "Actor 2"]


def test_intervals_show_no_share_of_few_articles_and_heed_the_stance_filter(iran):
    shares = findings.shares(iran)
    chart = charts.stance_intervals(shares).choosing(None, ("declines",))
    marks = [one for one in drawn(chart, "interval") if not one["few"]]
    assert {one["actor"] for one in marks} == {"Iran"}
    assert {(one["label"], one["of"], one["opacity"]) for one in marks} == {
        ("accepts", "12 of 17 articles", FAINT),
        ("skeptical", "1 of 17 articles", FAINT),
        ("declines", "4 of 17 articles", FULL),
    }
    assert [one["row"] for one in drawn(chart, "interval") if one["few"]] == ["China · 1"]
    picked = drawn(charts.stance_intervals(shares).choosing(Pick("iran", "accepts")), "interval")
    assert {one["label"] for one in picked if one["opacity"] == FULL} == {"accepts"}


def test_every_chart_compiles_even_without_rows(iran):
    vl_convert = pytest.importorskip("vl_convert")
    cells = periods.by_period(iran, ["Iran", "China"], "month")
    none = periods.by_period(iran.iloc[:0], [], "month")
    undated = periods.by_period(iran[iran["date"].isna()], ["China"], "month")
    for chart in (
        charts.stance_intervals(findings.shares(iran)),
        charts.stance_intervals(findings.shares(iran.iloc[:0])),
        charts_time.net_heatmap(cells, ["Iran", "China"]),
        charts_time.net_heatmap(none, []),
        charts_time.net_heatmap(undated, ["China"]),
        charts_time.accepting_band(periods.shares_accepting(cells), "Iran", ["2018-01", "2018-02"], 10),
    ):
        assert vl_convert.vegalite_to_svg(chart.with_data()).startswith("<svg")
