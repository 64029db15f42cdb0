"""What subscribers and readers get of a group whose server removed Meridian, over real HTTP."""

from datetime import timedelta

from bot.feeds.service import SubscriptionService
from bot.servers.service.departures import DepartureService
from bot.subjects import KINDS
from tests.web.stages import ALL, Stage
from tests.worlds import NOW

PAGE = "/c/deep-learning-theory/"
DAYS = timedelta(days=1)


async def test_feeds_and_pages_say_so_then_are_gone_and_are_as_before_after_a_return(
    stage: Stage,
) -> None:
    departing = DepartureService(stage.store, standing=KINDS.standing)
    await stage.series()
    ada = await stage.world.viewer("Ada")
    token = await SubscriptionService(stage.store).subscribe(ada, label="phone", now=NOW)
    private = f"/feeds/me/{token}/deep-learning-theory.ics"
    before = [(await stage.get(address)).body for address in (ALL, private, PAGE)]

    await departing.leave(1, application_id=7, now=NOW)
    public, own, page = [await stage.get(address) for address in (ALL, private, PAGE)]
    assert (public.status, own.status, page.status) == (200, 200, 200)
    assert b"no longer updated" in public.body
    assert public.body.count(b"BEGIN:VEVENT") == before[0].count(b"BEGIN:VEVENT") + 1
    assert own.body.count(b"BEGIN:VEVENT") == 1
    assert b"no longer updated" in own.body
    assert b"removed Meridian on 23 November 2026" in page.body
    assert b"deleted on 21 February 2027" in page.body

    await departing.come_back(1, now=NOW + DAYS)
    assert [(await stage.get(address)).body for address in (ALL, private, PAGE)] == before

    await departing.leave(1, application_id=7, now=NOW)
    await departing.delete_old(now=NOW + 90 * DAYS)
    gone = (ALL, "/feeds/deep-learning-theory/series/seminar.ics", private, PAGE)
    assert [(await stage.get(address)).status for address in gone] == [410] * 4
    others = ("/feeds/never-there/all.ics", f"/feeds/me/{'x' * 43}/a.ics", "/c/never-there/")
    assert [(await stage.get(address)).status for address in others] == [404] * 3
