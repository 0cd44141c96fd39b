"""Review: what people corrected, blind double coding and its agreement, actors that are one, actors of the user's own."""

import streamlit as st

from dashboard import coding, corrected, own_actors, parts, state
from stanceboard.types import Topic


def actors_part(topic: Topic) -> None:
    corrected.actors_part(topic)
    own_actors.own_actors_block(topic)


PARTS = {
    "Corrections": corrected.corrections_part,
    "Blind coding": coding.coding_part,
    "Agreement": coding.agreement_part,
    "Same actor": actors_part,
}

topic = parts.choose_topic()
st.title("Review", anchor=False)
st.caption("Where people say what the model should have said. Their word counts in every chart, list and download.")
part = st.segmented_control(
    "Part",
    list(PARTS),
    default="Corrections",
    key=state.PART,
    bind="query-params",
    required=True,
    label_visibility="collapsed",
    on_change=parts.first_page,
)
PARTS[part or "Corrections"](topic)
