"""Text as Discord shows it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.markdown import cut, escape, levelled, plain_link, typed_link

# What makes Discord act: a ping, a timestamp, a command, an emoji, a channel, a guide link.
LIVE = re.compile(
    r"<[@#t/:ai]|(?<![\\])\[[^\]]*\]\([^)]*\)|://|@(everyone|here)",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "typed",
    [
        "@everyone",
        "@here look",
        "<@123456789012345678>",
        "<@&123456789012345678>",
        "<#123456789012345678>",
        "<t:1764172800:F>",
        "</setup:123456789012345678>",
        "<:party:123456789012345678>",
        "<a:party:123456789012345678>",
        "<id:customize>",
        "https://evil.example/login",
        "steam://run/1",
        "[Sign in](https://evil.example)",
        "<https://evil.example>",
        "\\[x](https://evil.example)",
    ],
)
def test_what_would_ping_or_link_is_shown_as_typed(typed: str) -> None:
    shown = escape(typed)

    assert LIVE.search(shown) is None
    assert shown.replace("\u200b", "").replace("\\", "") == typed.replace("\\", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("**bold** _x_ ~~y~~ ||z|| `c`", r"\*\*bold\*\* \_x\_ \~\~y\~\~ \|\|z\|\| \`c\`"),
        ("# heading", r"\# heading"),
        ("-# small", r"\-# small"),
        ("> quote", r"\> quote"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("a_b # c", r"a\_b # c"),
    ],
)
def test_markdown_is_shown_as_typed(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@given(st.text(max_size=300))
def test_no_text_at_all_comes_alive(typed: str) -> None:
    assert LIVE.search(escape(typed)) is None


@given(st.text(max_size=200), st.integers(min_value=3, max_value=120))
def test_a_cut_text_is_never_longer_than_asked(text: str, most: int) -> None:
    shortened = cut(text, most)

    assert len(shortened) <= most
    assert shortened == text or shortened.endswith("…")


def test_a_text_is_cut_at_a_word_and_says_where_the_rest_is() -> None:
    shortened = cut("Generalization in overparameterized networks", 29, more=" (more)")

    assert shortened == "Generalization in… (more)"


def test_a_cut_leaves_no_escape_without_its_character() -> None:
    assert cut(r"aaaaaaaa\*\*\*", 10) == "aaaaaaaa…"


def test_a_link_cannot_end_its_own_brackets() -> None:
    assert plain_link("Slides", "https://a.example/x)y") == "[Slides](<https://a.example/x%29y>)"


@given(st.lists(st.text(max_size=300), max_size=12), st.integers(min_value=24, max_value=1000))
def test_only_the_longest_of_several_texts_give_way(texts: list[str], most: int) -> None:
    shown = levelled(texts, most)

    assert sum(map(len, shown)) <= most
    for text, kept in zip(texts, shown, strict=True):
        assert kept == text or len(text) > most // len(texts)
    assert shown == texts or sum(map(len, texts)) > most


def test_case_57_a_typed_link_without_encryption_is_marked() -> None:
    assert typed_link("Join", "http://a.example") == "[Join](<http://a.example>) (not encrypted)"
    assert typed_link("Join", "https://a.example") == "[Join](<https://a.example>)"
    assert typed_link("Join", None) == ""
