"""Wire copies: of each story one article is counted, the same one in every figure of a view. Pure functions."""

import pandas as pd

from stanceboard.summary import POSITIONS


def one_each(rows: pd.DataFrame, articles: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The rows without those of further copies of a story, and how many articles with a position that leaves out.

    `articles` names each article's `story`; one without is a story of its own. Of a story's articles in the rows the
    earliest dated stays, else the first, those with a position before those without: it is the first to tell it.
    """
    if "story" not in articles:
        return rows, 0
    takes_position = rows["label"].isin(POSITIONS)
    told = rows[["article_id", "date"]].assign(silent=~takes_position)
    told = told.sort_values(["silent", "date"], na_position="last", kind="stable").drop_duplicates("article_id")
    named = articles[articles["story"].notna()]
    story = told["article_id"].map(named.set_index("article_id")["story"])
    further = story.notna() & story.duplicated()
    left_out = told[further]
    return rows[~rows["article_id"].isin(left_out["article_id"])], int((~left_out["silent"]).sum())
