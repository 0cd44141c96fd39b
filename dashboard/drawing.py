"""A chart as it is sent to the browser and to files: its Vega-Lite specification, with its tables apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import pandas as pd

from dashboard.state import Pick

Chart = alt.LayerChart | alt.FacetChart  # what alt.layer says it returns
TURN = "turn"  # the field of a click that tells it from an earlier one on the same mark
FULL, FAINT = 1.0, 0.35  # opacity of what is chosen, and of the rest


@dataclass(frozen=True)
class Drawing:
    """`tables` by the names that `spec` calls them; treat both as read-only.

    Altair needs a fifth of a second for a chart, and names a table by its content, so that a changed figure is another
    specification, which the browser draws from nothing. A Drawing is made once for a view: what is chosen in it is
    data, and the browser takes in the new rows alone.
    """

    spec: dict[str, Any]
    tables: dict[str, pd.DataFrame]

    def choosing(self, pick: Pick | None, stances: Sequence[str] = (), turn: int = 0) -> "Drawing":
        """The same with all but `pick`, else all but `stances`, faint; without either all is drawn in full.

        `turn` is told with a click: where it has changed, a second click on a mark is news, and no chart is made anew.
        """
        return replace(
            self,
            tables={name: _choosing(one, pick, stances).assign(**{TURN: turn}) for name, one in self.tables.items()},
        )

    def with_data(self) -> dict[str, Any]:
        """The specification with its tables inside, for who draws from JSON alone."""
        return self.spec | {"datasets": {name: alt.to_values(one)["values"] for name, one in self.tables.items()}}


def drawing(chart: Chart) -> Drawing:
    """Take a chart's tables out of it. A column `opacity` of a table, with `label`, is what `Drawing.choosing` sets.

    >>> drawn = drawing(alt.layer(alt.Chart(pd.DataFrame({"a": [1]})).mark_bar().encode(alt.X("a:Q"))))
    >>> drawn.spec["layer"][0]["data"], list(drawn.tables)
    ({'name': 'table-0'}, ['table-0'])
    """
    tables: dict[str, pd.DataFrame] = {}
    # Checking against the schema takes longer than all the rest; that every chart compiles is tested.
    spec: dict[str, Any] = _without_tables(chart, tables).to_dict(validate=False)
    spec.pop("config", None)  # Altair's own sizes
    return Drawing(spec, tables)


def chosen_opacity() -> alt.Opacity:
    """The encoding of a mark that can be chosen."""
    return alt.Opacity("opacity:Q", scale=None, legend=None)


def _without_tables(chart: Any, tables: dict[str, pd.DataFrame]) -> Any:
    copy = chart.copy(deep=False)
    if isinstance(chart.data, pd.DataFrame):
        name = next((name for name, one in tables.items() if one is chart.data), f"table-{len(tables)}")
        tables[name] = chart.data
        copy.data = alt.NamedData(name)
    if isinstance(chart, alt.LayerChart):
        copy.layer = [_without_tables(one, tables) for one in chart.layer]
    return copy


def _choosing(table: pd.DataFrame, pick: Pick | None, stances: Sequence[str]) -> pd.DataFrame:
    if "opacity" not in table:
        return table
    chosen = pd.Series(True, index=table.index)
    if pick:
        chosen = (table["actor_id"] == pick.actor_id) & (table["label"] == pick.label)
        if pick.month and "month" in table:
            chosen &= table["month"] == pick.month
    elif stances:
        chosen = table["label"].isin(stances)
    return table.assign(opacity=chosen.map({True: FULL, False: FAINT}))
