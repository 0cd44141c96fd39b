"""The words of one sentence, and the word lists that the rules of this folder share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stanceboard.actors.registry import WORD, fold
from stanceboard.types import Sentence

# Who stands for a state or a body without a name of its own.
BODIES = frozenset(
    "government governments govt govts gov administration ministry ministries cabinet authorities officials official presidency embassy "
    "consulate delegation delegations side leadership regime negotiators diplomats envoys representatives mission team teams "
    "department bureau council-of-ministers troika-team foreign-office junta palace".split()
)
# Who holds an office and may be followed by a name.
OFFICES = frozenset(
    "president premier chancellor king queen emir sultan minister secretary pm fm envoy ambassador spokesman spokeswoman spokesperson "
    "leader chief head chairman chairwoman chair negotiator adviser advisor delegate commander general governor deputy official "
    "representative commissioner mediator diplomat chargé attaché consul cleric ayatollah founder member secretary-general "
    "co-chair coordinator director executive journalist speaker undersecretary prime-minister aide councillor senator".split()
)
# What may stand between an owner and its office: "Russian deputy foreign minister".
MODIFIERS = frozenset(
    "deputy acting interim national security foreign defence defense interior prime first vice senior top chief special peace "
    "presidential state trade finance economy economic energy justice information culture press political military assistant "
    "under permanent new outgoing then lead main principal caretaker home external affairs climate environment health labour labor "
    "transport supreme parliamentary regional and negotiating reconciliation de facto nuclear general high ministry "
    "attorney managing campaign communications faction caucus federal provincial legislative academic executive "
    "government department embassy council office cabinet army rebel's 's s local party policy".split()
)
# Bodies of a state that may differ with its government, and go by their own name.
OWN_BODIES = frozenset("parliament senate congress legislature opposition".split())
# What an office or a ministry is of or for: "Secretary of State", "Ministry of Foreign Affairs".
PORTFOLIOS = frozenset(
    "housing communities local government planning transport welfare social work pensions culture media science technology industry "
    "water fisheries oceans forests mines tourism women youth religious sport "
    "state foreign affairs external home interior internal defence defense finance treasury trade commerce justice energy security "
    "national public health education information culture agriculture labour labor environment human rights refugees war peace oil".split()
)
# The last word of a name that is nobody's name.
MEDIA = frozenset(
    "times post news tribune gazette herald journal daily press radio television tv agency magazine broadcaster newspaper".split()
)
INSTITUTIONS = frozenset(
    "court courts ministry department university bank parliament senate congress committee commission council office affairs rights "
    "house embassy police army navy church foundation institute centre center fund airport".split()
)
# Given names and surnames of people that are names of states too.
PEOPLES_NAMES = frozenset("jordan chad israel georgia".split())
# Words that cut the tie between an owner and an office: such a person speaks for nobody but themselves.
LOOSE = frozenset(
    "former ex opposition rebel retired exiled dissident independent jailed ousted deposed late fugitive rival".split()
)
# "Another Congress leader complained": one of several, who may differ with the rest.
ONE_OF_SEVERAL = frozenset(["another", "one", "some"])
PARTISANS = frozenset("leader member lawmaker politician senator deputy mp".split())
# Nominal actors without a name.
ROLES = frozenset(
    "diplomat official source analyst expert observer lawmaker legislator mp senator politician commander rebel insurgent militant "
    "fighter guerrilla protester demonstrator activist campaigner critic opponent negotiator mediator envoy delegate aide adviser "
    "minister elder cleric general warlord ambassador leader group union party faction militia economist researcher academic "
    "spokesman spokeswoman spokesperson opposition representative separatist unionist nationalist monarchist dissident villager "
    "farmer trader worker striker businessman lawyer scholar columnist commentator historian journalist organisation organization "
    "coalition alliance bloc force".split()
)
POSSESSIVES = frozenset("its their his her our".split())
GROUP_HEADS = frozenset(
    "group movement bloc militia faction organisation organization party rebels insurgents militants guerrillas fighters".split()
)
SPEECH = frozenset(
    "said says say told tells added adds announced announces confirmed confirms denied denies insisted insists argued argues warned "
    "warns asked asks wrote writes declared declares stated noted notes explained explains replied called complained urged "
    "repeated tweeted posted remarked observed recalled stressed acknowledged admitted predicted cautioned quipped vowed".split()
)
# Before a name, these make it a place.
PLACE_BEFORE = frozenset(
    "in inside across throughout near within around into outside off at northern southern eastern western central".split()
)
CAPITAL_PLACE_BEFORE = PLACE_BEFORE | frozenset(
    "to from via toward towards leaving left reached reach visiting visited through capital of".split()
)
# "in north Mali", "in the north of Mali"
QUARTERS = frozenset("north south east west northeast northwest southeast southwest".split())
# After a capital, these make it the name of something else: "Moscow talks", "Kabul airport".
NOT_ACTING_AFTER = frozenset(
    "talks conference meeting meetings summit meet format round rounds event forum session process dialogue negotiations accord "
    "agreement declaration track deal plan initiative visit trip airport state hotel time region province street streets residents based "
    "correspondent suburb university district embassy bureau newspaper protocol treaty pact peace consultations gathering text "
    "statement communique roundtable workshop framework invitation platform proposal on last this next school stock exchange".split()
)
CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sept sep oct nov dec".split()
)
PARTICLES = frozenset(
    "al el bin ibn abu de da di del della van von der den la le du dos das ul ur ud ad i bint y".split()
)

_WORD_OR_HYPHENATED = re.compile(WORD.pattern)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with offsets into the article; `gap` is what stands between it and the word before."""

    start: int
    end: int
    text: str
    folded: str
    gap: str

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def words_of(sentence: Sentence) -> list[Word]:
    """Split a sentence into words with article offsets."""
    words: list[Word] = []
    end = 0
    for match in _WORD_OR_HYPHENATED.finditer(sentence.text):
        gap = sentence.text[end : match.start()]
        words.append(Word(sentence.start + match.start(), sentence.start + match.end(), match[0], fold(match[0]), gap))
        end = match.end()
    return words


def joined(word: Word) -> bool:
    """Tell whether nothing but a space or an apostrophe's s parts `word` from the one before."""
    return word.gap in (" ", "", "'", "’", "\u00a0", ". ", "-", "\n", "‑", "–") or word.gap.strip(" ") in (
        "'",
        "’",
        "-",
    )


def singular(folded: str) -> str:
    """Crude singular, enough to look a role up: "diplomats" -> "diplomat", "parties" -> "party"."""
    if folded.endswith("ies") and len(folded) > 4:
        return folded[:-3] + "y"
    return folded[:-1] if folded.endswith("s") and not folded.endswith("ss") else folded


def is_one_of_several(words: Sequence[Word], first: int, office: int) -> bool:
    """Tell whether "another" or the like stands before the body at `first` whose partisan is at `office`."""
    return first > 0 and words[first - 1].folded in ONE_OF_SEVERAL and singular(words[office].folded) in PARTISANS


def leaves_quote_open(text: str) -> bool:
    """Tell whether a quotation that begins in `text` does not end in it."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")
