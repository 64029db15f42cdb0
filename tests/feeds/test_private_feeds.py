import logging
from datetime import timedelta

import pytest
from icalendar import Calendar

from bot.feeds import store as subscriptions
from bot.ics.validation import check
from bot.web.access_log import without_tokens
from tests.web.stages import ALL, Stage, statements
from tests.worlds import NOW


async def private_feed(stage: Stage) -> str:
    token = await stage.subscribing.subscribe(stage.world.organizer, label="Phone", now=NOW)
    return f"/feeds/me/{token}/deep-learning-theory.ics"


async def revoke(stage: Stage) -> None:
    (link,) = await stage.subscribing.links(stage.world.organizer)
    await stage.subscribing.revoke(stage.world.organizer, link.id, now=stage.clock.now())


async def test_a_member_sees_all_series_and_join_links(stage: Stage) -> None:
    await stage.series("Open", join_link="https://zoom.us/j/1")
    await stage.series("Closed", visibility="members", when="Fridays 9:00")
    path = await private_feed(stage)

    private = await stage.get(path)
    public = await stage.get(ALL)

    assert check(private.body) == []
    assert {str(e["SUMMARY"]) for e in Calendar.from_ical(private.body).events} == {
        "Open",
        "Closed",
    }
    assert {str(e["SUMMARY"]) for e in Calendar.from_ical(public.body).events} == {"Open"}
    assert private.body.count(b"CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Join:https") == 10
    assert private.headers["Cache-Control"] == "private, no-cache"
    assert private.headers["Content-Disposition"] == 'inline; filename="deep-learning-theory.ics"'


async def test_a_private_feed_does_not_repeat_its_own_address(stage: Stage) -> None:
    path = await private_feed(stage)

    answer = await stage.get(path)

    assert b"SOURCE" not in answer.body
    assert path.split("/")[3].encode() not in answer.body.replace(b"\r\n ", b"")


async def test_a_revoked_feed_says_so_at_once_and_is_gone_after_thirty_days(stage: Stage) -> None:
    await stage.series()
    path = await private_feed(stage)
    before = await stage.get(path)

    await revoke(stage)
    told = await stage.get(path, If_None_Match=before.headers["ETag"])
    stage.clock.pass_by(timedelta(days=30) - timedelta(seconds=1))
    last = await stage.get(path)
    stage.clock.pass_by(timedelta(seconds=1))
    gone = await stage.get(path)

    (event,) = Calendar.from_ical(told.body).events
    assert event["SUMMARY"] == "Deep learning theory: this link was replaced"
    assert check(told.body) == []
    assert (last.status, last.body) == (200, told.body)
    assert gone.status == 410


async def test_a_token_is_looked_up_again_after_a_change_only(stage: Stage) -> None:
    path = await private_feed(stage)
    await stage.get(path)

    with statements(stage.store) as said:
        await stage.get(path)
        again = list(said)
        await stage.series()
        del said[:]
        await stage.get(path)

    assert again == []
    assert any("subscriptions" in statement for statement in said)


async def test_the_last_use_is_written_down_by_the_job(stage: Stage) -> None:
    path = await private_feed(stage)
    await stage.get(path)
    used = stage.clock.now()
    (unwritten,) = await stage.subscribing.links(stage.world.organizer)
    stage.clock.pass_by(timedelta(hours=1))

    await stage.web.feeds.tokens.flush_uses(stage.clock.now())

    (written,) = await stage.subscribing.links(stage.world.organizer)
    assert (unwritten.used_at, written.used_at) == (None, used)
    with statements(stage.store) as said:
        await stage.web.feeds.tokens.flush_uses(stage.clock.now())
    assert said == []


async def test_a_feed_of_who_left_is_replaced(stage: Stage) -> None:
    path = await private_feed(stage)
    member = stage.world.organizer.require_member()
    async with stage.store.write() as connection:
        await subscriptions.revoke_all_of(connection, member.id, now=stage.clock.now())

    answer = await stage.get(path)

    assert b"this link was replaced" in answer.body.replace(b"\r\n ", b"")


async def test_the_file_name_of_a_private_feed_is_free(stage: Stage) -> None:
    path = await private_feed(stage)

    renamed = await stage.get(path.replace("deep-learning-theory.ics", "our-seminars.ics"))

    assert renamed.status == 200


async def test_the_access_log_knows_a_token_by_its_hash(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot.web.access_log")
    path = await private_feed(stage)
    token = path.split("/")[3]

    await stage.get(path)
    await stage.get(f"/feeds/me/{token}x/wrong.ics?{token}")
    await stage.get(f"/c/{token}")

    lines = [r.getMessage() for r in caplog.records if r.name == "bot.web.access_log"]
    assert len(lines) == 3
    assert [line for line in lines if token in line] == []
    assert lines[0].startswith(f"GET {without_tokens(path)} 200 ")


def test_a_masked_token_is_eight_digits() -> None:
    masked = without_tokens("/feeds/me/secret/x.ics?past=all")

    assert masked == "/feeds/me/2bb80d53/x.ics?past=all"


async def test_alarms_ring_where_the_address_asks_for_them(stage: Stage) -> None:
    await stage.series()
    path = await private_feed(stage)

    quiet = await stage.get(path)
    ringing = await stage.get(f"{path}?alarm=15")
    unknown = await stage.get(f"{path}?alarm=14")
    public = await stage.get(f"{ALL}?alarm=15")
    again = await stage.get(f"{path}?alarm=15", If_None_Match=ringing.headers["ETag"])

    assert ringing.body.count(b"TRIGGER:-PT15M") == ringing.body.count(b"BEGIN:VEVENT") > 0
    assert (unknown.body, b"VALARM" in public.body) == (quiet.body, False)
    assert ringing.headers["ETag"] != quiet.headers["ETag"]
    assert again.status == 304


@pytest.mark.parametrize(("asked", "kept"), [("?open=1", ""), ("?mine=1&open=1", "?mine=1")])
async def test_a_browser_is_sent_on_into_the_calendar_program(
    stage: Stage, asked: str, kept: str
) -> None:
    path = await private_feed(stage)

    sent = await stage.get(f"{path}{asked}", follow=False)

    _scheme, _, address = stage.links.public_url.partition("://")
    assert (sent.status, sent.headers["Location"]) == (302, f"webcal://{address}{path}{kept}")
    assert "Set-Cookie" not in sent.headers
