import pytest

from bot.chat.lists import listing, page_of
from bot.chat.replies import Reply


def buttons_of(reply: Reply) -> list[tuple[str | None, bool]]:
    return [(button.id, button.disabled) for button in reply.buttons]


def test_a_short_list_needs_no_buttons() -> None:
    reply = listing("Coming", ["one", "two"], page=1, route=("coming",), empty="Nothing.")

    assert reply.cards[0].description == "one\n\ntwo"
    assert reply.buttons == ()


def test_an_empty_list_says_so() -> None:
    reply = listing("Coming", [], page=1, route=("coming",), empty="Nothing is coming.")

    assert reply.cards[0].description == "Nothing is coming."


@pytest.mark.parametrize(
    ("asked", "shown", "buttons"),
    [
        (1, "0\n\n1", [("m1:coming:7:0", True), ("m1:coming:7:2", False)]),
        (2, "2\n\n3", [("m1:coming:7:1", False), ("m1:coming:7:3", False)]),
        (3, "4", [("m1:coming:7:2", False), ("m1:coming:7:4", True)]),
        (9, "4", [("m1:coming:7:2", False), ("m1:coming:7:4", True)]),
    ],
    ids=["first", "middle", "last", "beyond the last"],
)
def test_a_long_list_is_turned_by_buttons(
    asked: int, shown: str, buttons: list[tuple[str, bool]]
) -> None:
    entries = [str(number) for number in range(5)]

    reply = listing("Coming", entries, page=asked, route=("coming", 7), per_page=2, empty="")

    assert reply.cards[0].description == shown
    assert buttons_of(reply) == buttons


def test_no_page_is_longer_than_discord_takes_and_no_entry_is_lost() -> None:
    entries = [f"{number} " + "x" * 990 for number in range(10)]

    pages = [
        listing("Coming", entries, page=page, route=("coming",), empty="").cards[0].description
        for page in (1, 2, 3)
    ]

    assert all(page is not None and len(page) <= 4096 for page in pages)
    assert [entry for page in pages for entry in (page or "").split("\n\n")] == entries


def test_a_page_that_was_read_alone_knows_whether_it_is_the_last() -> None:
    reply = page_of("Past", ["one"], page=2, is_last=True, route=("past",), empty="")

    assert buttons_of(reply) == [("m1:past:1", False), ("m1:past:3", True)]
    assert reply.cards[0].footer.text == "Page 2"


def test_a_page_read_alone_shows_the_beginning_of_every_entry_however_long() -> None:
    entries = [f"{number} " + "x" * 990 for number in range(11)]

    shown = page_of("Coming", entries, page=1, is_last=True, route=("x",), empty="").cards[0]

    assert [part.split()[0] for part in (shown.description or "").split("\n\n")] == [
        str(number) for number in range(11)
    ]
