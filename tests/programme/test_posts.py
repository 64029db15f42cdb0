from datetime import date, timedelta

import discord
import pytest

from bot.announcements.service.announcements import Announcements
from bot.announcements.service.reminder_settings import ReminderSettings
from bot.attendance.model import Answer
from bot.attendance.service.answers import AnswerService
from bot.meetings.service.changes import MeetingService
from bot.programme.model.reminders import Way
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.talks.model.submission import Submission
from bot.talks.service.talks import TalkService
from tests.discord_servers import filled_in, said
from tests.seminars import JOIN, Seminar, words

REMINDERS = ("🔔 Reminder:", "⏰ Start:")


async def test_a_talk_is_announced_once_its_title_and_abstract_are_in(seminar: Seminar) -> None:
    talk = await seminar.sign_up(title="Kernels")
    await seminar.send_due()
    before = [words(post) for post in seminar.posts()]

    await seminar.complete(talk, title="Kernels", abstract="In three parts.")
    await seminar.send_due()
    await seminar.send_due()

    (post,) = [p for p in seminar.posts() if "In three parts." in words(p)]
    assert "In three parts." not in "".join(before)
    assert "Thu 26 Nov 2026 17:00 Lausanne" in words(post)
    assert "08:00 Berkeley" in words(post)


async def test_a_channel_is_reminded_the_day_before_and_as_it_begins(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels")

    await seminar.pass_time(days=3, hours=7)

    told = [words(post) for post in seminar.posts() if words(post).startswith(REMINDERS)]
    assert [text.splitlines()[0].partition(" <t:")[0] for text in told] == [
        "🔔 Reminder:",
        "⏰ Start:",
    ]
    assert all("Thu 26 Nov 2026 17:00 Lausanne" in text for text in told)


async def test_the_join_link_is_for_members_who_click(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels")
    await seminar.pass_time(days=3, hours=7)
    post, server = seminar.posts()[-1], seminar.server

    member = await server.ben.click(post, label="Join link")
    stranger = await server.mallory.click(post, label="Join link")

    assert JOIN not in words(post)
    assert JOIN in said(member)
    assert JOIN not in said(stranger)
    assert said(stranger).startswith("Only members")


async def test_one_answer_a_member_changeable_and_counted_where_it_stands(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.send_due()
    server = seminar.server

    await server.ben.click(seminar.posts()[0], label="Going")
    await server.ada.click(seminar.posts()[0], label="Maybe")
    await server.ben.click(seminar.posts()[0], label="Not")
    await seminar.pass_time(seconds=5)

    post = seminar.posts()[0]
    assert "0 going · 🤔 1 maybe · ✖️ 1 not" in words(post)
    assert "Ben" in said(await server.ada.click(post, label="Who comes?"))


async def test_the_buttons_work_after_a_restart(seminar: Seminar) -> None:
    """F40."""
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.send_due()

    await seminar.server.restart()
    result = await seminar.server.ben.click(seminar.posts()[0], label="Going")

    assert "1 going" in said(result)


async def test_what_stands_is_mended_when_the_meeting_moves(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.send_due()

    await seminar.move("2026-11-27 10:00")
    await seminar.pass_time(seconds=5)

    (post,) = seminar.posts()
    assert "Moved from ~~Thu 26 Nov 2026 17:00 Lausanne~~ (room)" in words(post)
    assert "Fri 27 Nov 2026 10:00 Lausanne" in words(post)


async def test_a_post_with_a_picture_of_its_formulas_is_mended_too(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract=r"We bound $$\frac{\|w\|}{\gamma^2}$$")
    await seminar.send_due()
    (before,) = seminar.posts()

    await seminar.move("2026-11-27 10:00", quietly=True)
    await seminar.pass_time(seconds=5)

    (post,) = seminar.posts()
    assert "Fri 27 Nov 2026 10:00 Lausanne" in words(post)
    pictures = [[file.description for file in one.attachments] for one in (before, post)]
    assert pictures == [[r"\frac{\|w\|}{\gamma^2}"]] * 2


async def test_where_no_pictures_may_be_attached_the_text_stands_alone(seminar: Seminar) -> None:
    guild = seminar.server.guild
    assert guild.me is not None
    plain = discord.PermissionOverwrite(attach_files=False)
    channel = guild.create_text_channel("plain", overwrites={guild.me: plain})
    elsewhere = SeriesDescription(channel_id=channel.id)
    await seminar.app.services[SeriesService].edit(
        seminar.ada, "seminar", elsewhere, now=seminar.clock.now()
    )

    await seminar.sign_up(title="Kernels", abstract=r"We bound $$\frac{a}{b}$$")
    await seminar.send_due()

    (post,) = channel.history()
    assert "a/b" in words(post)
    assert (post.attachments, post.embeds[0].image.url) == ([], None)


async def test_what_stands_says_first_that_it_is_cancelled(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.send_due()

    await seminar.cancel()
    await seminar.pass_time(seconds=5)

    text = words(seminar.posts()[0])
    assert text.strip().startswith("❌ CANCELLED: Kernels")
    assert "~~Thu 26 Nov 2026 17:00 Lausanne~~" in text


async def test_a_cancelled_meeting_reminds_nobody(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels")
    await seminar.cancel()

    await seminar.pass_time(days=4)

    assert [p for p in seminar.posts() if words(p).startswith(REMINDERS)] == []


async def test_moving_ten_times_leaves_one_notice_and_reminders_at_the_new_time_only(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.pass_time(days=2, hours=1)
    for minute in range(10):
        await seminar.move(f"2026-11-27 10:{5 * minute:02}")
        await seminar.pass_time(seconds=6)

    await seminar.pass_time(days=3)

    told = [words(post) for post in seminar.posts()]
    moved = [text for text in told if text.startswith("↪️ Moved: **Seminar**")]
    soon = [text for text in told if text.startswith("⏰ Start:")]
    assert len(moved) == 1
    assert "Fri 27 Nov 2026 10:45 Lausanne" in moved[0]
    assert len(soon) == 1
    assert "Fri 27 Nov 2026 10:45 Lausanne" in soon[0]


async def test_a_meeting_called_off_in_its_last_minutes_is_told_before_it_begins(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(title="Kernels")
    await seminar.pass_time(days=3, hours=6, minutes=57)  # 16:57

    await seminar.cancel()
    await seminar.pass_time(minutes=2)

    assert words(seminar.posts()[-1]).startswith("❌ Cancelled: **Seminar**")


async def test_moving_there_and_back_within_five_minutes_tells_nobody(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.pass_time(days=2)
    await seminar.move("2026-11-27 10:00")
    await seminar.move("2026-11-26 17:00")

    await seminar.pass_time(minutes=10)

    assert [p for p in seminar.posts() if "Moved: **" in words(p)] == []
    assert [n for n in seminar.letters(seminar.server.ben) if "was moved" in words(n)] == []


async def test_saving_quietly_tells_nobody_and_mends_what_stands(seminar: Seminar) -> None:
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.pass_time(days=2)

    await seminar.move("2026-11-27 10:00", quietly=True)
    await seminar.pass_time(minutes=10)

    told = [words(post) for post in seminar.posts()]
    assert [text for text in told if "Moved: **" in text] == []
    assert "Fri 27 Nov 2026 10:00 Lausanne" in told[0]
    assert [n for n in seminar.letters(seminar.server.ben) if "was moved" in words(n)] == []


@pytest.mark.parametrize("quietly", [False, True], ids=["aloud", "quietly"])
async def test_a_new_title_is_told_near_the_start_unless_it_is_saved_quietly(
    seminar: Seminar, *, quietly: bool
) -> None:
    server = seminar.server
    talk = await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.pass_time(days=2)
    form = await server.ben.slash(server.channel, "talk edit", talk=str(talk), quietly=quietly)

    await server.ben.submit_modal(form, {**filled_in(form), "title": "Rings"})
    await seminar.pass_time(minutes=10)

    told = [words(post) for post in seminar.posts() if words(post).startswith("✏️ Changed")]
    assert len(told) == (0 if quietly else 1)
    assert "Rings" in words(seminar.posts()[0])


async def test_a_speaker_is_told_of_a_cancelled_and_of_a_skipped_meeting(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(week=0, title="Kernels")
    await seminar.sign_up(week=2, title="Rings")

    await seminar.cancel()
    await seminar.app.services[MeetingService].skip(
        seminar.ada, "seminar", date(2026, 12, 17), reason="holiday", now=seminar.clock.now()
    )
    await seminar.pass_time(minutes=10)

    told = [words(letter) for letter in seminar.letters(seminar.server.ben)]
    off = [text.splitlines()[0] for text in told if "was cancelled" in text]
    assert {text.rpartition(": ")[2] for text in off} == {"**Kernels**", "**Rings**"}


async def test_organizers_hear_of_what_a_speaker_has_not_filled_in(seminar: Seminar) -> None:
    await seminar.sign_up(week=1, title="Kernels")

    await seminar.pass_time(days=9)
    before = seminar.letters(seminar.server.ada)
    await seminar.pass_time(days=1)

    assert before == []
    (letter,) = seminar.letters(seminar.server.ada)
    assert words(letter).startswith("This talk is soon and still needs: **abstract, slides")


async def test_an_organizer_who_speaks_is_asked_as_a_speaker_alone(seminar: Seminar) -> None:
    now = seminar.clock.now()
    free = await seminar.app.services[TalkService].free_slots(seminar.ada, slug="seminar", now=now)
    await seminar.app.services[TalkService].sign_up(
        seminar.ada, slot_id=free[1].slot.id, submission=Submission(title="Kernels"), now=now
    )

    await seminar.pass_time(days=10)

    told = [words(letter).partition(":")[0] for letter in seminar.letters(seminar.server.ada)]
    assert set(told) == {"Your talk still needs"}


async def test_a_speaker_is_told_of_a_move_that_somebody_else_makes(seminar: Seminar) -> None:
    await seminar.sign_up(week=4, title="Kernels", abstract="In three parts.")

    await seminar.move("2026-12-23 10:00", week=4)
    await seminar.pass_time(minutes=10)

    (letter,) = seminar.letters(seminar.server.ben)
    assert words(letter).startswith("Your talk was moved: **Kernels**")
    assert "Wed 23 Dec 2026 10:00 Lausanne" in words(letter)


async def test_a_speaker_is_asked_at_14_7_3_and_1_days_for_what_is_missing(
    seminar: Seminar,
) -> None:
    await seminar.sign_up(week=3, title="Kernels")

    await seminar.pass_time(weeks=3, days=3, hours=8)

    asked = [p for p in seminar.letters(seminar.server.ben) if "Your talk still needs" in words(p)]
    assert len(asked) == 4
    assert "abstract, slides, recording consent" in words(asked[0])


async def test_a_speaker_is_not_asked_at_night_however_late_it_is(seminar: Seminar) -> None:
    await seminar.sign_up(week=3, title="Kernels")
    seminar.clock.advance(timedelta(days=10, hours=15))  # Thursday, 19:00 in Boston
    await seminar.send_due()
    at_night = seminar.letters(seminar.server.ben)

    await seminar.pass_time(hours=13, minutes=59)  # Friday, 08:59
    early = seminar.letters(seminar.server.ben)
    await seminar.pass_time(minutes=1)

    assert (at_night, early) == ([], [])
    assert len(seminar.letters(seminar.server.ben)) == 1


async def test_a_rung_that_was_missed_is_not_told_beside_the_next_one(seminar: Seminar) -> None:
    await seminar.sign_up(week=3, title="Kernels")

    seminar.clock.advance(timedelta(days=21, hours=6))  # both 14 and 7 days before are over
    await seminar.send_due()

    assert len(seminar.letters(seminar.server.ben)) == 1


async def test_the_ladder_stops_the_moment_all_is_filled_in(seminar: Seminar) -> None:
    talk = await seminar.sign_up(week=3, title="Kernels")
    await seminar.pass_time(weeks=1, days=4)
    asked = len(seminar.letters(seminar.server.ben))

    await seminar.complete(
        talk, title="Kernels", abstract="x", slides="https://slides.example.org", recording="no"
    )
    await seminar.pass_time(weeks=2)

    assert asked == 1
    assert len(seminar.letters(seminar.server.ben)) == 1


async def test_the_form_opens_from_the_letter_and_is_saved(seminar: Seminar) -> None:
    await seminar.sign_up(week=3, title="Kernels")
    await seminar.pass_time(weeks=1, days=4)
    letter, ben = seminar.letters(seminar.server.ben)[0], seminar.server.ben

    form = await ben.user.click(letter, label="Fill it in")
    saved = await ben.user.submit_modal(form, {"abstract": "In parts.", "recording": "yes"})

    assert "In parts." in said(saved)


async def test_who_wants_direct_messages_gets_them_for_what_they_come_to(
    seminar: Seminar,
) -> None:
    settings = seminar.app.services[ReminderSettings]
    await settings.prefer(seminar.ben, way=Way.DM, leads="1 hour", now=seminar.clock.now())
    meeting = await seminar.first_meeting()
    await seminar.app.services[AnswerService].answer(
        seminar.ben, meeting, Answer.GOING, now=seminar.clock.now()
    )

    await seminar.pass_time(days=4)

    (letter,) = seminar.letters(seminar.server.ben)
    assert words(letter).startswith("⏰ **Seminar**: <t:")
    assert JOIN in words(letter)


async def test_a_weekly_digest_comes_on_the_anchor_sites_first_working_day(
    seminar: Seminar,
) -> None:
    await seminar.announce_everything_in(seminar.channel)
    await seminar.sign_up(week=1, title="Kernels", abstract="x")

    await seminar.pass_time(days=7)

    digests = [p for p in seminar.posts() if "This week at" in words(p)]
    assert "Thu 3 Dec 2026 17:00 Lausanne" in words(digests[-1])


async def test_the_board_stays_up_to_date_by_itself(seminar: Seminar) -> None:
    announcements, now = seminar.app.services[Announcements], seminar.clock.now()
    await announcements.put_board(seminar.ada, seminar.channel.id, now=now)
    await seminar.send_due()

    await seminar.sign_up(week=1, title="Kernels")
    await seminar.pass_time(minutes=1)

    (board,) = [p for p in seminar.posts() if "up to date" in str(p.embeds[0].footer.text)]
    assert "Person: Kernels" in words(board)


async def test_what_a_human_deleted_is_not_posted_again(seminar: Seminar) -> None:
    """F30."""
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.send_due()
    await seminar.delete(seminar.posts()[0])

    await seminar.move("2026-11-27 10:00", quietly=True)
    await seminar.pass_time(minutes=20)

    assert seminar.posts() == []


async def test_in_a_clock_change_week_the_unusual_hours_are_named(seminar: Seminar) -> None:
    seminar.clock.advance(timedelta(days=108))  # 11 March 2027; the US changes on the 14th
    await seminar.app.housekeeping.run_all()
    await seminar.sign_up(week=1, title="Kernels", abstract="In three parts.")

    await seminar.send_due()

    told = [words(post) for post in seminar.posts() if "In three parts." in words(post)]
    assert "Clock-change week: not the usual hour at 09:00 Berkeley" in told[0]
