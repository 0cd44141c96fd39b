"""What the labels mean, how good the model is, what it was measured on, and every row as a file."""

import json
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import charts, data, downloads, parts
from stanceboard.resources import asset
from stanceboard.scoring import SHIPPED_MODEL
from stanceboard.store import sample_sources
from stanceboard.types import LABELS

MEANINGS = (
    (
        "accepts",
        "says it will come, agrees, joins; or hosts, convenes, invites, backs, welcomes",
        "will send a delegation",
    ),
    ("declines", "says it will not come, rejects, boycotts, withdraws, cancels", "decided against attending"),
    (
        "skeptical",
        "doubts purpose, timing, format or outcome, or withholds a commitment, without refusing",
        "sees no point in it",
    ),
    ("none", "is mentioned without a position of its own on this topic", "was invited; could not be reached"),
)
FIGURES = ("n", "macro_f1", "macro_f1_interval", "accuracy", "ece", "articles", "actor_f1", "silent", "offsets")


@st.cache_data(max_entries=1)
def metrics() -> dict[str, dict[str, Any]]:
    path: Path = asset("models", SHIPPED_MODEL, "metrics.json")
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


topic = parts.choose_topic()
rows = data.rows(topic)
known = data.articles()
st.title("Methods & data", anchor=False)

st.subheader("What a stance is", anchor=False)
st.markdown(
    "One row is one actor in one sentence, read with the two sentences before it. The position must be the actor's own, and about this topic. "
    "Sentiment is another thing: how the text portrays the actor."
)
st.dataframe(
    [
        {"stance": parts.signed(label), "the actor …": meaning, "for example": example}
        for label, meaning, example in MEANINGS
    ],
    hide_index=True,
)

st.subheader("How well the model does", anchor=False)
try:
    figures = metrics()
except FileNotFoundError as error:
    st.info(f"No figures are shipped with this model. {error}")
    figures = {}
if figures:
    st.markdown(
        "Measured on development sets that the model was not trained on; they were used to choose it and to set its temperature."
    )
    st.dataframe(
        [
            {
                "set": name,
                **{
                    key: str(found[key]) if isinstance(found[key], list) else round(float(str(found[key])), 3)
                    for key in FIGURES
                    if key in found
                },
            }
            for name, found in figures.items()
        ],
        hide_index=True,
    )
    stance = next(
        (found for found in figures.values() if found.get("f1_accepts") is not None and "confusion" in found), None
    )
    if stance:
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("**Is 80 % right eight times in ten?**")
            st.altair_chart(
                charts.reliability_chart(stance["reliability"]),
                alt="Line: share right by stated probability, in ten bins.",
            )
        with right:
            st.markdown("**What is taken for what**")
            st.altair_chart(
                charts.confusion_chart(stance["confusion"], LABELS), alt="Counts of each label by what the model says."
            )

st.subheader("What it cannot do", anchor=False)
st.markdown(
    """
- English text only. Irony, and positions that need more than three sentences to see, are missed.
- An actor is found by the registry and by how news names offices and unnamed officials; a name it does not know is left out.
- Shares describe these articles, not the world: what was not written or not added is not counted.
- A probability is calibrated on newswire sentences; on other kinds of text it may be off. Read the sentence before you cite a figure.
"""
)

st.subheader("The articles", anchor=False)
samples = int((known["origin"] == "sample").sum())
st.markdown(
    f"{len(known)} articles, {samples} of them sample reports. The sample reports were written for this project from public facts; "
    "they are not news and hold no quotation. The facts come from these pages:"
)
with st.expander("Sources of the sample reports"):
    for title, sources in sample_sources().items():
        st.markdown(
            f"- {parts.plain(title)}: "
            + ", ".join(f"[{number}]({address})" for number, address in enumerate(sources, 1))
        )
st.dataframe(
    known[["date", "title", "source", "words", "origin", "url"]],
    hide_index=True,
    column_config={"url": st.column_config.LinkColumn()},
)

st.subheader("Download everything", anchor=False)
st.caption(f"All {len(rows)} rows toward {parts.the(topic)}: scores, exact offsets, model and time of scoring.")
downloads.download_row(rows, f"stanceboard-{topic.id}", "all")
