"""How many SQL statements a page needs: none from memory, two after a change."""

from datetime import timedelta

import pytest

from tests.statements import counting
from tests.web.stages import Stage

HOME = "/c/deep-learning-theory/"
PAST, SERIES = f"{HOME}past", f"{HOME}series/theory-seminar"


@pytest.mark.parametrize("path", [HOME, PAST, SERIES, f"{HOME}talk/1"])
async def test_an_unchanged_page_sends_none_and_a_changed_one_two(stage: Stage, path: str) -> None:
    (meeting, *_) = await stage.series()
    talk_id = await stage.talk(meeting)
    if path == PAST:
        stage.clock.pass_by(meeting.end - stage.clock.now())
    first = await stage.get(path)
    with counting() as unchanged:
        again = await stage.get(path, If_None_Match=first.headers["ETag"])
        whole = await stage.get(path)
    await stage.change_talk(meeting, talk_id, title="On sheaves")
    with counting() as changed:
        shown = await stage.get(path)

    assert (again.status, whole.body, unchanged.count) == (304, first.body, 0)
    assert changed.count <= 2, str(changed)
    assert b"On sheaves" in shown.body
    assert b"On sheaves" not in first.body


async def test_a_page_in_memory_changes_when_a_meeting_ends(stage: Stage) -> None:
    (meeting, *_) = await stage.series()
    await stage.talk(meeting)
    pages = [(await stage.get(path)).body for path in (HOME, PAST, SERIES)]
    stage.clock.pass_by(meeting.end - stage.clock.now() + timedelta(seconds=1))
    later = [(await stage.get(path)).body for path in (HOME, PAST, SERIES)]

    assert [b"On kernels" in page for page in pages] == [True, False, True]
    assert [b"On kernels" in page for page in later] == [False, True, True]
    assert pages[2] != later[2]
