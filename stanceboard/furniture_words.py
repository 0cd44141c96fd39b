"""Lines of page furniture that are known by their words: bylines, dates, bars of buttons and sections.

Sets and splits rather than patterns: each word is looked up once, so the cost is linear in the line.
"""

import re

SEPARATOR = re.compile(r"\s*(?:[|·•>»›→/]|\t|\s{2,})\s*")
COUNT = re.compile(r"\(?\b\d[\d,.]*[KkMm]?\b\)?")
WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")

# Enough alone to know a line by
BUTTONS = frozenset(
    """
    share tweet retweet print whatsapp linkedin reddit pinterest bookmark subscribe newsletter newsletters login sitemap rss donate
    log in|sign in|sign up|log out|sign out|my account|copy link|copy url|save for later|save article|send to a friend|follow us
    subscribe now|share this article|share this story|share article|share on facebook|share on twitter|share on x|share via email
    email this article|print this page|print this article|print article|skip to content|skip to main content|front page|contact us
    about us|advertise with us|privacy policy|privacy notice|cookie policy|cookie settings|terms of use|terms of service
    terms and conditions|terms & conditions|accessibility statement|site map|donate now|support us|back to top|remind me later
    payment methods|paiment methods|accept all|reject all|manage preferences|no thanks|comments|view comments|leave a comment
    show comments|hide comments|post a comment|no comments yet|sign in to post|sign in to comment|log in to comment|get the app
    download the app|load more|show more|view all|see all|read more|all rights reserved|unsubscribe|do not sell my personal information
    add to favourites|add to favorites|print edition|e-paper|text size|font size|email newsletters|was this page helpful|share this
    sign up for e-mail updates|sign up for email updates|photo gallery|min read|mins read|subscribe today|listen to article|follow
    """.replace("\n", "|").split("|")
)
_BUTTONS = frozenset(
    phrase for entry in BUTTONS for phrase in (entry.split() if entry.count(" ") > 5 else [entry.strip()]) if phrase
)
# Only beside one of those
WEAK_BUTTONS = frozenset(
    "a x no yes ok like save send home top back more next previous close help search menu contact about terms privacy cookies "
    "cookie accept dismiss email e-mail facebook twitter telegram instagram youtube messenger listen watch download comment reply "
    "feedback faq careers foia imprint disclaimer advertise advertising accessibility register shares views likes news opinion "
    "world politics business sport sports life culture weather on via to this article story".split()
)

MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun".split()
)
STAMPED = frozenset("published updated posted modified created issued revised".split())
CLOCK = frozenset(
    "am pm a.m p.m gmt utc z et est edt pt pst pdt ct cst cdt ist msk cet cest bst eet pkt aft local time hrs h noon "
    "at on last first date of and by th st nd rd min mins minute minutes read hour hours day days ago hour's".split()
)
NUMERIC = re.compile(r"\d{1,2}(?:st|nd|rd|th)?$")
YEAR = re.compile(r"(?:19|20)\d\d$")
TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?::\d{2})?(?:am|pm|z)?$|\d{1,2}(?:am|pm)$")
FULL_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:t[\d:.]+(?:z|[+-]\d\d:?\d\d)?)?$|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d$"
)

NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]*$")
PARTICLES = frozenset("de da di du van von der den al bin ibn el la le ul y ter".split())
DESK = frozenset(
    "and in of for at the our with staff correspondent correspondents reporter reporters writer writers editor editors agency "
    "agencies desk bureau bureaus newsroom contributor contributors diplomatic special political foreign senior chief web team "
    "from by a an additional reporting writing editing editing compiled translated edited written produced newsdesk".split()
)
# 'By' opens a headline as well as a byline: "By Skipping Moscow, Kabul Gambles", "By Any Means"
NOT_NAMES = frozenset(
    "any all the this that these those land sea air now then far most some no not its his her their one two".split()
)
CREDITED = re.compile(
    r"[\[(]?(?:(?:Additional|Original) )?(?:Reporting|Writing|Editing|Compiled|Translated|Edited|Written|Reported|Produced|"
    r"reporting|writing|editing)(?: and (?:writing|editing|additional reporting|reporting|compiled))? by (?P<names>.+)$"
)
DESCRIBED = re.compile(
    r"(?:(?:Analysis|Opinion|Report|Story|Text|Commentary|Words|Interview|Article|Written) )?(?:By|BY|by) (?P<names>.+)$"
)


def is_timestamp(line: str, said: bool = False) -> bool:
    """Tell whether the line is a date or an age and nothing else; if `said`, one that says "published" or the like."""
    words = [word.lower().rstrip(".") for word in re.split(r"[\s,|•·()\[\]]+|[:–—-](?=\s)|:$", line) if word]
    if not 1 <= len(words) <= 16:
        return False
    known = MONTHS | WEEKDAYS | STAMPED | CLOCK
    dated = [
        word for word in words if NUMERIC.match(word) or YEAR.match(word) or TIME.match(word) or FULL_DATE.match(word)
    ]
    if not all(word in known or word in ("-", "–", "—", "/") for word in words if word not in dated):
        return False
    is_said = any(word in STAMPED for word in words)
    if said:
        return is_said and bool(dated)
    has_day = any(NUMERIC.match(word) for word in words) and any(word in MONTHS for word in words)
    is_placed = any(YEAR.match(word) or TIME.match(word) for word in words)
    is_age = words[-1] in ("ago", "read") and bool(dated)
    return is_age or any(FULL_DATE.match(word) for word in words) or (has_day and is_placed)


def is_byline(line: str) -> bool:
    """Tell whether the line is "By" and names, desks or places: "By Jane Doe and Ali Khan, Reuters"."""
    match = DESCRIBED.match(line)
    if not match or len(line) > 160 or line[-1] in "!?:":
        return False
    if not line.startswith(("By", "BY")) and not match["names"].lower().startswith(("our ", "staff")):
        return False
    names = re.split(r"\s[|•·–—-]\s|\s{2,}", match["names"])
    if not all(_only_names(part) for part in names[:1]):
        return False
    return all(_only_names(part) or is_timestamp(part) or is_timestamp(part, said=True) for part in names[1:])


def is_agency_credit(line: str) -> bool:
    """Tell whether the line says who reported, wrote and edited, and no more."""
    match = CREDITED.match(line)
    if not match:
        return False
    return _only_names(match["names"].rstrip(".)] "), longest=60)


def _only_names(text: str, longest: int = 14) -> bool:
    words = re.split(r"[\s,;/&()]+", text.strip().rstrip("."))
    words = [word for word in words if word]
    if not 1 <= len(words) <= longest:
        return False
    first = words[0].lower()
    if (
        first in NOT_NAMES
        or first in MONTHS | WEEKDAYS
        or (first.endswith("ing") and len(first) > 5 and first not in DESK)
    ):
        return False
    if first in ("our", "staff", "agencies", "a", "an", "newsroom", "web"):
        return all(NAME.match(word) or word.lower() in DESK for word in words)
    is_person = len(words) > 1 or words[0].lower() in DESK or longest > 14
    return is_person and all(_is_name(word) for word in words)


def _is_name(word: str) -> bool:
    return bool(NAME.match(word)) or word.lower() in DESK or word.lower() in PARTICLES or word.startswith("@")


def is_controls(line: str) -> bool:
    """Tell whether the line is made of buttons and counters only: "Share  Tweet  Print", "14 comments"."""
    if len(line) > 200:
        return False
    segments = [segment for segment in re.split(r"[|·•>»›/.,:;?!–—]|\t|\s{2,}", _uncounted(line)) if segment.strip()]
    return _all_buttons(segments) or _all_buttons(_uncounted(line).split())


def _all_buttons(segments: list[str]) -> bool:
    phrases = [segment.strip(" -*()[]").lower() for segment in segments]
    phrases = [phrase for phrase in phrases if phrase]
    known = all(
        phrase in _BUTTONS or phrase in WEAK_BUTTONS or not set(phrase.split()) - WEAK_BUTTONS for phrase in phrases
    )
    return known and any(phrase in _BUTTONS for phrase in phrases)


def _uncounted(line: str) -> str:
    return COUNT.sub(" ", line)


def is_navigation(line: str) -> bool:
    """Tell whether the line is a path or bar of three or more sections: "Home > World > Asia"."""
    if line.startswith("|") or len(line) > 200 or line[-1] in '.!?"”':
        return False
    segments = [segment for segment in re.split(r"\s*[|·•>»›]\s*", line) if segment]
    if len(segments) < 3:
        return len(segments) == 2 and segments[0].lower() in ("home", "front page", "news", "start")
    return all(len(segment.split()) <= 5 and len(segment) <= 40 and not segment[0].isdigit() for segment in segments)


def is_bar(line: str) -> bool:
    """Tell whether the line is a short name or date beside two or more buttons: "DAILY   Subscribe   Log in"."""
    segments = [segment.lower() for segment in SEPARATOR.split(line) if segment]
    buttons = sum(_all_buttons([segment]) for segment in segments)
    return len(line) <= 200 and buttons >= 2 and all(len(segment.split()) <= 5 for segment in segments)
