"""Actors of the user's own, on the Review page: added, listed with whose names they take, removed."""

import re
from collections.abc import Sequence

import streamlit as st

from dashboard import data, links, parts, state
from stanceboard import own_actors
from stanceboard.actors.registry import Conflict, Registry, conflicts, load_registry
from stanceboard.errors import InvalidInput, StanceboardError
from stanceboard.own_actors import MOST_LETTERS, OwnActor
from stanceboard.types import KINDS, Topic

NAME, KIND, NAMES = "own-actor-name", "own-actor-kind", "own-actor-names"  # keys of the form
SAID = "own-actor-said"  # what became of an actor, to be said once
ADD = "Add the actor"
MORE_LETTERS = 2_000


def own_actors_block(topic: Topic) -> None:
    """The form of an actor of one's own, and those that there are."""
    st.subheader("Actors of your own", anchor=False)
    st.caption(
        "An actor that articles name and Stanceboard does not know, or knows by fewer names. It is found in what is scored "
        "from now on; stored articles have it once they are scored anew."
    )
    _say_done()
    try:
        known, now = load_registry(*own_actors.files()), data.registry()
    except StanceboardError as error:
        st.error(parts.plain(str(error)))
        return
    _form()
    own = own_actors.read(data.store())
    taken = conflicts(known, now)
    for one in own:
        _card(one, known, [conflict for conflict in taken if conflict.now.id == one.actor.id])
    if own_actors.files():
        named = ", ".join(path.name for path in own_actors.files())
        st.caption(f"Known too: the actors of {parts.plain(named)}, given when the dashboard was started.")
    if own:
        links.link("Score the stored articles anew", links.href(links.TOPICS, **{state.EDIT: topic.id}))


def _form() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Name",
            max_chars=MOST_LETTERS,
            key=NAME,
            placeholder="Harbour Front",
            width=280,
            help="What every chart and list calls it. Given the name of a known actor, it adds to that one's names.",
        )
        st.selectbox("Kind", KINDS, None, key=KIND, placeholder="Choose", width=200)
    st.text_area(
        "Other names, one a line or with commas between them",
        max_chars=MORE_LETTERS,
        height=90,
        key=NAMES,
        width=496,
        help="A name is found where articles write its first word with a capital; one of up to four capitals, such as HF, "
        "only in capitals.",
    )
    st.button(ADD, on_click=_add)


def _card(one: OwnActor, known: Registry, taken: Sequence[Conflict]) -> None:
    """An actor, its names, those that it takes from others, and the way to remove it."""
    with st.container(border=True, key=f"own-actor-{one.actor.id}"):
        extended = known.actors.get(one.actor.id)
        extends = f" · adds to the known {parts.plain(extended.name)}" if extended else ""
        st.markdown(f"**{parts.plain(one.actor.name)}** :small[{one.actor.kind}{extends}]")
        if one.names:
            st.caption(f"also: {parts.plain(', '.join(one.names))}")
        for conflict in taken:
            st.caption(f"⚠️ {parts.plain(str(conflict))}")
        st.button("Remove", key=f"remove-{one.actor.id}", on_click=_remove, args=(one,))


def _add() -> None:
    chosen = st.session_state
    try:
        known = load_registry(*own_actors.files())
        if not chosen[KIND]:
            raise InvalidInput("Choose what kind of actor it is.")
        own = own_actors.make(chosen[NAME], chosen[KIND], re.split(r"[\n,]", chosen[NAMES]), known)
        own_actors.add(data.store(), own)
    except StanceboardError as error:
        chosen[SAID] = (False, str(error))
        return
    _fill("", None, "")
    chosen[SAID] = (True, f"“{own.actor.name}” is added.")


def _remove(one: OwnActor) -> None:
    own_actors.remove(data.store(), one.actor.id)
    _fill(one.actor.name, one.actor.kind, "\n".join(one.names))
    st.session_state[SAID] = (
        True,
        f"“{one.actor.name}” is removed. It stands in the form: change it there, or add it again as it was.",
    )


def _fill(name: str, kind: str | None, names: str) -> None:
    st.session_state[NAME], st.session_state[KIND], st.session_state[NAMES] = name, kind, names


def _say_done() -> None:
    """Say once what the last button did."""
    done, said = st.session_state.pop(SAID, (True, ""))
    if said:
        (st.success if done else st.error)(parts.plain(said))
