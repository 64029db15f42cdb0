"""The list of subjects: what its order means, and what no two subjects may share."""

from collections import Counter

from bot.app import SHARED_COGS, App
from bot.outbox.kinds import Kinds, PostKind
from bot.subjects import KINDS, SUBJECTS
from tests.paths import ROOT

# Who owns a group of commands comes before those that add to it.
OWNERS = {
    "cogs.people": ("cogs.sites.own_closures", "cogs.busy", "cogs.announcements.reminders"),
    "cogs.sites.sites": ("cogs.sites.closures",),
    "cogs.series.series": (
        "cogs.series.editing",
        "cogs.series.notifications",
        "cogs.announcements.reminders",
    ),
    "cogs.meetings.meetings": (
        "cogs.meetings.changes",
        "cogs.meetings.one_off_meetings",
        "cogs.meetings.one_off_editing",
        "cogs.meetings.scheduled_events",
        "cogs.finding.find_time",
        "cogs.polls.creation",
    ),
}


def test_every_folder_with_a_subject_is_in_the_list() -> None:
    found = {file.parent.name for file in (ROOT / "bot").glob("*/subject.py")}

    assert len(found) > 10
    assert Counter(subject.name for subject in SUBJECTS) == Counter(found)


def test_owners_of_groups_are_loaded_before_those_that_join_and_routes_last(app: App) -> None:
    places = {name: place for place, name in enumerate(app.extensions)}

    assert [
        (owner, joins)
        for owner, joining in OWNERS.items()
        for joins in joining
        if places[owner] > places[joins]
    ] == []
    assert app.extensions[-2:] == SHARED_COGS
    assert SHARED_COGS[-1] == "bot.chat.routes"


def test_no_command_is_explained_twice() -> None:
    explained = Counter(line.command for subject in SUBJECTS for line in subject.guide)

    assert {name for name, times in explained.items() if times > 1} == set()


def test_stored_names_of_kinds_stay_as_they_are() -> None:
    """Rows of running servers hold these names."""
    assert sorted(KINDS) == sorted(
        (
            *("announcement", "board", "clocks", "composed", "day before", "digest", "invitation"),
            *("letter", "mirror", "notice", "offer", "organizer nudge", "own reminder", "poll"),
            *(
                "poll nudge",
                "poll result",
                "publishing",
                "reminder",
                "seat",
                "soon",
                "speaker news",
            ),
            *(
                "speaker nudge",
                "swap",
                "thread",
                "thread end",
                "trouble",
                "unread entries",
                "zones",
            ),
        )
    )
    assert KINDS.acts == {"mirror", "publishing", "thread", "thread end"}
    assert sorted(KINDS.standing) == [
        *("announcement", "board", "clocks", "composed", "day before", "digest", "invitation"),
        *("mirror", "poll", "soon", "thread"),
    ]


async def test_a_kind_is_drawn_or_done_and_belongs_to_one_subject() -> None:
    (poll,) = (kind for kind in KINDS.values() if kind.name == "poll")
    refused = []
    for make in (
        lambda: Kinds([poll, poll]),
        lambda: PostKind("neither"),
        lambda: PostKind("both", draw=poll.draw, act=KINDS["mirror"].act),
    ):
        try:
            make()
        except ValueError as error:
            refused.append(str(error))

    assert len(refused) == 3
