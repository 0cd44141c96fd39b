"""Start the dashboard on 127.0.0.1, with every setting given here and none read from the reader's machine."""

import os
import socket
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import streamlit as st

from stanceboard import own_actors
from stanceboard.database import ENVIRONMENT
from stanceboard.errors import StanceboardError
from stanceboard.store import Store

HOST = "127.0.0.1"
PORTS_TRIED = 50
MAX_UPLOAD_MB = 25
SURFACES = {
    "light": {
        "backgroundColor": "#FFFFFF",
        "secondaryBackgroundColor": "#F3F4F6",
        "textColor": "#1F2933",
        "linkColor": "#005A8F",
    },
    "dark": {
        "backgroundColor": "#14181D",
        "secondaryBackgroundColor": "#20262D",
        "textColor": "#E6E9ED",
        "linkColor": "#7CC4F0",
    },
}
CONFIG: dict[str, Any] = {
    "server.address": HOST,
    "server.headless": True,  # the browser is opened below, once the server answers
    "server.fileWatcherType": "none",
    "server.maxUploadSize": MAX_UPLOAD_MB,
    "browser.gatherUsageStats": False,
    "browser.serverAddress": HOST,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "type",
    "client.showErrorLinks": False,
    "theme.baseRadius": "small",
    "theme.paddingTop": "3rem",
    **{f"theme.{mode}.{name}": value for mode, surface in SURFACES.items() for name, value in surface.items()},
    "theme.light.primaryColor": "#0072B2",
    "theme.dark.primaryColor": "#4BA3D9",
}


def main(port: int, database: str | None = None, browser: bool = True, actors: Sequence[Path] = ()) -> None:
    """Serve until Ctrl+C; takes the next free port when `port` is taken. `actors` are files of the user's own."""
    if database:
        os.environ[ENVIRONMENT] = database
    if actors:
        own_actors.set_files(actors)
    chosen = free_port(port)
    address = f"http://{HOST}:{chosen}"
    print(f"Stanceboard: {address}  (Ctrl+C ends it)", flush=True)
    if browser:
        threading.Thread(target=_open_when_ready, args=(chosen, address), daemon=True).start()
    threading.Thread(target=_prepare, daemon=True).start()
    st.App(Path(__file__).parent / "app.py").run(config={**CONFIG, "server.port": chosen})


def free_port(first: int) -> int:
    """The first port from `first` on that nothing listens on."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)):
                return port
    return first


def _prepare() -> None:
    """While the browser opens: load what pages need, and fill a new database with the sample."""
    import_module("dashboard.charts")
    import_module("datasketch")  # the overview counts wire copies once
    with suppress(StanceboardError):  # the page says what is wrong with the database
        store = Store()
        store.ensure_sample()
        store.engine.dispose()


def _open_when_ready(port: int, address: str) -> None:
    for _ in range(200):
        try:
            socket.create_connection((HOST, port), timeout=0.1).close()
        except OSError:
            continue
        webbrowser.open(address)
        return
