"""The rules of page furniture: what a line that is not the article's own looks like, and why we think so.

A rule sees one line without white space at its ends, of at most MAX_LINE characters: longer lines are
prose, and the cap keeps every pattern's cost bounded whatever the input. A rule that is right only
above the first or below the last paragraph says so (`edges`). What a rule must not catch is listed
beside what it must in tests/test_furniture.py: add to both when you add a rule.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stanceboard.furniture_words import (
    is_agency_credit,
    is_bar,
    is_byline,
    is_controls,
    is_navigation,
    is_timestamp,
)

MAX_LINE = 400


@dataclass(frozen=True, slots=True)
class Rule:
    """One manner of furniture.

    `kind` is "appeal" (asks the reader for support), "prompt" (asks the reader for a click), "list" (heads a
    list of links), "label" (a headline on the first line, a link below) or "note" (any other).
    """

    reason: str
    matches: Callable[[str], object]
    kind: str = "note"
    edges: bool = False


def _any_case(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.IGNORECASE).match


def _as_written(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).match


NAME = r"[A-ZÀ-Þ][\w.'’-]*"
NAMES = rf"{NAME}(?: {NAME}){{0,4}}"
AGENCY = (
    r"(?:Reuters|REUTERS|AP(?: Photos?)?|AFP|EPA(?:-EFE)?|Getty(?: Images)?|Xinhua|TASS|Sputnik|RIA Novosti|Anadolu(?: Agency)?|"
    r"Bloomberg(?: News)?|Associated Press|The Associated Press|Agence France-Presse|Shutterstock|Alamy(?: Stock Photo)?|iStock|"
    r"Zuma Press|UPI|DPA|dpa|PTI|ANI|Kyodo(?: News)?|Yonhap|NurPhoto|PA(?: Media| Wire)?|Press Association|VOA|RFE/RL|IRNA|"
    r"Wikimedia(?: Commons)?|Flickr|Unsplash|Pool(?: Photo)?|Handout|kremlin\.ru|File(?: Photo)?)"
)
PICTURE = (
    r"(?:(?:file|stock|archive|handout|cover|main|top) )?(?:photo(?:graph)?|image|picture|illustration|infographic)s?"
)
INBOX = (
    r"(?:newsletters?|inbox|alerts?|briefings?|e-?mails?|updates|notifications|our app|podcasts?|channel|subscribers?)"
)
NETWORK = (
    r"(?:twitter|facebook|instagram|telegram|whatsapp|youtube|linkedin|tiktok|threads|bluesky|mastodon|google news|x)"
)
MEDIUM = r"(?:Times|News|Post|Herald|Guardian|Gazette|Chronicle|Tribune|Bulletin|Monitor|Review|Observer|Mail|Daily|Journal|Press|Radio)"
OURS = (
    r"(?:(?:our|this|independent) (?:work|journalis[mt]s?|reporting|newsrooms?|reporters?|coverage|(?:web)?site|newspaper|publication)\b"
    r"|journalism\b|(?:support|help|enabl|allow|keep)\w* us\b)"
)

RULES = (
    # pictures
    Rule("a photographer and an agency: 'Jane Doe / Reuters'", _as_written(
        rf"[\[(]?(?:{NAME} ){{0,3}}{NAME} ?(?:/|\b(?:via|for)\b) ?(?:the |The )?{AGENCY}(?:(?: ?/ ?| via | )(?:{AGENCY}|{NAMES}))?[\])]?\.?$")),
    Rule("an agency and a photographer: 'REUTERS/Jane Doe', 'AFP via Getty Images'", _as_written(
        rf"[\[(]?{AGENCY}(?:(?: ?/ ?| via | - | )(?:{AGENCY}|{NAMES})){{0,2}}[\])]?\.?$"), edges=True),
    Rule("an agency's name alone or as a credit in brackets", _as_written(
        rf"(?:{AGENCY}|[\[(]{AGENCY} ?/ ?{NAMES}(?: ?/ ?{NAMES})?[\])])\.?$")),
    Rule("a label for a picture: 'Photo: …', 'Image credit: …'", _any_case(
        rf"[\[(]?{PICTURE}(?: (?:credits?|source|courtesy))?\s?:\s?\S")),
    Rule("a picture's label in the BBC's manner: 'Image source, …'", _as_written(
        r"(?:Image|Media) (?:source|caption|copyright)(?:,| [A-Z])")),
    Rule("'Photo by Jane Doe/AFP', nothing but names after it", _as_written(
        rf"[\[(]?(?:Photo|Photograph|Image|Picture|Illustration|Graphic)s? (?:by|courtesy of|courtesy|via) {NAMES}"
        rf"(?:(?: ?/ ?|, | for | via | and ){NAMES}){{0,3}}[\])]?\.?$")),
    Rule("a caption from the archive: 'FILE - …'", _as_written(r"[\[(]?(?:FILE(?: PHOTO)?\s?[-–—:.]\s|File (?:photo|picture|image)\b)")),
    Rule("a caption that ends in its credit", re.compile(
        rf"(?:\((?:AP|AFP|EPA|REUTERS|Reuters)(?: Photo)? ?/ ?[^()]{{2,60}}\)"
        rf"|[\[(](?:File )?(?:Photo|Image|Picture|Credit)s?(?: credit| by|:) ?[^()\[\]]{{2,80}}[\])]"
        rf"|\[[^\[\]]{{2,60}}/ ?{AGENCY}\]|\({NAME}(?: {NAME}){{0,3}} ?/ ?{AGENCY}\)"
        rf"|\bREUTERS/{NAMES}|\b(?:AP Photo|AFP Photo)/{NAMES}|/ ?Getty Images"
        rf"|(?:[.!?)\]”\"]\s?|[a-z] ?)(?:Image|Photo|Picture|Photograph|Photo credit|Image credit): ?[^.:]{{2,60}})\.?$").search),
    # who wrote and when
    Rule("a byline, nothing but names after 'By'", is_byline),
    Rule("an agency's reporting credit: 'Reporting by …; Editing by …'", is_agency_credit),
    Rule("an agency's principles", _any_case(r"our standards\s?:")),
    Rule("when it was published: 'Updated: 9 November 2018'", lambda line: is_timestamp(line, said=True)),
    Rule("a date alone", is_timestamp, edges=True),
    # asking the reader
    Rule("an appeal by its first words", _any_case(
        r"(?:…|\.\.\.)?\s?(?:before you (?:go|continue)\b|(?:since|now that|as|while) you['’]?(?:re| are) here\b"
        r"|(?:we|i) have a (?:small|quick) favou?r to ask|dear readers?,|not ready to (?:support|subscribe|donate|contribute)"
        r"|remind me (?:later|in|next)\b|already a (?:subscriber|member|supporter)\b|thank you for (?:reading|supporting) (?:us|our|the)\b)"),
        kind="appeal"),
    Rule("asks for a gift", _any_case(
        r"(?:please )?(?:consider (?:making )?(?:a|an) (?:\S+ ){0,2}(?:donation|contribution|subscription)\b"
        rf"|please (?:consider )?(?:donat|subscrib|support|contribut)\w* .{{0,80}}\b(?:us\b|our\b|{OURS})"
        r"|please (?:consider )?(?:donate|subscribe)(?:ing)?(?: (?:now|today|here))?[.!]?$"
        r"|make a (?:\S+ ){0,2}(?:donation|contribution) (?:today|now|here|to (?:us|our|support))|(?:click|tap) here to (?:give|donate|support|subscribe|join)\b"
        r"|become an? (?:\S+ ){0,3}(?:member|supporter|subscriber|patron)\b(?: (?:today|now|here|of (?:our|the)\b.*))?[.!]?$"
        r"|(?:donate|give|contribute|subscribe|join) (?:now|today|here|monthly)\b)"), kind="appeal"),
    Rule("asks readers who value the work", _any_case(
        rf"if (?:you (?:value|like|enjoy|appreciate|found|find|believe)|our (?:work|journalism|reporting))\b.{{0,160}}\b(?:{OURS}|donat|contribut|subscri)"),
        kind="appeal"),
    Rule("asks to support journalism", _any_case(
        r"(?:(?:please|help(?: us)?(?: to)?) )?(?:support|fund|back|defend) "
        r"(?:us\b|our (?:journalism|work|reporting|newsroom|mission)|(?:(?:independent|free|quality|public|local|fearless|honest) )+(?:journalism|media|news|reporting|press)\b)"
        r"(?! (?:is|was|are|were|has|have|had|will)\b)"), kind="appeal", edges=True),
    Rule("'Support The Paper!'", _as_written(
        rf"(?:Support|SUPPORT) (?:[Tt]he |THE )?(?:{NAME} ){{0,3}}(?:{MEDIUM}|{MEDIUM.upper()}|{NAME}(?=!))(?: {NAME})?!?$"), kind="appeal", edges=True),
    Rule("says what a reader's gift does", _any_case(
        rf"your (?:support|donation|contribution|gift|subscription)\b.{{0,160}}\b{OURS}"), kind="appeal"),
    Rule("names a medium that lives by its readers' gifts", _any_case(
        r".{0,80}\b(?:depends?|relies|rely|is funded|are funded|run|runs) (?:only |entirely |solely )?(?:on|by) (?:your support|(?:our )?readers|readers like you|you\b)"),
        kind="appeal"),
    # letters, apps, networks
    Rule("subscribe or sign up to the medium's letters", _any_case(
        rf"(?:subscribe|sign[- ]up|register|opt in)\b(?: ?:|.{{0,80}}\b(?:{INBOX}|our|today|now|free|here|the newspaper|unlimited)\b|$)"), kind="prompt"),
    Rule("'… in your inbox'", _any_case(rf"(?:get|receive|want|enjoy|never miss|stay (?:informed|up to date|updated))\b.{{0,120}}\b(?:your (?:{INBOX}|phone|mailbox)|newsletters?|the app\b|our app\b|our {INBOX})"), kind="prompt"),
    Rule("a letter's own prompt", _any_case(r"(?:the )?(?:(?:daily|weekly|morning|evening|free|e-?mail) )+newsletters?\s?[:.!]?$|enter your e-?mail\b|your e-?mail address\b|unsubscribe (?:at )?any ?time\b|by (?:signing up|subscribing|clicking|continuing|using th)\b.{0,120}\b(?:agree|accept|consent|cookies?|privacy|terms)\b")),
    Rule("follow us", _any_case(rf"(?:follow|like|find|join|connect with) (?:us|me|our|the author|@\w+)\b.{{0,80}}\b(?:on|channel|group|page|{NETWORK})\b|follow .{{1,60}} on {NETWORK}\b(?:\W.*)?$|(?:download|get|install|try) (?:the|our) (?:\S+ ){{0,3}}app\b"), kind="prompt"),
    # the page around the article
    Rule("a cookie notice", _any_case(r"(?:we|this (?:web)?site|our (?:web)?sites?|we and our partners)(?: and our partners)? uses? (?:\S+ ){0,2}cookies\b|(?:accept|manage|reject|allow) (?:all |your )?cookies?\b|cookie (?:policy|settings|preferences|notice|consent)\W*$|(?:please )?enable (?:javascript|cookies)\b")),
    Rule("a copyright line", _any_case(r"(?:©|\(c\) ?(?:copyright|\d{4})|copyright\b.{0,80}(?:©|\b(?:19|20)\d\d\b|all rights|terms|reserved))|all rights reserved\b|.{0,160}\ball rights reserved(?! \w)")),
    Rule("may not be copied", _any_case(r".{0,160}\b(?:not for (?:re)?distribution|(?:may|must) not be (?:reproduced|republished|published, broadcast|redistributed|copied)|republished with permission)\b")),
    Rule("an advertisement's place", _any_case(r"(?:-+ ?)?(?:advertis(?:e)?ments?(?: (?:scroll|continue|skip|story)\b.{0,40})?|sponsored(?: content| posts?| links?)?|promoted(?: content)?|paid (?:content|post)|(?:ads?|sponsored) by [^,]{1,60})(?:\s?[^\w\s,.'’].{0,60})?$(?<![.])")),
    Rule("the story goes on below", _any_case(r"[\[(*-]?\s?(?:(?:the |this )?(?:story|article) continues (?:below|after|beneath)|continue reading|keep reading|scroll (?:down )?to continue|skip (?:past|advertisement|ad\b))")),
    Rule("a link to another article: 'Also read: …', 'Related | …'", _any_case(
        r"[\[(*»→▶►•-]*\s?(?:(?:also|must|further) (?:read|see|watch)|read (?:also|next|more|too)|see also|see more|related(?: (?:articles?|stor(?:y|ies)|news|coverage|content|topics?|links?|reading|posts?|videos?))?"
        r"|recommended(?: (?:for you|reading|stories|articles))?|on the same topic|more on this(?: story| topic)?|more (?:stories|news|articles)|you (?:may|might|could) (?:also )?(?:like|be interested in)"
        r"|most (?:read|popular|viewed|shared|watched)|trending(?: now)?|editor['’]?s['’]? (?:picks?|choice)|don['’]t miss|top stories|up next|in case you missed it|you are here|in pictures|photo gallery|live updates)"
        r"\s?(?:[:|>»→-]|\.{3}|…)\s?\S")),
    Rule("a spoken link: 'WATCH: …'", _as_written(r"(?:READ|WATCH|LISTEN|VIDEO|GALLERY|PHOTOS|PODCAST|OPINION|EXPLAINED|LIVE)\s?[:|]\s?\S|(?:Read|Watch|Listen)\s?\|\s?\S"), kind="label"),
    Rule("'Read more', and the heads of lists of links", _any_case(
        r"[\[(*»→▶►•-]*\s?(?:read (?:more|next|also)|see also|related (?:articles?|stor(?:y|ies)|news|coverage|content|topics?|links?|reading|posts?|videos?)|recommended(?: (?:for you|reading|stories|articles))?"
        r"|more on this(?: story| topic)?|more (?:stories|from (?:the |our |this )?\w+(?: \w+)?)|you (?:may|might) also like|most (?:read|popular|viewed|shared)|trending(?: now)?|editor['’]?s['’]? picks?|top stories|latest (?:news|stories|headlines)|also in this section|from around the web)"
        r"\s?(?:[:.>»→…\])]|\.{3})*$"), kind="list"),
    Rule("'Read more about …', 'Read the full …'", _any_case(r"read (?:more (?:about|on|from|of our|here)|the (?:full|whole|original) (?:story|article|report|interview|text|piece)|our (?:full |live |latest )?(?:coverage|analysis|explainer|guide))\b")),
    Rule("a list of tags", _any_case(r"(?:tags?|topics|filed under|posted in|categor(?:y|ies)|keywords|hashtags?|labels)\s?:(?!.*[.!?]$)\s?\S|(?:#\w+[\s,]*){1,12}$")),
    Rule("an address for readers or the press", _any_case(r"(?:press|media) (?:contact|enquiries|inquiries)\s?:|(?:got|have|do you have) (?:a|any) (?:news |story |confidential )?tips?\b|(?:spotted|found|see|notice) an? (?:error|mistake|typo)\b|report (?:an?|this) (?:error|mistake|typo|correction|ad)\b|(?:send|share) (?:us )?your (?:comments|feedback|thoughts|story|views|tips)\b|contact (?:us|the (?:author|editor|newsroom|writer))(?: (?:at|on|by|via|here)\b.*)?\W*$|(?:was|is) this (?:page|article|story) (?:helpful|useful|interesting)\b")),
    Rule("a page's number", _any_case(r"(?:page|p\.) ?\d{1,4}(?: ?(?:of|/) ?\d{1,4})?$")),
    Rule("buttons and counters: 'Share  Tweet  Print', '14 comments'", is_controls),
    Rule("a comment box", _any_case(r"(?:be the first to|leave a|post a|add a|write a|join the|log in to|sign in to|please log in to) (?:comment|reply|conversation|discussion|post)\b|comments? (?:are|is) (?:closed|disabled|moderated|off)\b"), kind="prompt"),
    Rule("the reader's tools", _any_case(r"(?:text|font) size\b|(?:listen to|print|save|share|e-?mail|bookmark|gift|translate) this (?:article|story|page|post)\b|share (?:on|via|with) (?:\w+ ?){1,3}$|jump to (?:content|navigation|comments)|skip to (?:\w+ ?){1,3}$|(?:estimated )?reading time\b|\d{1,3}[- ]min(?:ute)?s?[- ]read$")),
    Rule("a path or bar of sections: 'Home > World > Asia'", is_navigation, edges=True),
    Rule("a name with buttons: 'DAILY   Subscribe   Log in'", is_bar, edges=True),
)  # fmt: skip
