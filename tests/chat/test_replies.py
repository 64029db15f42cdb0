"""Replies: nothing that Discord would refuse for its length is ever sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.replies import Button, Reply, card, custom_id, within_limits


@given(st.text(max_size=9000), st.text(max_size=600), st.text(max_size=3000))
def test_a_card_is_within_discords_limits(description: str, title: str, value: str) -> None:
    made = card(title, description, fields=[(title or "x", value)] * 30, footer=description)

    assert len(made.title or "") <= 256
    assert len(made.description or "") <= 4096
    assert len(made.fields) <= 25
    assert all(len(f.name or "") <= 256 and len(f.value or "") <= 1024 for f in made.fields)
    assert len(made.footer.text or "") <= 2048


@given(st.lists(st.integers(min_value=0, max_value=4096), max_size=14))
def test_all_cards_of_a_message_hold_six_thousand_characters_together(lengths: list[int]) -> None:
    kept = within_limits([card("t", "x" * length) for length in lengths])

    assert len(kept) <= 10
    assert sum(map(len, kept)) <= 6000


def test_a_reply_is_cut_to_what_a_message_takes() -> None:
    sent = Reply(text="word " * 1000).arguments()

    assert len(sent["content"]) <= 2000


def test_a_button_too_long_to_be_found_again_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="custom_id"):
        custom_id("page", "x" * 100)


async def test_buttons_are_kept_out_of_discord_pys_memory() -> None:
    view = Reply(text="x", buttons=(Button(label="a" * 200, id=custom_id("next", 1)),)).view()

    assert view is not None
    assert view.is_finished()
    assert [getattr(item, "label", "") for item in view.children] == ["a" * 79 + "…"]


@given(
    st.lists(st.integers(min_value=1, max_value=1024), max_size=25),
    st.integers(min_value=0, max_value=4096),
)
def test_long_fields_give_way_and_the_card_stays(lengths: list[int], description: int) -> None:
    fields = [(f"{number}", "x" * length) for number, length in enumerate(lengths)]

    (kept,) = within_limits([card("t", "x" * description, fields=fields)])

    assert len(kept) <= 6000
    assert [field.name for field in kept.fields] == [name for name, _ in fields]
    assert all(field.value for field in kept.fields)
