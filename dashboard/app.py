"""The entry script: page settings, shared style, menu. Pages do the rest."""

from pathlib import Path

import streamlit as st

from dashboard import data, links
from dashboard.highlight import STYLE
from stanceboard.errors import StanceboardError

st.set_page_config("Stanceboard", page_icon=str(Path(__file__).parent / "assets" / "favicon.png"), layout="wide")
pages = {
    name: st.Page(f"app_pages/{name}.py", title=title, default=name == links.OVERVIEW)
    for name, title in (links.IN_MENU | {links.ARTICLE: "Article"}).items()
}
page = st.navigation(list(pages.values()), position="hidden")
st.html(STYLE)
top = st.container()
try:
    data.store()
except StanceboardError as error:
    st.error(str(error))
    st.stop()  # no page can be shown, so none needs a menu
asked = links.asked()
try:
    page.run()
except links.PageEnds:
    pass
finally:  # only now are the widgets' values known, also where the page broke
    with top:
        links.menu(next(name for name, one in pages.items() if one.url_path == page.url_path))
        links.say_ignored(asked)
