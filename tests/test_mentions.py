"""Mentions resolve by the codebook: who is meant, and who spoke."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stanceboard as sb
from stanceboard.actors.registry import load_registry
from stanceboard.mentions import find_mentions
from stanceboard.sentences import split_sentences


def found(text: str) -> list[tuple[str, str | None]]:
    article = sb.Article("t", text)
    return [(one.actor.name, one.speaker) for _, one in find_mentions(article, split_sentences(text), load_registry())]


CASES = [
    line.split("\t")
    for line in Path(__file__).with_name("mention_cases.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_case(text: str, expected: str):
    said = [name if speaker is None else f"{name} / {speaker}" for name, speaker in found(text)]
    assert "; ".join(said) == expected


def test_there_are_cases_enough_and_each_is_named_once():
    assert len(CASES) >= 120
    assert len({case[0] for case in CASES}) == len(CASES)


WORDS = st.sampled_from(
    [case[1] for case in CASES]
    + ["“", '"', "’s", "\u200b", "É", "ﬁ", "😀", "\ud800", "U.S.", "\n\n", "(", "-", ":", "the group", "he said"]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=12)), max_size=12).map(" ".join))
def test_offsets_are_exact_in_any_text(text: str):
    article = sb.Article("t", text)
    sentences = split_sentences(text)
    for sentence, mention in find_mentions(article, sentences, load_registry()):
        assert text[mention.start : mention.end] == mention.text != ""
        assert sentence.start <= mention.start < mention.end <= sentence.end
        assert text[sentence.start : sentence.end] == sentence.text


def test_a_headline_calls_by_name_whom_the_first_sentence_describes():
    text = 'Holt slams door on talks\n\nIran\'s supreme leader has thrown out the offer. "It solves nothing," Ayatollah Ali Holt told commanders.'
    assert found(text) == [("Iran", "Ali Holt")] * 3


def names(text: str) -> set[str]:
    return {name for name, _ in found(text)}


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Kabul said it would stay away.", "Afghan government"),
        ("The Afghan foreign ministry turned the offer down.", "Afghan government"),
        ("Washington will not take part.", "United States"),
        ("The White House rejected the plan.", "United States"),
        ("Downing Street welcomed the idea.", "United Kingdom"),
        ("The Kremlin sent out invitations.", "Russia"),
        ("Pakistani officials agreed to come.", "Pakistan"),
        ("The Taliban agreed to come.", "Taliban"),
        ("The United Nations called for talks.", "United Nations"),
    ],
)
def test_a_body_and_its_other_names_are_one_actor(text: str, actor: str):
    assert names(text) == {actor}


def test_a_place_is_not_an_actor():
    assert names("The talks in Moscow will open on Monday.") == set()
    assert names("They met in the Qatari capital Doha.") == set()


def test_an_official_of_a_ministry_is_its_government():
    assert names("An official of the Afghan foreign ministry declined to comment.") == {"Afghan government"}


def test_a_spokesman_is_his_body_with_the_speaker_kept():
    assert found("Russian Foreign Ministry spokeswoman Maria Zakharova said talks would open.") == [
        ("Russia", "Maria Zakharova")
    ]


def test_a_person_named_before_is_known_by_surname():
    text = "Taliban spokesman Zabihullah Mujahid confirmed the trip. Mujahid gave no date."
    assert found(text) == [("Taliban", "Zabihullah Mujahid")] * 2


def test_an_unnamed_diplomat_is_an_actor_of_his_own():
    article = sb.Article("t", "A senior Kabul-based foreign diplomat saw no point in talks.")
    [(_, mention)] = find_mentions(article, split_sentences(article.text), load_registry())
    assert mention.actor.kind == "unnamed"
    assert mention.actor.name.endswith("Kabul-based foreign diplomat")


def test_an_owner_is_no_part_of_the_name_of_what_it_owns():
    assert names("Ten of Darfur's main rebels will stay at home.") == {"Main rebels"}
    assert names("Some women's groups in Kabul asked for seats.") == {"Some women's groups in Kabul"}


def test_a_number_belongs_to_the_name_and_an_article_does_not():
    assert names("Two rebel commanders will stay away.") == {"Two rebel commanders"}
    assert names("A rebel commander will stay away.") == {"Rebel commander"}


def test_a_faction_goes_by_its_leader():
    text = "A faction led by Khamis Abdallah says it will be there. Abdallah gave no date."
    assert found(text) == [("Khamis Abdallah’s faction", None), ("Khamis Abdallah’s faction", "Khamis Abdallah")]


def test_people_at_the_head_of_a_list_item_are_named_in_full():
    assert names("Greta Thunberg: The campaigner announced a boycott.") >= {"Greta Thunberg"}
    assert names("Queen Margrethe: The monarch said that she would come.") >= {"Queen Margrethe"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "US Secretary of State Mike Pompeo told reporters so. Pompeo later said no.",
            ("United States", "Mike Pompeo"),
        ),
        (
            "Zamir Kabulov, Russia's special envoy to Afghanistan, told reporters. Kabulov rejected it.",
            ("Russia", "Zamir Kabulov"),
        ),
        (
            "Russia's special envoy for Afghanistan, Zamir Kabulov, said no. Kabulov rejected it.",
            ("Russia", "Zamir Kabulov"),
        ),
        (
            "A spokesman for the Taliban, Zabihullah Mujahid, said no. Mujahid rejected it.",
            ("Taliban", "Zabihullah Mujahid"),
        ),
        ("“No,” Russian Foreign Minister Sergei Lavrov said. Lavrov told reporters so.", ("Russia", "Sergei Lavrov")),
        (
            "The Taliban will come. Its spokesman, Suhail Shaheen, said so. Shaheen gave no date.",
            ("Taliban", "Suhail Shaheen"),
        ),
        (
            "EU foreign policy chief Federica Mogherini said no. Mogherini left.",
            ("European Union", "Federica Mogherini"),
        ),
    ],
)
def test_a_person_bound_to_a_body_speaks_for_it_later_too(text: str, expected: tuple[str, str]):
    assert [one for one in found(text) if one[1]][-1] == expected
    assert {name for name, _ in found(text)} == {expected[0]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hamas will stay away. Nobody was asked, said Ismail Haniyeh, the group's leader.",
            ("Hamas", "Ismail Haniyeh"),
        ),
        (
            "Sri Lanka rejected the date. “No,” said Keheliya Rambukwella, the government's defence spokesman.",
            ("Sri Lanka", "Keheliya Rambukwella"),
        ),
        (
            "The United Democratic Madhesi Front will not come. “Nobody goes that way,” said Upendra Yadav, who chairs the front.",
            ("United Democratic Madhesi Front", "Upendra Yadav"),
        ),
        (
            "The Free Aceh Movement agreed. “A door has opened,” said Bakhtiar Abdullah, spokesman for the movement.",
            ("Free Aceh Movement", "Bakhtiar Abdullah"),
        ),
        (
            "The African Union welcomed it, and its secretary-general, Aisha Bello, watched.",
            ("African Union", "Aisha Bello"),
        ),
        (
            "Abdullah Abdullah, leading Kabul's team of 16, thanked the hosts.",
            ("Afghan government", "Abdullah Abdullah"),
        ),
        ("Foreign Minister Ramtane Lamamra of Algeria spoke of a good day.", ("Algeria", "Ramtane Lamamra")),
        (
            "Who stays away:\n\n- Russia: President Vladimir Putin will not fly to Scotland.",
            ("Russia", "Vladimir Putin"),
        ),
        ("UN Secretary-General António Guterres welcomed the truce.", ("United Nations", "António Guterres")),
        ("Mullah Baradar, at the head of ten Taliban negotiators, told the meeting so.", ("Taliban", "Baradar")),
        (
            "“We do not go,” said Ahmed Hassan, who negotiates for the Justice and Equality Movement (JEM).",
            ("Justice and Equality Movement", "Ahmed Hassan"),
        ),
        (
            "It went well, said Maria-Elena Cowell, a spokeswoman for the Crisis Management Initiative.",
            ("Crisis Management Initiative", "Maria-Elena Cowell"),
        ),
        ("The Taliban named its deputy prime minister, Abdul Hanafi, as its head.", ("Taliban", "Abdul Hanafi")),
        ("South Korea declined. President Lee Myung-bak said so.", ("South Korea", "Lee Myung-bak")),
        ("Iran will be there. Ali Salehi, the foreign minister, said so himself.", ("Iran", "Ali Salehi")),
    ],
)
def test_the_words_beside_a_name_say_whom_it_speaks_for(text: str, expected: tuple[str, str]):
    assert expected in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hamas and Fatah will come. Nobody was asked, said Ismail Saleh, the group's leader.",
        "Hamas will come. “No,” said Ismail Saleh, the group's former leader.",
        "Iran and Iraq will be there. Ali Salehi, the foreign minister, said so.",
        "Iran will come. “No,” said Maria Ruiz, an analyst of the movement.",
        "France and Chad met. Both sides agreed, said Ali Salehi, who chairs the chamber.",
    ],
)
def test_a_name_is_bound_to_nobody_by_guess(text: str):
    assert [speaker for _, speaker in found(text) if speaker] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Climate Action Network, an alliance of 1,500 groups, said no.", {"Climate Action Network"}),
        ("Greta Thunberg: The Swedish campaigner announced that she would stay away.", {"Greta Thunberg"}),
        ("Two rebel forces will not be there.", {"Two rebel forces"}),
    ],
)
def test_what_describes_an_actor_is_no_second_one(text: str, expected: set[str]):
    assert names(text) == expected


def test_a_shared_surname_makes_nobody_a_spokesman():
    text = "Pakistan's Prime Minister Imran Khan said yes. Herat strongman Ismail Khan said he would refuse. Khan left."
    assert ("Ismail Khan", None) in found(text)
    assert ("Pakistan", "Imran Khan") in found(text)
    assert names("Abdullah Abdullah said yes. King Abdullah said no.") == {"Abdullah Abdullah", "King Abdullah"}


def test_a_former_office_and_a_rank_are_no_part_of_a_name():
    assert names("Former Afghan President Hamid Karzai told reporters so. Hamid Karzai said no.") == {"Hamid Karzai"}
    assert names("Gen. Joseph Dunford said so. Dunford left. Joseph Dunford came back.") == {"Joseph Dunford"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Afghanistan will not attend. The Foreign Ministry said in a statement that it would be pointless.",
            [("Afghan government", None)] * 2,
        ),
        ("The Afghan Ministry of Foreign Affairs rejected the plan.", [("Afghan government", None)]),
        ("Russia hosts. The Ministry of Foreign Affairs said so.", [("Russia", None)] * 2),
        (
            "Iran declined. The foreign ministry's spokesman, Bahram Qasemi, said so. Qasemi gave no reason.",
            [("Iran", None), ("Iran", "Bahram Qasemi"), ("Iran", "Bahram Qasemi")],
        ),
        ("The Foreign Ministry said so.", []),
    ],
)
def test_a_ministry_is_the_government_that_the_text_speaks_of(text: str, expected: list[tuple[str, str | None]]):
    assert found(text) == expected


def test_a_president_is_not_taken_for_the_state_that_is_named_beside_him():
    text = "Moscow put off its meeting. President Ashraf Ghani asked for time, Afghan officials said."
    assert ("Ashraf Ghani", None) in found(text)
    assert found("Sri Lanka will not come. President Gotabaya Rajapaksa said so.")[1] == (
        "Sri Lanka",
        "Gotabaya Rajapaksa",
    )


def test_whom_a_quotation_names_is_not_whom_its_speaker_speaks_for():
    text = 'India sent two envoys. "The Russians are the hosts," Ministry of External Affairs spokesman Raveesh Kumar said.'
    assert ("India", "Raveesh Kumar") in found(text)
    assert ("Russia", "Raveesh Kumar") not in found(text)


def test_the_spokesman_of_a_transcript_is_bound_to_nobody_by_guess():
    assert "Price" in {
        name.title() for name in names("Russia hosts the talks.\n\nSPOKESPERSON PRICE: No, we will not be there.")
    }


def test_newspapers_and_courts_are_nobody_s_spokesmen():
    assert names("The New York Times said so. Radio Free Europe reported it.") == set()


@pytest.mark.parametrize(
    "text", ["Michael Jordan said no.", "Chad Wolf said no.", "The governor of New Mexico rejected the plan."]
)
def test_a_person_or_a_place_that_shares_a_state_s_name_is_not_the_state(text: str):
    assert not names(text) & {"Jordan", "Chad", "Mexico"}
    assert names("But Jordan said no.") == {"Jordan"}


def test_the_registry_is_complete_and_its_names_lead_to_one_actor():
    registry = load_registry()
    kinds = [actor.kind for actor in registry.actors.values()]
    assert kinds.count("state") >= 195
    assert len(kinds) - kinds.count("state") >= 150
    assert len({actor.id for actor in registry.actors.values()}) == len(kinds)


def test_a_headline_names_people_whom_only_the_report_explains():
    text = "Okello signs, Kiir asks for days\n\nThe rebel leader Dut Okello signed. President Salva Kiir of South Sudan did not."
    assert found(text)[:2] == [("Dut Okello", None), ("South Sudan", "Salva Kiir")]


@pytest.mark.parametrize(
    ("between", "speaks"),
    [(" ", True), ("\n\n", False)],
    ids=["in its paragraph", "in the next"],
)
def test_quoted_words_that_name_nobody_are_of_whom_the_paragraph_speaks(between: str, speaks: bool):
    said = found(f"The Taliban spokesman was blunt.{between}“We will send nobody.”")
    assert said == [("Taliban", None)] * (2 if speaks else 1)


def test_a_quotation_left_open_goes_on_in_the_next_paragraph():
    assert found("Russia agreed. “It is good.\n\n“We shall be there.”") == [("Russia", None), ("Russia", None)]
