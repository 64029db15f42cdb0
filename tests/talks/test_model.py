"""Submissions: what a speaker types of a talk, made harmless and checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.refusals import Refusal
from bot.talks.model.submission import KnownSpeakers, Materials, Submission, guest, typed_names
from bot.talks.model.talks import Speaker

BEN = Speaker(name="Ben Adler", affiliation="MIT", member_id=7, site_id=6)
KNOWN = KnownSpeakers(by_id={123456789012345678: BEN}, by_name={"ben adler": BEN})


@pytest.mark.parametrize("typed", ["", "TBA", "tba", " TBD ", "To be announced"])
def test_a_title_may_be_to_be_announced(typed: str) -> None:
    assert Submission(title=typed).columns()["title"] is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("2106.10165", "https://arxiv.org/abs/2106.10165"),
        ("arXiv:2106.10165v2", "https://arxiv.org/abs/2106.10165v2"),
        ("https://arxiv.org/pdf/2106.10165.pdf", "https://arxiv.org/abs/2106.10165"),
        ("hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("https://example.org/paper.pdf", "https://example.org/paper.pdf"),
        ("", None),
    ],
)
def test_a_paper_is_an_arxiv_id_or_a_link(typed: str, address: str | None) -> None:
    assert Submission(paper=typed).columns()["paper"] == address


@pytest.mark.parametrize("typed", ["my paper", "javascript:alert(1)", "ftp://x", "https://a b"])
def test_another_paper_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refusal, match="must be an arXiv id like"):
        Submission(paper=typed).columns()


def test_an_abstract_may_have_four_thousand_characters_and_no_more() -> None:
    assert len(Submission(abstract="a" * 4000).columns()["abstract"]) == 4000
    with pytest.raises(Refusal, match="at most 4,000 characters, but this one has 4,001"):
        Submission(abstract="a" * 4001).columns()


def test_co_speakers_are_members_by_name_or_mention_and_guests_with_affiliation() -> None:
    typed = "ben adler, Ada Lovelace (EPFL, Lausanne); Alan Turing and <@123456789012345678>"

    named = Submission(co_speakers=typed).others(KNOWN)

    assert named == (
        BEN,
        Speaker(name="Ada Lovelace", affiliation="EPFL, Lausanne"),
        Speaker(name="Alan Turing"),
        BEN,
    )


def test_a_name_that_looks_like_an_id_is_nobody_else() -> None:
    cleo = Speaker(name="123456789012345678", member_id=8)
    known = KnownSpeakers(by_id=KNOWN.by_id, by_name={"123456789012345678": cleo})
    typed = "<@123456789012345678>, 123456789012345678"

    assert Submission(co_speakers=typed).others(known) == (BEN, cleo)


def test_co_speakers_read_as_they_are_typed() -> None:
    speakers = (Speaker(name="Ada Lovelace", affiliation="EPFL"), Speaker(name="Alan Turing"))

    assert Submission(co_speakers=typed_names(speakers)).others(KnownSpeakers()) == speakers


@pytest.mark.parametrize("typed", ["<@999999999999999999>", "(MIT)", "Ada (MIT", "a" * 101])
def test_a_co_speaker_that_cannot_be_read_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refusal):
        Submission(co_speakers=typed).others(KNOWN)


def test_a_talk_has_at_most_ten_speakers() -> None:
    with pytest.raises(Refusal, match="at most 10 speakers"):
        Submission(co_speakers=", ".join(f"S{number}" for number in range(10))).others(
            KnownSpeakers()
        )


@given(st.text(max_size=1200))
def test_any_co_speakers_are_an_answer_or_a_refusal(typed: str) -> None:
    try:
        named = Submission(co_speakers=typed).others(KNOWN)
    except Refusal:
        return

    assert all(speaker.name for speaker in named)


def test_materials_are_links_and_nothing_takes_one_away() -> None:
    given_links = Materials(slides="https://a.example/s.pdf", video="", paper="2106.10165")

    assert given_links.columns() == {
        "slides": "https://a.example/s.pdf",
        "video": None,
        "paper": "https://arxiv.org/abs/2106.10165",
        "recording": None,
    }
    with pytest.raises(Refusal, match="link to the slides must begin with https"):
        Materials(slides="see e-mail").columns()


def test_a_guest_needs_a_name() -> None:
    with pytest.raises(Refusal, match="The guest's name is missing"):
        guest("  ", "EPFL")
