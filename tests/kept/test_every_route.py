"""Every button and form, whatever goes wrong: it ends in one clear sentence (cases 52, 53, 59).

All of them were posted by an earlier version, so each is also one after a restart. The routes are
those that the program registers: a new one fails here until a button of it is in `frozen.py`.
"""

import re
import sqlite3
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.chat.routes import RoutesCog
from tests.discord_servers import Result, said
from tests.kept import frozen
from tests.kept.restoring import Kept
from tests.kept.tables import tables
from tests.kept.test_kept import place

ERROR_ID = re.compile(r"`[0-9a-f]{8}`|Something went wrong")
NOTHING = ("nothing was saved", "Nothing was saved", "nothing was done")
BUTTONS = (
    *frozen.OPENS,
    *frozen.SHOWS,
    *frozen.SAYS,
    *frozen.CHANGES_INSTEAD,
    *frozen.CHANGES,
)
# Those that came later, of which no message was kept; a select is clicked with nothing chosen.
SINCE = ("help-all", "help-task", "busy-list:x")
# What changes besides what was asked for: drafts, and what Discord tells of people.
ASIDE = {"drafts", "members"}
# What members lose with their role, and what follows from it.
LEAVING = {
    "answers",
    "busy_times",
    "deliveries",
    "diaries",
    "offers",
    "seats",
    "subscriptions",
    "swaps",
}
GONE = (
    *("drafts", "deliveries", "offers", "swaps", "standbys", "votes", "candidates", "invitations"),
    *("polls", "speakers", "talks", "slots", "answers", "seats", "entries", "meetings", "series"),
    *("closures", "subscriptions", "busy_times", "diaries", "templates"),
)
CALLBACK = "/interactions/*/*/callback"


def sentence(result: Result) -> str:
    """Return what a click was answered with; a form counts as itself."""
    if result.modal is not None:
        return "a form"
    return said(result) if result.response or result.followups else ""


def wrong(start: str, text: str) -> list[tuple[str, str]]:
    """Return what is wrong with an answer: none at all, or an error id."""
    return [(start, text)] if not text or ERROR_ID.search(text) else []


class Watch:
    """Notices which tables change, besides those that nobody asked to change."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._connection = sqlite3.connect(database)
        self._version, self._tables = self._seen(), tables(database)

    def _seen(self) -> int:
        """Return a number that differs whenever somebody has written."""
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def changed(self) -> set[str]:
        """Return the tables that have changed since this was last asked."""
        version = self._seen()
        if version == self._version:
            return set()
        before, self._tables = self._tables, tables(self._database)
        self._version = version
        after = self._tables
        return {name for name in after if after[name] != before.get(name)} - ASIDE


@pytest.fixture
async def watch(app: App, kept: Kept, database: Path) -> Watch:  # noqa: ARG001 - it has begun
    """Watch the database; nothing happens in it but what is asked for."""
    await app.housekeeping.stop()
    return Watch(database)


async def press(kept: Kept, identity: str, *, by: str = "Ada") -> Result:
    """Let somebody click a button with this custom_id under a post that everybody sees."""
    seen = replace(kept.public(), person=kept.named(by))
    return await kept.click(seen, instead=identity[:100])


async def click(kept: Kept, start: str) -> Result:
    """Let whoever was shown a button click it."""
    if start in SINCE:
        return await press(kept, f"m1:{start}")
    return await kept.click(place(kept.places(), start))


async def test_every_route_that_the_program_knows_is_walked(app: App) -> None:
    await app.client.load_cogs()
    routes = app.client.get_cog("RoutesCog")
    assert isinstance(routes, RoutesCog)

    assert {start.split(":")[0] for start in (*BUTTONS, *SINCE)} == routes.kinds
    assert {start.split(":")[0] for start in frozen.FORMS} == routes.forms


SHOWING = (*frozen.OPENS, *frozen.SHOWS, *frozen.SAYS, *SINCE)


@pytest.mark.parametrize(
    "buttons", [frozen.CHANGES, pytest.param(SHOWING, marks=pytest.mark.long, id="showing")]
)
async def test_each_button_clicked_twice_is_done_once(
    kept: Kept, watch: Watch, buttons: Collection[str]
) -> None:
    found = []
    for start in buttons:
        first = sentence(await click(kept, start))
        watch.changed()
        second = sentence(await click(kept, start))
        changed = watch.changed()
        found += wrong(start, first) + wrong(start, second)
        if changed and any(word in second for word in NOTHING):
            found.append((start, f"{changed}: {second}"))
        if "drafts" in frozen.CHANGES.get(start, ()) and changed:
            found.append((start, f"done twice: {changed}"))

    assert found == []


async def test_each_button_that_another_person_clicks(kept: Kept, watch: Watch) -> None:
    found = []
    for start in (*BUTTONS, *SINCE):
        there = None if start in SINCE else place(kept.places(), start)
        other = "Ben" if there is None or there.person == kept.named("Ada") else "Ada"
        text = sentence(await press(kept, there.custom_id if there else f"m1:{start}", by=other))
        changed = watch.changed()
        found += wrong(start, text)
        if "drafts" in {**frozen.CHANGES, **frozen.CHANGES_INSTEAD}.get(start, ()):
            # Case 59: a confirmation of somebody else says that it is theirs.
            found += [(start, text)] * ("somebody else's" not in text or bool(changed))

    assert found == []


FORGED = ("", "x", "0", "-1", "9" * 30, "1:2:3:4:5:6:7", "\u0661", "' OR 1=1")


@pytest.mark.parametrize(
    "forged", [one if one == "x" else pytest.param(one, marks=pytest.mark.long) for one in FORGED]
)
async def test_each_button_with_a_forged_id(kept: Kept, watch: Watch, forged: str) -> None:
    found = []
    for start in (*BUTTONS, *SINCE):
        kind, *rest = start.split(":")
        for identity in (f"m1:{kind}:{forged}", ":".join(["m1", kind, *[forged] * len(rest)])):
            found += wrong(identity, sentence(await press(kept, identity)))

    assert found == []
    assert watch.changed() == set()


async def test_each_button_after_a_role_was_lost(kept: Kept, watch: Watch) -> None:
    for guild in kept.world.backend.guilds.values():
        for member in guild.members.values():
            member.role_ids = []
    found = []
    for start in (*BUTTONS, *SINCE):
        found += wrong(start, sentence(await click(kept, start)))

    assert found == []
    assert watch.changed() <= LEAVING


async def test_each_button_after_its_thing_is_gone(kept: Kept, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA foreign_keys = OFF")
    for table in GONE:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - from the list
    connection.commit()
    connection.close()
    found = []
    for start in (*BUTTONS, *SINCE):
        found += wrong(start, sentence(await click(kept, start)))

    assert found == []


@pytest.mark.parametrize("buttons", [frozen.CHANGES, frozen.CHANGES_INSTEAD])
async def test_each_button_whose_answer_is_lost(
    kept: Kept, watch: Watch, buttons: Mapping[str, AbstractSet[str]]
) -> None:
    """Case 53: before the commit it says that nothing was saved, afterwards that something was."""
    found = []
    for start in buttons:
        kept.world.inject_error("POST", CALLBACK, status=503)
        text, changed = sentence(await click(kept, start)), watch.changed()
        found += wrong(start, text)
        if ("It was saved" in text) is not bool(changed):
            found.append((start, f"{changed}: {text}"))

    assert found == []


async def test_each_form_whose_answer_is_lost(kept: Kept, watch: Watch) -> None:
    """Case 53."""
    found = []
    for start, (typed, _) in frozen.FORMS.items():
        kept.world.inject_error("POST", CALLBACK, status=503)
        text = sentence(await kept.submit(place(kept.forms(), start), **typed))
        changed = watch.changed()
        found += wrong(start, text)
        if ("It was saved" in text) is not bool(changed):
            found.append((start, f"{changed}: {text}"))

    assert found == []


async def test_each_form_sent_twice_has_one_effect(kept: Kept, watch: Watch) -> None:
    """Case 60."""
    found = []
    for start, (typed, _) in frozen.FORMS.items():
        there = place(kept.forms(), start)
        first = sentence(await kept.submit(there, **typed))
        watch.changed()
        second = sentence(await kept.submit(there, **typed))
        changed = watch.changed()
        found += wrong(start, first) + wrong(start, second)
        if changed:
            found.append((start, f"done twice: {changed}"))

    assert found == []
