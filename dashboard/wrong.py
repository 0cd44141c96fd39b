"""“Wrong?” beside a row: a small dialog in which a person says what it should be."""

from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

from dashboard import data, state
from dashboard.charts import ORDER, SIGNS
from dashboard.highlight import quote_html
from stanceboard.corrections import LONGEST_NAME, LONGEST_NOTE, correct, named_actor
from stanceboard.errors import InvalidInput
from stanceboard.types import KINDS, Actor, Topic

Row = Mapping[Hashable, Any]
FIELDS = ("label", "actor", "kind", "speaker", "furniture", "note", "coder", "save")


def wrong_button(row: Row, key: str) -> None:
    """The way to correct a row, as wide as its word."""
    if st.button("Wrong?", key=f"wrong-{key}", type="tertiary", help="Correct the stance, the actor or the speaker"):
        _correct(row)


def known_actors(row: Row) -> dict[str, Actor]:
    """Whom a row can be said to be about, by name: its own actor, those of its topic's rows, those of the registry.

    Unnamed ones ("Diplomats") are other people in every article, and only this one's are offered.
    """
    rows = data.rows(Topic(row["topic"]))
    rows = rows[(rows["kind"] != "unnamed") | (rows["article_id"] == row["article_id"])]
    there = rows.groupby(["actor_id", "actor", "kind"], sort=False).size().sort_values(ascending=False, kind="stable")
    actors = [Actor(row["actor_id"], row["actor"], row["kind"]), *(Actor(*key) for key in there.index)]
    actors += sorted(data.registry().actors.values(), key=lambda actor: actor.name)
    found: dict[str, Actor] = {}
    for actor in actors:
        found.setdefault(actor.name, actor)
    return found


def coder() -> str:
    """Who corrects and codes here; part of the address, as every link opens a page anew."""
    return st.query_params.get(state.CODER, "")[:LONGEST_NAME]


def keep_coder(name: str) -> None:
    """Remember the name from here on."""
    st.query_params[state.CODER] = name.strip()


@st.dialog("What should this row say?", on_dismiss="rerun")
def _correct(row: Row) -> None:
    # Of this row alone, and forgotten when closed: what was left in one dialog must not correct another row.
    keys = {name: f"wrong-{name}-{row['row_id']}" for name in FIELDS}
    start = row["mention_start"] - row["sentence_start"]
    st.html(quote_html(row["sentence"], (start, start + len(row["mention"])), row["label"]))
    labels = (*ORDER, "none")
    label = st.radio(
        "Stance",
        labels,
        labels.index(row["label"]),
        format_func=lambda one: f"{SIGNS[one]} {one}",
        horizontal=True,
        key=keys["label"],
    )
    actors = known_actors(row)
    name = st.selectbox(
        "Actor: choose, or type a name",
        list(actors),
        list(actors).index(row["actor"]),
        accept_new_options=True,
        key=keys["actor"],
    )
    kind = row["kind"]
    if name and name not in actors:
        kind = st.selectbox("What a new actor is", KINDS, KINDS.index("person"), key=keys["kind"])
    speaker = st.text_input(
        "Who speaks for it; empty where nobody does",
        row["speaker"] or "",
        max_chars=LONGEST_NAME,
        key=keys["speaker"],
    )
    is_furniture = st.checkbox(
        "This sentence is page furniture, not the article's own text. None of its rows is shown.",
        key=keys["furniture"],
    )
    note = st.text_area("Note", max_chars=LONGEST_NOTE, height=70, key=keys["note"])
    who = st.text_input("Your name", coder(), max_chars=LONGEST_NAME, key=keys["coder"])
    if not st.button("Save the correction", type="primary", key=keys["save"]):
        return
    speaks = speaker.strip()
    changes: dict[str, Any] = {
        "label": label if label != row["label"] else None,
        "speaker": speaks if speaks != (row["speaker"] or "") else None,
        "is_furniture": is_furniture,
    }
    try:
        if not who.strip():
            raise InvalidInput("Type your name: it is kept with the correction.")
        if name and name != row["actor"]:
            changes["actor"] = actors.get(name) or named_actor(data.store(), name, kind)
        if not any(value is not None and value is not False for value in changes.values()):
            raise InvalidInput("Nothing is changed yet. Say what is wrong, or close this.")
        correct(data.store(), row["row_id"], **changes, note=note.strip(), coder=who.strip())
    except InvalidInput as error:
        st.error(str(error))
        return
    keep_coder(who)
    st.toast("Corrected. It can be undone under Review.")
    st.rerun()
