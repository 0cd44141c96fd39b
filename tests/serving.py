"""The dashboard as a user starts it, for browser tests, screenshots and timings."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

PATIENCE = 30  # seconds
_processes: dict[str, int] = {}


@contextmanager
def running(database: str) -> Iterator[str]:
    """Serve `database` on a free port until the block ends; gives the address once the server is healthy."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "stanceboard.cli", "dashboard", "--no-browser"]
    command += ["--port", str(port), "--database", database]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("STREAMLIT_")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(process, address)
            _processes[address] = process.pid
            yield address
        finally:
            _processes.pop(address, None)
            process.terminate()


def memory_of(address: str) -> int:
    """Bytes of memory that the server at `address` holds (Linux)."""
    status = Path(f"/proc/{_processes[address]}/status").read_text(encoding="utf-8")
    return 1024 * int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urlopen(f"{address}/_stcore/health", timeout=1).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(process.stderr.read().decode() if process.stderr else "") from None
            time.sleep(0.01)
    raise RuntimeError(f"Expected a healthy server within {PATIENCE} s, found none.")
