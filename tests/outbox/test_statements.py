"""How many SQL statements a delivery costs, from when it is due until it is stored as sent."""

from bot.announcements.service.reminder_settings import ReminderSettings
from bot.meetings.model.one_off_meetings import OneOffMeeting
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.programme.model.reminders import About, Way
from tests.seminars import Seminar, words
from tests.statements import Sent, counting

IN_A_CHANNEL, TO_A_MEMBER = 7, 8
OF_AN_ANNOUNCEMENT_AND_ITS_EVENT = 11


async def sent_next(seminar: Seminar) -> Sent:
    """Let time pass until something is due; return what was sent to the store meanwhile."""
    due = await seminar.app.outbox.next_moment()
    assert due is not None
    seminar.clock.advance(due - seminar.clock.now())
    with counting() as sent:
        await seminar.send_due()
    return sent


async def test_a_reminder_in_a_channel(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="On kernels.")
    await seminar.pass_time(days=1)

    sent = await sent_next(seminar)

    assert words(seminar.posts()[-1]).startswith("🔔 Reminder:")
    assert sent.count <= IN_A_CHANNEL, str(sent)


async def test_a_reminder_by_direct_message(seminar: Seminar) -> None:
    await seminar.app.services[ReminderSettings].prefer(
        seminar.ben, way=Way.DM, about=About.EVERYTHING, leads="6 hours", now=seminar.clock.now()
    )
    await seminar.pass_time(days=3)
    before = len(seminar.letters(seminar.server.ben))

    sent = await sent_next(seminar)

    (letter,) = seminar.letters(seminar.server.ben)[before:]
    assert words(letter).startswith("⏰ **Seminar**")
    assert sent.count <= TO_A_MEMBER, str(sent)


async def test_an_announcement_with_its_event_in_the_server(seminar: Seminar) -> None:
    await seminar.announce_everything_in(seminar.channel)
    await seminar.send_due()
    typed = OneOffMeeting(title="Workshop", when="2026-12-02 10:00")
    scheduling, now = seminar.app.services[OneOffMeetingService], seminar.clock.now()
    await scheduling.schedule(seminar.ada, typed, now=now)

    with counting() as sent:
        await seminar.send_due()

    assert "Workshop" in words(seminar.posts()[-1])
    guild = seminar.server.world.backend.get_guild(seminar.server.guild.id)
    assert "Workshop" in [event.name for event in guild.scheduled_events.values()]
    assert sent.count <= OF_AN_ANNOUNCEMENT_AND_ITS_EVENT, str(sent)
