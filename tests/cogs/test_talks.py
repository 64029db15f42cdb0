"""/talk in a stand-in Discord: sign up, lose a race, change, find, list."""

import re

import simcord

from tests.discord_servers import Result, Server, filled_in, labels, said, shown

SITE_LINE = "08:00 Berkeley · Stanford · San Diego · Irvine | 10:00 Chicago | 11:00 Boston"


async def make_series(server: Server, *, visibility: str = "public", slots: int = 1) -> None:
    form = await server.ada.slash(
        server.channel,
        "series create",
        title="Seminar",
        when="Thursdays 17:00",
        zone="epfl",
        slots=slots,
    )
    values = {"visibility": visibility, "join_link": "https://meet.example.org/x"}
    preview = await server.ada.submit_modal(form, values)
    await server.confirm(preview)


async def free_slot(server: Server, person: simcord.MemberActor, number: int = 0) -> str:
    offered = await person.autocomplete(server.channel, "talk signup", "slot", "", series="seminar")
    return str(offered[number]["value"])


async def open_form(server: Server, person: simcord.MemberActor, slot: str) -> Result:
    return await person.slash(server.channel, "talk signup", series="seminar", slot=slot)


async def sign_up(server: Server, person: simcord.MemberActor, title: str) -> Result:
    form = await open_form(server, person, await free_slot(server, person))
    return await person.submit_modal(form, {"title": title})


async def first_talk(server: Server, person: simcord.MemberActor, typed: str = "") -> str:
    offered = await person.autocomplete(server.channel, "talk show", "talk", typed)
    return str(offered[0]["value"])


async def test_a_member_signs_up_and_is_shown_the_time_everywhere(server: Server) -> None:
    await make_series(server)
    form = await open_form(server, server.ben, await free_slot(server, server.ben))

    done = await server.ben.submit_modal(
        form, {"title": "Kernels", "abstract": "In three parts.", "paper": "2106.10165"}
    )

    assert filled_in(form)["public_name"] == "Ben"
    assert said(done).startswith("You are signed up.\nKernels\n**Ben**")
    assert "**Thu 26 Nov 2026 17:00 Lausanne** · <t:1795708800:F>" in said(done)
    assert SITE_LINE in said(done)
    assert "[Paper](<https://arxiv.org/abs/2106.10165>)" in said(done)
    assert labels(done) == ["Edit", "Materials", "Withdraw", "Export"]
    assert done.ephemeral


async def test_free_slots_are_offered_in_the_members_time_and_the_anchors(server: Server) -> None:
    await make_series(server)
    await server.ben.slash(server.channel, "me set", site="berkeley")

    offered = await server.ben.autocomplete(
        server.channel, "talk signup", "slot", "2026-12-03", series="seminar"
    )

    assert [choice["name"] for choice in offered] == [
        "Thu 3 Dec 2026 08:00 Berkeley · Thu 3 Dec 2026 17:00 Lausanne · Seminar"
    ]


async def test_a_free_slot_on_a_day_on_which_a_site_is_closed_says_so(server: Server) -> None:
    await make_series(server)

    offered = await server.ben.autocomplete(
        server.channel, "talk signup", "slot", "2027-05-06", series="seminar"
    )
    coming = said(await server.ben.slash(server.channel, "next"))

    assert [choice["name"] for choice in offered] == [
        "Thu 6 May 2027 17:00 Lausanne · ⛔ Lausanne: Ascension Day · Seminar"
    ]
    assert (
        "Jerusalem\n⛔ Berkeley · Stanford · San Diego · Irvine · Chicago · Boston: Thanks"
        in coming
    )


async def test_who_loses_a_race_gets_the_form_back_filled_in_for_another_slot(
    server: Server,
) -> None:
    await make_series(server)
    slot = await free_slot(server, server.ben)
    bens, adas = (
        await open_form(server, server.ben, slot),
        await open_form(server, server.ada, slot),
    )
    await server.ada.submit_modal(adas, {"title": "Ada was first"})

    lost = await server.ben.submit_modal(bens, {"title": "My words", "abstract": "All of them."})
    again = await server.ben.click(shown(lost), label=labels(lost)[0])
    done = await server.ben.submit_modal(again, filled_in(again))

    assert said(lost).startswith("Somebody was faster: this slot is taken.")
    assert labels(lost)[0] == "Take Thu 3 Dec 2026 17:00 Lausanne"
    assert len(labels(lost)) == 3
    assert filled_in(again)["title"] == "My words"
    assert filled_in(again)["abstract"] == "All of them."
    assert "You are signed up." in said(done)
    assert "Thu 3 Dec 2026 17:00" in said(done)


async def test_a_refused_form_opens_again_filled_in(server: Server) -> None:
    """F41."""
    await make_series(server)
    form = await open_form(server, server.ben, await free_slot(server, server.ben))

    refused = await server.ben.submit_modal(form, {"title": "Kernels", "paper": "my paper"})
    again = await server.ben.click(shown(refused), label="Open the form again, filled in")

    assert said(refused).startswith("The paper must be an arXiv id")
    assert filled_in(again)["paper"] == "my paper"
    assert filled_in(again)["title"] == "Kernels"


async def test_a_form_that_was_open_over_a_restart_is_saved(server: Server) -> None:
    """F41."""
    await make_series(server)
    form = await open_form(server, server.ben, await free_slot(server, server.ben))

    await server.restart()
    done = await server.ben.submit_modal(form, {"title": "Patience"})

    assert said(done).startswith("You are signed up.\nPatience")


async def test_buttons_work_after_a_restart(server: Server) -> None:
    await make_series(server)
    done = await sign_up(server, server.ben, "Kernels")

    await server.restart()
    asked = await server.ben.click(shown(done), label="Withdraw")
    question = said(asked)
    gone = await server.ben.click(shown(asked), label="Withdraw the talk")

    assert question.startswith("Nothing is withdrawn yet.")
    assert said(gone) == "Withdrawn: Kernels. Its slot is free again."


async def test_an_edit_that_somebody_overtook_shows_theirs_and_keeps_mine(server: Server) -> None:
    """F47."""
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")
    talk = await first_talk(server, server.ben)
    bens = await server.ben.slash(server.channel, "talk edit", talk=talk)
    adas = await server.ada.slash(server.channel, "talk edit", talk=talk)
    await server.ada.submit_modal(adas, {**filled_in(adas), "title": "Ada's title"})

    overtaken = await server.ben.submit_modal(bens, {**filled_in(bens), "title": "Ben's title"})
    again = await server.ben.click(shown(overtaken), label="Open the form again, filled in")
    done = await server.ben.submit_modal(again, filled_in(again))

    assert said(overtaken).startswith("Somebody changed this talk while you were typing")
    assert "Ada's title" in said(overtaken)
    assert filled_in(again)["title"] == "Ben's title"
    assert said(done).startswith("Ben's title")


async def test_case_38_an_edit_says_what_it_saved(server: Server) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")
    talk = await first_talk(server, server.ben)
    form = await server.ben.slash(server.channel, "talk edit", talk=talk)
    filled = filled_in(form)

    same = await server.ben.submit_modal(form, filled)
    form = await server.ben.slash(server.channel, "talk edit", talk=talk)
    done = await server.ben.submit_modal(form, {**filled, "title": "Trees", "abstract": "Tall."})

    assert "Saved: Nothing was different from before." in said(same)
    assert "Saved: title, abstract" in said(done)


async def test_case_38_withdrawing_a_proposal_speaks_of_no_slot(server: Server) -> None:
    await make_series(server)
    form = await server.ben.slash(server.channel, "talk propose", series="seminar")
    proposed = await server.ben.submit_modal(form, {"title": "Kernels"})

    asked = await server.ben.click(shown(proposed), label="Withdraw")
    question = said(asked)
    gone = await server.ben.click(shown(asked), label="Withdraw the talk")

    assert question.startswith("Nothing is withdrawn yet. If you confirm, it no longer waits")
    assert said(gone) == "Withdrawn: Kernels. It no longer waits for a slot."


async def test_materials_are_shown_as_links(server: Server) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")
    talk = await first_talk(server, server.ben)
    form = await server.ben.slash(server.channel, "talk materials", talk=talk)

    done = await server.ben.submit_modal(
        form, {"slides": "https://s.example/1.pdf", "video": "https://v.example/1"}
    )

    assert "[Slides](<https://s.example/1.pdf>) · [Video](<https://v.example/1>)" in said(done)


async def test_an_organizer_signs_up_a_guest_and_a_member(server: Server) -> None:
    await make_series(server)
    options = {"series": "seminar", "slot": await free_slot(server, server.ada)}
    for_guest = await server.ada.slash(
        server.channel, "talk signup", **options, guest="Eleni Papadaki", affiliation="Crete"
    )
    guests = await server.ada.submit_modal(
        for_guest, {**filled_in(for_guest), "title": "Perceptron"}
    )
    options = {"series": "seminar", "slot": await free_slot(server, server.ada)}
    for_ben = await server.ada.slash(server.channel, "talk signup", **options, member=server.ben)
    bens = await server.ada.submit_modal(for_ben, {**filled_in(for_ben), "title": "Kernels"})
    own = await server.ben.autocomplete(server.channel, "talk edit", "talk", "")

    assert said(guests).startswith("The talk is signed up.\nPerceptron\n**Eleni Papadaki (Crete)**")
    assert "**Ben**" in said(bens)
    assert [choice["name"] for choice in own] == ["Ben: Kernels · 2026-12-03 UTC"]


async def test_a_talk_is_found_in_spite_of_typing_errors_with_its_calendar_links(
    server: Server,
) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Implicit bias of gradient descent")

    talk = await first_talk(server, server.mallory, "implict bais gradeint")
    found = await server.mallory.slash(server.channel, "talk show", talk=talk)

    assert "http://meridian.test/meeting/1.ics" in said(found)
    assert "webcal://meridian.test/feeds/deep-learning-theory/series/seminar.ics" in said(found)
    assert "meet.example.org" not in said(found)
    assert labels(found) == ["Export"]


async def test_members_are_shown_the_join_link(server: Server) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")

    found = await server.ben.slash(
        server.channel, "talk show", talk=await first_talk(server, server.ben)
    )

    assert "https://meet.example.org/x" in said(found)


async def test_a_list_turns_pages_and_keeps_its_filter_over_a_restart(server: Server) -> None:
    await make_series(server, slots=8)
    for number in range(8):
        await sign_up(server, server.ben, f"Talk {number}")

    first = await server.mallory.slash(server.channel, "talk list", speaker="ben")
    listed = said(first)
    await server.restart()
    second = await server.mallory.click(shown(first), label="Next ▶")

    assert re.findall(r"Talk \d", listed) == [f"Talk {number}" for number in range(6)]
    assert re.findall(r"Talk \d", said(second)) == ["Talk 6", "Talk 7"]


async def test_the_channel_is_told_of_talks_when_the_bot_is_mentioned(server: Server) -> None:
    await make_series(server)
    await sign_up(server, server.ben, "Kernels")

    bot = server.world.bot.user
    assert bot is not None
    await server.mallory.send(server.channel, f"<@{bot.id}> talks")

    answer = server.channel.last_message
    assert answer is not None
    text = answer.embeds[0].description or ""
    assert "**Kernels**" in text
    assert SITE_LINE in text
    assert "meet.example.org" not in text


async def test_formulas_are_shown_as_text_and_as_a_picture(server: Server) -> None:
    await make_series(server)
    form = await open_form(server, server.ben, await free_slot(server, server.ben))
    abstract = r"Let $$W = \begin{pmatrix} a & b \\ c & d \end{pmatrix}$$ and $x \in \mathbb{R}^d$."
    await server.ben.submit_modal(form, {"title": r"On $\ell_1$", "abstract": abstract})

    talk = await first_talk(server, server.ben)
    shown_talk = await server.ben.slash(server.channel, "talk show", talk=talk)

    assert "On ℓ₁" in said(shown_talk)
    assert "Let W = (a, b; c, d) and x ∈ ℝᵈ." in said(shown_talk)
    (picture,) = shown(shown_talk).attachments
    assert picture.filename == "formulas.png"


async def test_a_talk_is_exported_as_an_email_markdown_and_latex(server: Server) -> None:
    await make_series(server)
    form = await open_form(server, server.ben, await free_slot(server, server.ben))
    typed = {"title": r"50% of $\ell_1$ & more_", "abstract": "One *part*.\n\nAnd $x^2$."}
    await server.ben.submit_modal(form, typed)
    talk = await first_talk(server, server.ben)

    card = await server.mallory.slash(server.channel, "talk show", talk=talk)
    exported = await server.mallory.click(shown(card), label="Export")

    email, markdown, latex = [(await file.read()).decode() for file in shown(exported).attachments]
    assert "One *part*.\n\nAnd x²." in email
    assert "## 50% of $\\ell_1$ & more\\_" in markdown
    assert "One \\*part\\*.\n\nAnd $x^2$." in markdown
    assert latex == (
        "\\textbf{Thursday 26 November 2026, 17:00 Lausanne} --- Ben: "
        "\\emph{50\\% of $\\ell_1$ \\& more\\_}\n"
    )
    assert "meet.example.org" not in email + markdown + latex
