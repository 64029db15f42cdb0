"""What Meridian says to people is listed in one file, so that a change of wording is seen."""

import ast

from bot.core.translation import _
from tests.architecture.sentences import LIST, every_sentence, listed, sentences_in
from tests.architecture.sources import files, tree_of


def test_the_list_of_sentences_is_up_to_date() -> None:
    told = "run `make sentences` and look at what changed"

    assert LIST.read_text(encoding="utf-8") == listed(every_sentence()), told


def test_a_sentence_is_written_out_where_it_is_said() -> None:
    computed = [
        file for file in files("bot", "cogs") for said in sentences_in(tree_of(file)) if not said
    ]

    assert computed == []


def test_a_computed_sentence_would_be_noticed() -> None:
    said = ast.parse("_('plain'); _(f'{x} typed'); _('one', plural='many', count=n); f('no')")

    assert list(sentences_in(said)) == ["plain", None, "one", "many"]


def test_values_fill_the_places_that_bear_their_names() -> None:
    assert _("Try again in {seconds} seconds.", seconds=12) == "Try again in 12 seconds."


def test_what_people_typed_may_hold_braces() -> None:
    assert _("{title} moved.", title="{x}") == "{x} moved."


def test_one_and_many_are_said_differently() -> None:
    one = [_("{count} person", plural="{count} people", count=n) for n in (0, 1, 2)]

    assert one == ["0 people", "1 person", "2 people"]
