"""Why an actor has its stance: the sentences that counted in the article, and the words that carry one sentence's label."""

import html
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from dashboard import parts
from dashboard.charts import ORDER
from dashboard.occlusions import occlusions
from stanceboard.occlusion import LEAST, Change, Occlusion, carriers
from stanceboard.rows import stance_of
from stanceboard.summary import support
from stanceboard.types import Article, Sentence, Topic

EXCERPT = 60  # characters of a sentence in a button
STRENGTHS = ((0.4, "strong"), (0.15, "middle"), (LEAST, "weak"))  # fall of the probability -> class of the underline


def weighed(rows: pd.DataFrame) -> pd.DataFrame:
    """What each position of one actor weighs in one article: label, sentences, sum (of probabilities), the heaviest first."""
    sums = support(stance_of(cast(dict[str, Any], row)) for row in rows.to_dict("records"))
    counts = rows["label"].value_counts()
    lines = [(label, int(counts.get(label, 0)), sums[label]) for label in ORDER if label in counts]
    return pd.DataFrame(lines, columns=["label", "sentences", "sum"]).sort_values(
        "sum", ascending=False, kind="stable", ignore_index=True
    )


def carried_html(sentences: Iterable[Sentence], mention: tuple[int, int], changes: Iterable[Change]) -> str:
    """The passage with the words that carry the label underlined, the stronger the thicker, and the mention in bold.

    `mention` and `changes` are spans of the article, as the sentences' own are.
    """
    marks = [(one.start, one.end, f'u class="sb-carry {_strength(one)}"', "u") for one in carriers(changes)]
    marks.append((*mention, "b", "b"))
    pieces = []
    for sentence in sentences:
        position, piece = sentence.start, ""
        for start, end, tag, name in sorted(marks):
            if sentence.start <= start and end <= sentence.end:
                before, words = sentence.text[position - sentence.start : start - sentence.start], slice(start, end)
                marked = sentence.text[words.start - sentence.start : words.stop - sentence.start]
                piece += f"{html.escape(before)}<{tag}>{html.escape(marked)}</{name}>"
                position = end
        pieces.append(piece + html.escape(sentence.text[position - sentence.start :]))
    return f'<p class="sb-carried" lang="en">{" ".join(pieces)}</p>'


def key_of(row: Mapping[Hashable, Any], topic: Topic) -> str:
    """What an answer depends on: the row, its label, which a person may correct, and the topic."""
    return f"{row['row_id']}-{row['label']}-{topic.id}"


def is_asked(row: Mapping[Hashable, Any], topic: Topic) -> bool:
    """Whether the model is being asked about a row just now."""
    answer = occlusions().get(key_of(row, topic))
    return answer is not None and not answer.done()


def why_card(
    row: Mapping[Hashable, Any], mine: pd.DataFrame, article: Article, topic: Topic, go_to: Callable[[int], None]
) -> None:
    """An expander below a row's scores; `mine` are the article's rows, `go_to` opens a sentence by its index."""
    actor = mine[mine["actor_id"] == row["actor_id"]]
    with st.expander("Why this score", key=f"why-{row['row_id']}"):
        _show_weights(row, actor[actor["label"] != "none"], go_to)
        st.markdown(f"**Which words carry “{row['label']}”?**")
        _show_words(row, article, topic)


def _show_weights(row: Mapping[Hashable, Any], supporting: pd.DataFrame, go_to: Callable[[int], None]) -> None:
    name = parts.plain(row["actor"])
    if supporting.empty:
        st.markdown(f"No sentence of this article gives {name} a position, so none counts.")
        return
    found = weighed(supporting)
    counts = parts.plural(len(supporting), "sentence")
    st.markdown(
        f"**In this article {name} counts as {parts.signed(found.iloc[0]['label'])}.** {counts} counted. "
        "For each position the probabilities of its sentences are added up; the largest sum is the actor's stance here."
    )
    st.dataframe(
        found.assign(label=[parts.signed(one) for one in found["label"]]).rename(columns={"label": "stance"}),
        hide_index=True,
        column_config={"sum": st.column_config.NumberColumn("sum of probabilities", format="%.2f")},
        alt="Table: each position with its number of sentences and the sum of their probabilities.",
    )
    for one in supporting.sort_values("sentence_start").to_dict("records"):
        text = " ".join(one["sentence"].split())
        short = text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + "…"
        said = f"{parts.signed(one['label'])} {one['probability']:.0%} · {parts.plain(short)}"
        if one["sentence_index"] == row["sentence_index"]:
            st.markdown(f"{said} (this sentence)")
            continue
        st.button(
            said,
            key=f"why-{row['row_id']}-{one['row_id']}",
            type="tertiary",
            on_click=go_to,
            args=(one["sentence_index"],),
        )


def _show_words(row: Mapping[Hashable, Any], article: Article, topic: Topic) -> None:
    stance = stance_of(cast(dict[str, Any], row))
    key = key_of(row, topic)
    answer = occlusions().get(key)
    if answer is not None and not answer.done():
        st.html(
            '<p role="status"><span class="sb-spinner"></span> The model is asked, a few seconds. You can read on.</p>'
        )
        return
    if answer is None or answer.exception():
        if answer is not None:
            st.error(f"The model could not be asked: {parts.plain(str(answer.exception()))}")
        st.caption("Each word, and each phrase of up to three, is left out in turn, and the model is asked anew.")
        st.button(
            "Ask the model",
            key=f"ask-{row['row_id']}",
            on_click=occlusions().ask,
            args=(key, article, topic, stance),
            help="Loads the model, a few seconds the first time.",
        )
        return
    _show_answer(answer.result(), row, article)


def _show_answer(found: Occlusion, row: Mapping[Hashable, Any], article: Article) -> None:
    st.html(carried_html(found.passage, (row["mention_start"], row["mention_end"]), found.changes))
    if found.model != row["model"]:
        st.caption(f"The row was scored by {parts.plain(row['model'])}, the words by {parts.plain(found.model)}.")
    said = (
        "The thicker the line below words, the more the probability falls without them."
        if carriers(found.changes)
        else f"No word alone carries it: without any one the probability falls by less than {LEAST:.0%}."
    )
    st.caption(
        f"With all words, the probability of {found.label} is {found.probability:.0%}. {said} This is what the model reacts to, not why the actor holds a position."
    )
    st.dataframe(
        word_table(article.text, found),
        hide_index=True,
        height=240,
        column_config={
            "without": st.column_config.NumberColumn(f"{found.label} without them", format="%d %%"),
            "change": st.column_config.NumberColumn("change in points", format="%+d"),
        },
        alt="Table: each word or phrase, the probability without it and the change, the largest fall first.",
    )


def word_table(text: str, found: Occlusion) -> pd.DataFrame:
    """Every phrase: words, without (probability in %), change (percentage points); the largest fall first."""
    ranked: Sequence[Change] = sorted(found.changes, key=lambda one: (one.change, one.start))
    return pd.DataFrame(
        [
            (" ".join(text[one.start : one.end].split()), (found.probability + one.change) * 100, one.change * 100)
            for one in ranked
        ],
        columns=["words", "without", "change"],
    )


def _strength(change: Change) -> str:
    return next(name for least, name in STRENGTHS if -change.change >= least)
