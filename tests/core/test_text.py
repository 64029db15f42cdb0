"""Text as people type it, made harmless."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import text
from bot.core.paper_address import paper_address
from bot.core.refusals import Refusal

DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, ""),
        ("  Deep nets \n", "Deep nets"),
        ("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\tb", "a\tb"),
        ("nul\0 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("\ud800half a pair\udfff", "half a pair"),
        ("abc\u202edcba\u2069\u200f", "abcdcba"),
        ("private \ue000 never \ufffe\U0001ffff\ufdd0", "private  never"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("a new emoji \U0001fae8", "a new emoji \U0001fae8"),
        ("👩\u200d🔬 Schrödinger – ‘Łukasz’", "👩\u200d🔬 Schrödinger – ‘Łukasz’"),
        ("שלום עולם", "שלום עולם"),
    ],
)
def test_typed_text_loses_what_could_harm_and_nothing_else(typed: str | None, kept: str) -> None:
    assert text.clean(typed) == kept


@given(st.text(st.characters(codec=None)))
def test_clean_text_stays_as_it_is_and_can_be_written_anywhere(typed: str) -> None:
    cleaned = text.clean(typed)

    assert text.clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode().decode() == cleaned
    assert "\r" not in cleaned


def is_unfit(character: str) -> bool:
    """Return whether this character is removed from text, by Unicode's own table."""
    never_assigned = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    directs = (
        unicodedata.bidirectional(character) in DIRECTIONS or character in "\u061c\u200e\u200f"
    )
    breaks = len(f"a{character}b".splitlines()) > 1 or character == "\t"
    return not breaks and (
        never_assigned or directs or unicodedata.category(character) in {"Cc", "Cs", "Co"}
    )


def test_exactly_the_characters_unfit_for_text_are_lost() -> None:
    every = [chr(number) for number in range(sys.maxunicode + 1)]

    lost = [character for character in every if text.clean(f"a{character}b") == "ab"]

    assert lost == [character for character in every if is_unfit(character)]


def test_a_paragraph_keeps_its_lines_and_has_a_limit() -> None:
    assert text.paragraph("a\nb", most=3, what="The abstract") == "a\nb"

    with pytest.raises(Refusal) as refused:
        text.paragraph("x" * 4001, most=4000, what="The abstract")

    assert refused.value.reason == (
        "The abstract can have at most 4,000 characters, but this one has 4,001. Please shorten it."
    )


def test_a_line_is_one_line() -> None:
    assert text.line(" Deep\n  nets\t ", most=20, what="The title") == "Deep nets"


@pytest.mark.parametrize("typed", [None, "", " \n ", "\u202e", "\0"])
def test_a_required_line_may_not_be_empty(typed: str | None) -> None:
    with pytest.raises(Refusal, match="The name is missing"):
        text.required_line(typed, most=20, what="The name")


@pytest.mark.parametrize("typed", [None, "", "TBA", " tba ", "t.b.a.", "To Be Announced", "tbd"])
def test_a_title_may_be_announced_later(typed: str | None) -> None:
    assert text.title_or_none(typed) is None


def test_a_title_is_a_line_of_at_most_200_characters() -> None:
    assert text.title_or_none(" TBA or not\nTBA ") == "TBA or not TBA"

    with pytest.raises(Refusal, match="The title can have at most 200 characters"):
        text.title_or_none("x" * 201)


@pytest.mark.parametrize(
    "typed", ["theory", "deep-learning-theory", "a1", "Theory ", "a\n", "x" * 40]
)
def test_a_slug_is_small_letters_digits_and_hyphens(typed: str) -> None:
    assert text.slug(typed, what="The short name") == typed.strip().casefold()


@pytest.mark.parametrize("typed", ["", "-a", "a-", "a--b", "a b", "é", "a/b", "x" * 41, "а"])  # noqa: RUF001 - the last is Cyrillic
def test_other_slugs_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="like deep-learning-theory"):
        text.slug(typed, what="The short name")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Theory seminar", "theory-seminar"),
        ("Séminaire d’été!", "seminaire-dete"),
        ("  --- ", "untitled"),
        ("שלום", "untitled"),
        ("long " * 20, "long-long-long-long-long-long-long-long"),
    ],
)
def test_a_slug_is_made_of_a_name(name: str, slug: str) -> None:
    assert text.slug_from(name) == slug


@given(st.text(max_size=80))
def test_a_made_slug_is_a_slug(name: str) -> None:
    made = text.slug_from(name)

    assert text.slug(made, what="It") == made


@pytest.mark.parametrize(
    "typed", ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://example.org/é"]
)
def test_a_link_is_kept(typed: str) -> None:
    assert text.web_address(f" {typed} ", what="The link") == typed


@pytest.mark.parametrize("typed", [None, "", "  "])
def test_no_link_is_none(typed: str | None) -> None:
    assert text.web_address(typed, what="The link") is None
    assert paper_address(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        "https://a\nb",
        'https://a"onclick="b',
        "https://a<b>",
        "https://a|b",
        "https://example.org/" + "x" * 500,
    ],
)
def test_anything_else_is_no_link(typed: str) -> None:
    with pytest.raises(Refusal, match="The link must begin with https://"):
        text.web_address(typed, what="The link")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("2106.10165", "https://arxiv.org/abs/2106.10165"),
        ("arXiv:2106.10165v2", "https://arxiv.org/abs/2106.10165v2"),
        ("https://arxiv.org/pdf/2106.10165.pdf", "https://arxiv.org/abs/2106.10165"),
        ("http://www.arxiv.org/abs/2106.10165", "https://arxiv.org/abs/2106.10165"),
        ("hep-th/9711200", "https://arxiv.org/abs/hep-th/9711200"),
        ("math.GT/0309136", "https://arxiv.org/abs/math.GT/0309136"),
        ("https://example.org/paper.pdf", "https://example.org/paper.pdf"),
    ],
)
def test_a_paper_is_an_arxiv_id_or_a_link(typed: str, address: str) -> None:
    assert paper_address(typed) == address


@pytest.mark.parametrize("typed", ["2106.1", "my paper", "javascript:alert(1)", "doi:10.1/x"])
def test_anything_else_is_no_paper(typed: str) -> None:
    with pytest.raises(Refusal, match=r"an arXiv id like 2106\.10165 or a link"):
        paper_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "https://user:pw@host/x",
        "https://good.org@evil.org/",
        "https://@evil.org",
        "https://host:99999/",
        "https://host:0/",
        "https://host:port/",
        "https://:443/",
        "https://[::1/",
    ],
)
def test_case_57_an_address_names_its_host_and_nothing_before_it(typed: str) -> None:
    with pytest.raises(Refusal, match="must name a website right after https://"):
        text.web_address(typed, what="The join link")


@pytest.mark.parametrize(
    "typed",
    ["https://meet.example.org:8443/a?b=c@d", "https://zoom.us/j/1?pwd=x", "https://[::1]/"],
)
def test_case_57_other_addresses_are_taken_as_they_are(typed: str) -> None:
    assert text.web_address(typed, what="The join link") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "Join discord.gg/abc now",
        "https://discord.com/invite/abc",
        "HTTPS://DISCORDAPP.COM/INVITE/abc",
        "discord . gg / abc",
    ],
)
def test_case_57_an_invitation_to_a_discord_server_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="can't contain an invitation"):
        text.without_invitations(typed, what="The abstract")


def test_case_57_talk_of_discord_is_fine() -> None:
    for typed in ("We meet on Discord.", "discord.com/channels/1/2", "the discord.gg domain"):
        assert text.without_invitations(typed, what="The abstract") == typed
