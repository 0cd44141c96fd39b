"""Parts of the Review page: labelling a sample blind, and how far coders and the model agree."""

import pandas as pd
import streamlit as st

from dashboard import data, links, parts, state
from dashboard.charts import ORDER
from dashboard.corrected import coder_input, csv_button, page_of
from dashboard.highlight import quote_html
from dashboard.words import the
from stanceboard.agreement import ALL, FEW, MODEL, Agreement, agreements, disagreements
from stanceboard.codings import check_coder, code, codings, draw_sample, items, samples
from stanceboard.errors import StanceboardError
from stanceboard.scoring import before_sentence
from stanceboard.types import Topic

AT = "coding-at"  # the sentence in view, where the coder went back or forth
PROBLEM = "coding-problem"  # what went wrong in a callback, to be said once
CHOICES = (*ORDER, "none")
MOST, USUAL = 1000, 40  # sentences of a sample


def coding_part(topic: Topic) -> None:
    """Draw a sample or choose one, and label it sentence by sentence."""
    st.caption(
        "Label sentences without seeing what the model said. Two people who label the same sample show how far people "
        "agree with each other, and with the model."
    )
    sample = choose_sample(topic)
    _draw_form(topic, another=sample is not None)
    if sample is None:
        return
    read = items(data.store(), sample)
    coder = coder_input()
    if not coder:
        st.info("Type your name: your labels are kept under it, and you can go on another day.")
        return
    try:
        check_coder(coder)
    except StanceboardError as error:
        st.error(parts.plain(str(error)))
        return
    mine = _labels(codings(data.store(), sample)).get(coder, {})
    places = list(read["place"])
    left = [place for place in places if place not in mine]
    st.progress(len(mine) / len(places), text=f"{len(mine)} of {len(places)} labelled by {parts.plain(coder)}")
    at = st.session_state.get(AT)
    at = at if at in places else left[0] if left else None
    if at is None:
        st.success("All sentences of this sample are labelled. The report is under Agreement.")
        st.button("Look at them again", on_click=_go, args=(places[0],))
        return
    one = read[read["place"] == at].iloc[0]
    number = places.index(at)
    st.subheader(f"Sentence {number + 1} of {len(places)}", anchor=False)
    st.markdown(f"What is the stance of **{parts.plain(one['mention'])}** toward **{parts.plain(the(one['topic']))}**?")
    before = before_sentence(data.store().article(one["article_id"]).text, one["sentence_start"])
    if before:
        st.caption(parts.plain(before))
    start = one["mention_start"] - one["sentence_start"]
    st.html(quote_html(one["sentence"], (start, start + len(one["mention"])), "none"))
    with st.container(horizontal=True):
        for label in CHOICES:
            chosen = mine.get(at) == label
            st.button(
                f"{parts.signed(label)}{' (your label)' if chosen else ''}",
                key=f"code-{label}",  # the same for every sentence: the keyboard's place stays
                on_click=_code,
                args=(sample, at, coder, label),
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        last = len(places) - 1
        st.button("← Previous", on_click=_go, args=(places[max(0, number - 1)],), disabled=number == 0)
        st.button("Next →", on_click=_go, args=(places[min(last, number + 1)],), disabled=number == last)
        links.link("What the labels mean", links.href(links.METHODS))


def agreement_part(topic: Topic) -> None:
    """Krippendorff's alpha between coders and with the model, and the sentences that are labelled differently."""
    sample = choose_sample(topic)
    if sample is None:
        st.info("No sample is drawn yet. Draw one under Blind coding.")
        return
    read, answers = items(data.store(), sample), codings(data.store(), sample)
    coded = _labels(answers)
    if not coded:
        st.info("Nobody has labelled a sentence of this sample yet.")
        return
    coder = coder_input()
    left = len(read) - len(coded.get(coder, {}))
    if left:
        yours = f"{parts.plural(left, 'sentence')} of this sample {'is' if left == 1 else 'are'} left to you."
        st.info(
            f"{yours if coder else 'Type your name.'} The report shows the labels of others and the model's: "
            "whoever still labels this sample should not see them."
        )
        if not st.toggle("Show it all the same", key=f"shown-early-{sample}-{coder}"):
            return
    model = dict(zip(read["place"], read["label"], strict=True))
    found = agreements(coded, model)
    for one in found:
        if one.label == ALL:
            st.markdown(f"- {_sentence(one)}")
    st.caption(
        "Alpha is 1 where all agree and 0 where they agree no more often than by chance. A sample takes as many sentences "
        f"of each label as there are, so these are not shares of all sentences. With fewer than {FEW}: few data, no figure."
    )
    st.dataframe([_line(one) for one in found], hide_index=True)
    places = disagreements(coded, model)
    st.subheader(f"Labelled differently: {parts.plural(len(places), 'sentence')}", anchor=False)
    if places:
        first, last = page_of(len(places))
        for place in places[first:last]:
            _difference(read[read["place"] == place].iloc[0], coded)
    st.subheader("Download", anchor=False)
    st.caption("Every label of every coder, beside the model's.")
    told = read.drop(columns=["sentence_index"]).rename(columns={"label": "model_label"})
    csv_button(told.merge(answers, on="place"), f"stanceboard-{topic.id}-codings-{sample}")


def choose_sample(topic: Topic) -> int | None:
    """The sample in view, the latest at first; None where none is drawn."""
    drawn = {f"Sample {one['sample_id']}": one for one in samples(data.store(), topic.id).to_dict("records")}
    if not drawn:
        return None
    name = st.selectbox(
        "Sample", list(drawn), key=state.SAMPLE, bind="query-params", width=280, on_change=_other_sample
    )
    one = drawn.get(name) or next(iter(drawn.values()))
    people = {0: "nobody yet", 1: "1 person"}.get(one["coders"], f"{one['coders']} people")
    st.caption(
        f"{parts.plural(one['size'], 'sentence')}, seed {one['seed']}, drawn on {one['made_at'][:10]}; labelled by {people}."
    )
    return int(one["sample_id"])


def _draw_form(topic: Topic, another: bool) -> None:
    with st.expander("Draw another sample" if another else "Draw a sample", expanded=not another):
        st.caption("As many sentences of each stance as there are. The same number and seed give the same sentences.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            size = st.number_input("Sentences", 1, MOST, USUAL, key="sample-size", width=160)
            seed = st.number_input("Seed", 0, 2**31 - 1, 1, key="sample-seed", width=160)
            st.button("Draw", on_click=_draw, args=(topic.id, size, seed))
    if PROBLEM in st.session_state:
        st.error(parts.plain(st.session_state.pop(PROBLEM)))


def _draw(topic_id: str, size: int, seed: int) -> None:
    try:
        st.session_state[state.SAMPLE] = f"Sample {draw_sample(data.store(), topic_id, size, seed)}"
    except StanceboardError as error:
        st.session_state[PROBLEM] = str(error)
    st.session_state.pop(AT, None)


def _other_sample() -> None:
    st.session_state.pop(AT, None)
    parts.first_page()


def _code(sample: int, place: int, coder: str, label: str) -> None:
    try:
        code(data.store(), sample, place, coder, label)
    except StanceboardError as error:
        st.session_state[PROBLEM] = str(error)
    st.session_state.pop(AT, None)  # on to the first without a label


def _go(place: int) -> None:
    st.session_state[AT] = place


def _labels(answers: pd.DataFrame) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for one in answers.to_dict("records"):
        found.setdefault(one["coder"], {})[one["place"]] = one["label"]
    return found


def _named(who: tuple[str, ...]) -> str:
    names = ["the model" if one == MODEL else one for one in who]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _figure(one: Agreement) -> str:
    if one.n < FEW:
        return "few data"
    return "not defined" if one.alpha is None else f"{one.alpha:.2f}"


def _sentence(one: Agreement) -> str:
    figure = {"few data": "few data", "not defined": "alpha is not defined where all labels are the same"}
    said = figure.get(_figure(one), f"alpha {_figure(one)}")
    return f"{parts.plain(_named(one.who))} agree on {one.same} of {parts.plural(one.n, 'sentence')}: {said}."


def _line(one: Agreement) -> dict[str, object]:
    label = one.label if one.label == ALL else parts.signed(one.label)
    return {"who": _named(one.who), "stance": label, "sentences": one.n, "agree": one.same, "alpha": _figure(one)}


def _difference(one: pd.Series, coded: dict[str, dict[int, str]]) -> None:
    with st.container(border=True, key=f"difference-{one['place']}"):
        start = one["mention_start"] - one["sentence_start"]
        st.html(quote_html(one["sentence"], (start, start + len(one["mention"])), "none"))
        said = [
            f"{parts.plain(coder)}: {parts.signed(labels[one['place']])}"
            for coder, labels in coded.items()
            if one["place"] in labels
        ]
        st.markdown(" · ".join([*said, f"the model: {parts.signed(one['label'])}"]))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(parts.plain(" · ".join(filter(None, (one["date"], one["title"])))))
            parts.article_link(one["article_id"], one["sentence_index"])
