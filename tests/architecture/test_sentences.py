"""What Meridian says to people is listed in one file, so that a change of wording is seen."""

import ast

from bot.core.translation import _
from tests.architecture.sentences import LIST, every_sentence, listed, sentences_in
from tests.architecture.sources import files, tree_of
from tests.architecture.unsaid import unsaid, unsaid_in

# Data: the talks, people and abstracts of the demo, names that rows hold, Unicode's names of
# letters, what migrations look for in rows, the words of rules and typed times, and the names that
# SVG, HTTP, Prometheus and calendars define.
DATA = (
    "bot/chat/formula_drawing.py",
    "bot/core/mathml.py",
    "bot/demo/sample",
    "bot/outbox/deliveries.py",
    "bot/polls/model/polls.py",
    "bot/series/model/series.py",
    "bot/storage/migrations/",
    "bot/web/headers.py",
    "bot/web/metrics.py",
    "bot/times/recurrence_text.py",
    "bot/times/typed_times/cities.py",
    "bot/times/typed_times/languages/",
    "bot/times/typed_times/languages/recurrence_words.py",
    "bot/feeds/model/extent.py",  # values of an option
    "bot/ics/line_checks.py",  # faults of our own calendars, for the log
    "bot/ics/validation.py",  # the same
    "bot/ics/reading/zone_",  # names of time zones as programs write them
    "bot/sites/model/holidays.py",  # names of holidays as their source has them
)


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


def test_every_text_that_a_person_reads_passes_through_the_function() -> None:
    bare = {
        file: found
        for file in files("bot", "cogs")
        if not file.startswith(DATA) and (found := list(unsaid(file)))
    }

    assert bare == {}


def test_a_text_that_bypasses_the_function_would_be_noticed() -> None:
    code = ast.parse(
        """
def answer(x):
    '''Return what is said.'''
    log.warning("nobody reads this")
    send(_("This is said."))
    message = "for programmers only"
    raise ValueError(message)
    message = "It is too late."
    raise Refusal(message)
    send(f"{x} is too late")
"""
    )

    assert [said for _line, said in unsaid_in(code)] == ["It is too late.", " is too late"]
