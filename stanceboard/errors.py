"""What can go wrong, by what the caller can do about it.

StanceboardError
├── InvalidInput        a value given to the package is not what it must be
├── UnreadableArticle   a file or pasted text holds no article that can be read
├── ModelNotFound       a scorer was asked for that is not there
└── StoreError          the database cannot be opened or is not ours

Every message says what was expected, what was found and what to do; the dashboard shows it unchanged.
"""


class StanceboardError(Exception):
    """Base of every error that the package raises on purpose."""


class InvalidInput(StanceboardError, ValueError):
    """A value given to the package is not what it must be."""


class UnreadableArticle(StanceboardError):
    """A file or pasted text holds no article that can be read."""


class ModelNotFound(StanceboardError):
    """A scorer was asked for that is not there."""


class StoreError(StanceboardError):
    """The database cannot be opened, or is not one of ours."""
