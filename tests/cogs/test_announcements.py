import discord

from bot.announcements.service.announcements import Announcements
from bot.announcements.service.receipts import Receipts
from tests.discord_servers import Result, filled_in, identity_of, said, shown
from tests.seminars import Seminar, words

TEXT = {"title": "Summer school", "body": "Come to **Lausanne** in July."}


async def compose(seminar: Seminar, **options: object) -> Result:
    """Let Ada begin an announcement in #seminar, where nothing else is posted."""
    server = seminar.server
    return await server.ada.slash(
        server.channel, "announce compose", channel=server.channel, **options
    )


def posted(seminar: Seminar) -> list[discord.Message]:
    return list(seminar.server.channel.history())


async def test_what_is_composed_is_seen_by_its_author_before_it_is_posted(
    seminar: Seminar,
) -> None:
    ada = seminar.server.ada

    preview = await ada.submit_modal(await compose(seminar), TEXT)
    before, seen = posted(seminar), said(preview)
    await ada.click(shown(preview), label="Post now")
    await seminar.send_due()

    (post,) = posted(seminar)
    assert before == []
    assert words(post).strip() in seen
    assert "Come to **Lausanne** in July." in words(post)


async def test_it_is_scheduled_for_a_moment_typed_and_posted_then(seminar: Seminar) -> None:
    ada = seminar.server.ada
    preview = await ada.submit_modal(await compose(seminar), TEXT)
    form = await ada.click(shown(preview), label="Schedule")

    table = await ada.submit_modal(form, {"when": "tomorrow 10am"})
    read = said(table)
    planned = await ada.click(shown(table), label="Confirm")
    await seminar.pass_time(hours=20)
    before = len(posted(seminar))
    await seminar.pass_time(hours=10)

    assert "Nothing is scheduled yet." in read
    assert "Tue 24 Nov 2026 **01:00** Berkeley, Stanford, San Diego, Irvine · night" in read
    assert "Tue 24 Nov 2026 10:00 Lausanne" in said(planned)
    assert before == 0
    assert [words(post).strip().splitlines()[0] for post in posted(seminar)] == ["Summer school"]


async def test_a_second_click_posts_nothing_twice(seminar: Seminar) -> None:
    server = seminar.server
    preview = await server.ada.submit_modal(await compose(seminar), TEXT)

    again = await server.click_twice(server.ada, preview, "Post now")
    await seminar.send_due()

    assert len(posted(seminar)) == 1
    assert "already saved" in said(again)


async def test_case_58_the_preview_of_before_an_edit_posts_nothing(seminar: Seminar) -> None:
    server, ada = seminar.server, seminar.server.ada
    preview = await ada.submit_modal(await compose(seminar), TEXT)
    # The card as it was, which stands where the answer to the edit was lost.
    post_now = identity_of(preview, "Post now")
    form = await ada.click(shown(preview), label="Edit")
    edited = await ada.submit_modal(form, {**TEXT, "title": "Winter school"})

    told = said(await server.click_on(ada, post_now))
    await seminar.send_due()
    before = posted(seminar)
    await ada.click(shown(edited), label="Post now")
    await seminar.send_due()

    assert "You have changed this since" in told
    assert before == []
    assert ["Winter school" in words(post) for post in posted(seminar)] == [True]


async def test_options_for_which_nothing_was_typed_post_nothing(seminar: Seminar) -> None:
    form = await compose(seminar)
    options = str((form.modal or {})["custom_id"]).rpartition(":")[2]

    told = said(await seminar.server.click_on(seminar.server.ada, f"m1:compose-post:{options}"))

    assert "from an older version" in told


async def test_placeholders_are_filled_in_and_stay_true(seminar: Seminar) -> None:
    talk = await seminar.sign_up(week=1, title="Kernels")
    ada = seminar.server.ada
    form = await compose(seminar, talk=str(talk))
    typed = {"title": "{title}", "body": "{speaker}: {when}"}
    await ada.click(shown(await ada.submit_modal(form, typed)), label="Post now")
    await seminar.send_due()

    await seminar.complete(talk, title="Kernels, slowly")
    delivery = (await seminar.app.services[Announcements].listing(seminar.ada))[0][0]
    await seminar.app.services[Announcements].edit(
        seminar.ada,
        delivery.id,
        title="{title}!",
        body="{speaker}: {when}",
        now=seminar.clock.now(),
    )
    await seminar.pass_time(seconds=5)

    (post,) = posted(seminar)
    assert words(post).strip().splitlines()[0] == "Kernels, slowly!"
    assert "Thu 3 Dec 2026 17:00 Lausanne" in words(post)


async def test_an_unknown_placeholder_is_refused_and_nothing_typed_is_lost(
    seminar: Seminar,
) -> None:
    talk = await seminar.sign_up(week=1, title="Kernels")
    ada = seminar.server.ada

    refused = await ada.submit_modal(
        await compose(seminar, talk=str(talk)), {"title": "x", "body": "By {speeker}"}
    )
    again = await ada.click(shown(refused), label="Open the form again, filled in")

    assert "{speeker}" in said(refused)
    assert "By {speeker}" in str(again.modal)


async def test_what_is_posted_can_be_edited_and_cancelled(seminar: Seminar) -> None:
    server = seminar.server
    preview = await server.ada.submit_modal(await compose(seminar), TEXT)
    await server.ada.click(shown(preview), label="Post now")
    await seminar.send_due()
    offered = await server.ada.autocomplete(
        server.channel, "announce edit", "announcement", "summer"
    )
    picked = {"announcement": offered[0]["value"]}

    form = await server.ada.slash(server.channel, "announce edit", **picked)
    await server.ada.submit_modal(form, {"title": "Winter school", "body": "In January."})
    await seminar.pass_time(seconds=5)
    edited = words(posted(seminar)[0])
    await server.ada.slash(server.channel, "announce cancel", **picked)
    await seminar.pass_time(minutes=11)

    assert "In January." in edited
    (post,) = posted(seminar)
    assert "❌ Cancelled: Winter school" in words(post)


async def test_an_edit_that_somebody_overtook_shows_theirs_and_keeps_mine(
    seminar: Seminar,
) -> None:
    server, announcements = seminar.server, seminar.app.services[Announcements]
    preview = await server.ada.submit_modal(await compose(seminar), TEXT)
    await server.ada.click(shown(preview), label="Post now")
    (found,), _ = await announcements.listing(seminar.ada)
    form = await server.ada.slash(server.channel, "announce edit", announcement=str(found.id))
    await announcements.edit(
        seminar.ada, found.id, title="School", body="In August.", now=seminar.clock.now()
    )

    refused = await server.ada.submit_modal(form, {"title": "School", "body": "In June."})
    again = await server.ada.click(shown(refused), label="Open the form again, filled in")
    saved = await server.ada.submit_modal(again, filled_in(again))

    assert "Somebody else has just changed this announcement" in said(refused)
    assert "In August." in said(refused)
    assert "Changed" in said(saved)
    (kept,), _ = await announcements.listing(seminar.ada)
    assert kept.payload["body"] == "In June."


async def test_a_template_begins_an_announcement(seminar: Seminar) -> None:
    server = seminar.server
    form = await server.ada.slash(server.channel, "announce template", name="weekly")
    await server.ada.submit_modal(form, {"body": "This week: {title}"})

    begun = await compose(seminar, template="weekly", series="seminar")

    assert "This week: {title}" in str(begun.modal)


async def test_a_talk_is_announced_when_an_organizer_says_so(seminar: Seminar) -> None:
    talk = await seminar.sign_up(week=1, title="Kernels")
    server = seminar.server

    await server.ada.slash(server.channel, "announce talk", talk=str(talk))
    await seminar.send_due()
    again = await server.ada.slash(server.channel, "announce talk", talk=str(talk))

    told = [words(post).strip().splitlines()[0] for post in seminar.posts()]
    assert told.count("Kernels") == 1
    assert said(again) == "This talk has already been announced."


async def test_a_talk_whose_post_somebody_deleted_can_be_announced_again(seminar: Seminar) -> None:
    server = seminar.server
    talk = await seminar.sign_up(title="Kernels", abstract="In parts.")
    await seminar.send_due()
    (post,) = seminar.posts()
    standing = await server.ada.slash(server.channel, "announce talk", talk=str(talk))

    await seminar.delete(post)
    await seminar.app.services[Receipts].note_deleted(post.id)
    await server.ada.slash(server.channel, "announce talk", talk=str(talk))
    await seminar.send_due()

    assert "already been announced" in said(standing)
    assert ["In parts." in words(p) for p in seminar.posts()] == [True]


async def test_a_board_that_is_on_its_way_is_not_posted_twice(seminar: Seminar) -> None:
    server = seminar.server

    await server.ada.slash(server.channel, "announce board", channel=server.channel)
    again = await server.ada.slash(server.channel, "announce board", channel=server.channel)
    await seminar.send_due()

    assert "already a board in" in said(again)
    assert len(posted(seminar)) == 1


async def test_everybody_at_once_is_never_pinged(seminar: Seminar) -> None:
    everybody = seminar.server.guild.default_role

    refused = await compose(seminar, ping=everybody)

    assert "I never ping everyone" in said(refused)


async def test_only_the_role_that_an_organizer_chose_is_pinged(seminar: Seminar) -> None:
    server = seminar.server
    role = server.guild.create_role("theorists")
    await server.ada.slash(server.channel, "series notify", series="seminar", ping=role)

    await seminar.sign_up(title="Kernels @everyone", abstract="<@&1> @here")
    await seminar.send_due()

    post = seminar.posts()[0]
    assert post.content == f"<@&{role.id}>"


async def test_a_series_says_in_whose_morning_it_reminds(seminar: Seminar) -> None:
    server = seminar.server

    shown_ladder = await server.ada.slash(
        server.channel, "series notify", series="seminar", mornings="epfl, mit", minutes=30
    )
    await seminar.pass_time(days=4)

    reminded = [p for p in seminar.posts() if "Reminder:" in words(p)]
    assert "at 09:00 in Boston, Lausanne" in said(shown_ladder)
    assert len(reminded) == 2


async def test_an_unknown_site_is_refused_in_words(seminar: Seminar) -> None:
    server = seminar.server

    refused = await server.ada.slash(
        server.channel, "series notify", series="seminar", mornings="epfl, atlantis"
    )

    assert "I do not know the site “atlantis”" in said(refused)
