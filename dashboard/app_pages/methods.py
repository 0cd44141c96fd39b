"""What the labels mean, how good the model is, what it was measured on, and every row as a file."""

import streamlit as st

from dashboard import charts, data, downloads, parts
from dashboard.highlight import web_address
from dashboard.method import LIMITS, MEANINGS, metrics
from stanceboard.card import figures_in_words, reliability_chart
from stanceboard.store import sample_sources
from stanceboard.types import LABELS

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
        "Measured on development sets that the model was not trained on; they were used to choose and to calibrate it."
    )
    lines = figures_in_words(figures)
    st.dataframe(
        [dict(zip(("set", "size", "measure", "figure"), line, strict=True)) for line in lines], hide_index=True
    )
    stance = next(
        (found for found in figures.values() if found.get("f1_accepts") is not None and "confusion" in found), None
    )
    if stance:
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("**Is 80 % right eight times in ten?**")
            st.altair_chart(
                reliability_chart(stance["reliability"]),
                alt="Line: share right by confidence, in ten bins.",
            )
        with right:
            st.markdown("**What is taken for what**")
            st.altair_chart(
                charts.confusion_chart(stance["confusion"], LABELS), alt="Counts of each label by what the model says."
            )

st.subheader("What it cannot do", anchor=False)
st.markdown("\n".join(f"- {limit}" for limit in LIMITS))

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
    known[["date", "title", "source", "words", "origin"]].assign(url=known["url"].map(web_address)),
    hide_index=True,
    column_config={"url": st.column_config.LinkColumn()},
)

st.subheader("Download everything", anchor=False)
st.caption(f"All {len(rows)} rows toward {parts.the(topic)}: scores, exact offsets, model and time of scoring.")
downloads.download_row(rows, f"stanceboard-{topic.id}", "all")
