"""Which language a text is in, found on this machine by py3langid, whose model comes with it. Only English is scored."""

from dataclasses import dataclass
from functools import cache

from babel import Locale
from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENGLISH = "en"
SURE = 0.9  # its probability on 22 sample reports is at least 0.9999; single sentences of names alone are at 0.1 to 0.5
READ = 20_000  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Language:
    """An ISO 639 code and its English name; both "unknown" where the text does not tell."""

    code: str
    name: str


UNKNOWN = Language("unknown", "unknown")


def find_language(text: str) -> Language:
    """Find a text's language; UNKNOWN rather than a guess.

    >>> find_language("Die Regierung in Kabul nahm am Dienstag die Einladung zu den Gesprächen nicht an.").name
    'German'
    """
    code, probability = _identifier().classify(text[:READ].encode("utf-8", "replace"))
    return Language(code, _names().get(code, code)) if probability >= SURE else UNKNOWN


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _names() -> dict[str, str]:
    return {code: str(name) for code, name in Locale("en").languages.items()}
