"""Parts of the Review page: what people corrected, and which names they say are one actor."""

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import data, parts, state, wrong
from dashboard.highlight import quote_html
from stanceboard import corrections
from stanceboard.corrections import LONGEST_NAME
from stanceboard.errors import InvalidInput
from stanceboard.export import table_csv
from stanceboard.passages import write_passages
from stanceboard.relabelled import training_passages
from stanceboard.types import Actor, Topic

PER_PAGE = 10
EXPORTED = {
    "correction_id": "correction",
    "made_at": "made_at",
    "coder": "coder",
    "note": "note",
    "undone": "undone",
    "holds": "holds",
    "topic": "topic",
    "article_id": "article_id",
    "title": "title",
    "date": "date",
    "sentence": "sentence",
    "sentence_start": "sentence_start",
    "mention": "mention",
    "mention_start": "mention_start",
    "model_actor": "model_actor",
    "model_speaker": "model_speaker",
    "model_label": "model_label",
    "model_probability": "model_probability",
    "label": "label",
    "new_actor": "actor",
    "new_speaker": "speaker",
    "is_furniture": "is_furniture",
}


def corrections_part(topic: Topic) -> None:
    """Every correction toward the topic, the latest first, with the way back, and two downloads."""
    made = corrections.history(data.store(), topic.id)
    if made.empty:
        st.info(f"Nothing is corrected toward {parts.the(topic)} yet. Press “Wrong?” beside a sentence that is.")
        return
    holding = int(made["holds"].astype(bool).sum())
    first, last = page_of(len(made))
    st.caption(f"{first + 1} to {last} of {parts.plural(len(made), 'correction')}, the latest first; {holding} hold.")
    for one in made.iloc[first:last].to_dict("records"):
        _correction_card(one)
    st.subheader("Download", anchor=False)
    st.caption("All corrections, undone ones too; or the corrected sentences as passages to train on.")
    with st.container(horizontal=True):
        csv_button(made[list(EXPORTED)].rename(columns=EXPORTED), f"stanceboard-{topic.id}-corrections")
        st.download_button(
            "Training passages",
            data=lambda: write_passages(training_passages(data.store(), topic.id)),
            file_name=f"stanceboard-{topic.id}-corrections.jsonl",
            mime="application/x-ndjson",
            on_click="ignore",
        )


def actors_part(topic: Topic) -> None:
    """Two actors become one, and every such merge, with the way back."""
    rows = data.rows(topic)
    counts = rows.groupby(["actor_id", "actor", "kind"], sort=False).size().sort_values(ascending=False, kind="stable")
    actors = {str(key[0]): Actor(*key) for key in counts.index}
    named = {actor.id: f"{actor.name} · {count}" for actor, count in zip(actors.values(), counts.tolist(), strict=True)}
    st.caption(
        "Where one actor goes by two names, say so: every row, chart and download counts them as one, under the name "
        "that stays. The number is of the sentences that name it."
    )
    if len(actors) < 2:
        st.info("Fewer than two actors are named here.")
    else:
        _merge_form(actors, named)
    made = corrections.merges(data.store())
    if made.empty:
        return
    st.subheader("Merged actors", anchor=False)
    for one in made.to_dict("records"):
        with st.container(border=True, key=f"merge-{one['merge_id']}"):
            st.markdown(f"**{parts.plain(one['actor'])}** counts as **{parts.plain(one['into_actor'])}**")
            _made(one, "merge_id", corrections.set_merge_undone)


def page_of(count: int) -> tuple[int, int]:
    """Draw the pagination of `count` cards; the half-open range of those in view."""
    pages = max(1, -(-count // PER_PAGE))
    page = min(st.pagination(pages, key=state.PAGE, bind="query-params"), pages)
    return (page - 1) * PER_PAGE, min(page * PER_PAGE, count)


def csv_button(table: pd.DataFrame, name: str) -> None:
    """The table as CSV, made when clicked."""
    st.download_button(
        "CSV", data=partial(table_csv, table), file_name=f"{name}.csv", mime="text/csv", on_click="ignore"
    )


def coder_input() -> str:
    """Who codes or merges; remembered in the address."""
    name = st.text_input(
        "Your name",
        wrong.coder(),
        max_chars=LONGEST_NAME,
        key="coder-name",
        on_change=lambda: wrong.keep_coder(st.session_state["coder-name"]),
        width=280,
    )
    return name.strip()


def _correction_card(one: Mapping[Hashable, Any]) -> None:
    with st.container(border=True, key=f"correction-{one['correction_id']}"):
        start = one["mention_start"] - one["sentence_start"]
        label = one["label"] or one["model_label"]
        st.html(quote_html(one["sentence"], (start, start + len(one["mention"])), label))
        said = [f"{parts.plain(one['model_actor'])} {parts.signed(one['model_label'])}"]
        said += [f"said by {parts.plain(one['model_speaker'])}"] if one["model_speaker"] else []
        st.markdown(f"The model said: {', '.join(said)} :small[{one['model_probability']:.0%}]")
        st.markdown(f"{parts.plain(one['coder']) or 'A person'} said: **{', '.join(_changes(one))}**")
        if one["note"]:
            st.caption(f"Note: {parts.plain(one['note'])}")
        st.caption(parts.plain(" · ".join(filter(None, (one["date"], one["title"])))))
        _made(one, "correction_id", corrections.set_undone, lambda: _in_article(one))


def _changes(one: Mapping[Hashable, Any]) -> list[str]:
    found = [parts.plain(one["new_actor"])] if one["new_actor"] else []
    found += [parts.signed(one["label"])] if one["label"] else []
    if one["new_speaker"] is not None:
        found.append(f"said by {parts.plain(one['new_speaker'])}" if one["new_speaker"] else "nobody speaks for it")
    return found + (["page furniture"] if one["is_furniture"] else [])


def _in_article(one: Mapping[Hashable, Any]) -> None:
    parts.article_link(one["article_id"], one["sentence_index"])


def _made(
    one: Mapping[Hashable, Any], key: str, undo: Callable[..., None], beside: Callable[[], None] = lambda: None
) -> None:
    """When and whether it holds, and the button that takes it back or makes it again."""
    with st.container(horizontal=True, vertical_alignment="center"):
        done = one["made_at"][:16].replace("T", " ")
        by = f" by {parts.plain(one['coder'])}" if one["coder"] else ""
        holds = "" if one.get("holds", True) else "a later correction holds"
        holds = holds if one.get("found", True) else "not found in the latest scoring"
        holds = "undone" if one["undone"] else holds
        st.caption(" · ".join(filter(None, (f"{done} UTC{by}", holds))), width="content")
        beside()
        st.button(
            "Redo" if one["undone"] else "Undo",
            key=f"undo-{key}-{one[key]}",
            on_click=undo,
            args=(data.store(), one[key], not one["undone"]),
        )


def _merge_form(actors: Mapping[str, Actor], named: Mapping[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = [
            st.selectbox(title, list(actors), None, format_func=named.__getitem__, key=f"merge-{title}", width=280)
            for title in ("One name", "The other name")
        ]
        who = coder_input()
    pair = [actors[one] for one in chosen if one]
    if len(pair) < 2:
        return
    if pair[0].id == pair[1].id:
        st.info("This is the same actor twice. Choose another one.")
        return
    stays = st.radio(
        "The name that stays", [one.id for one in pair], format_func=lambda one: parts.plain(actors[one].name)
    )
    into = actors[stays]
    other = next(one for one in pair if one.id != stays)
    if st.button("Count them as one actor", type="primary"):
        try:
            corrections.merge_actors(data.store(), other, into, who)
        except InvalidInput as error:
            st.error(parts.plain(str(error)))
            return
        st.rerun()
