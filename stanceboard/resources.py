"""Where the shipped assets lie: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).parent


def asset(*parts: str) -> Path:
    """Path of a shipped file or folder: `asset("data", "topics.toml")`, `asset("models", "table.toml")`.

    Raises FileNotFoundError naming both places that were looked at.
    """
    installed = PACKAGE.joinpath("_assets", *parts)
    checkout = PACKAGE.parent.joinpath(*parts)
    for path in (installed, checkout):
        if path.exists():
            return path
    raise FileNotFoundError(
        f"Expected {'/'.join(parts)} at {installed} or {checkout}, found neither. Reinstall stanceboard."
    )
