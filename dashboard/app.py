"""The entry script: page settings, shared style, navigation. Pages do the rest."""

from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.highlight import STYLE
from dashboard.parts import ADD, ARTICLE, EVIDENCE, METHODS, OVERVIEW
from stanceboard.errors import StanceboardError

st.set_page_config("Stanceboard", page_icon=str(Path(__file__).parent / "assets" / "favicon.png"), layout="wide")
page = st.navigation(
    [
        st.Page(OVERVIEW, title="Overview", default=True),
        st.Page(EVIDENCE, title="Evidence"),
        st.Page(ADD, title="Add articles"),
        st.Page(METHODS, title="Methods & data"),
        st.Page(ARTICLE, title="Article", visibility="hidden"),
    ],
    position="top",
)
st.html(STYLE)
try:
    data.store()
except StanceboardError as error:
    st.error(str(error))
    st.stop()
page.run()
