"""How many SQL statements what people do in Discord costs, exactly: more must not creep in."""

import pytest

from tests.cogs.test_talks import free_slot, make_series, open_form, sign_up
from tests.discord_servers import Server, filled_in, said
from tests.seminars import Seminar, words
from tests.statements import RECORDER, counting

OF_A_SIGN_UP = 12


async def test_a_sign_up_form(server: Server) -> None:
    await make_series(server, slots=2)
    await server.ben.slash(server.channel, "next")
    await sign_up(server, server.ada, "Before")
    form = await open_form(server, server.ben, await free_slot(server, server.ben))
    typed = {**filled_in(form), "title": "Kernels", "abstract": "In three parts."}

    with RECORDER.counting() as sent:
        done = await server.ben.submit_modal(form, typed)

    assert said(done).startswith("You are signed up.")
    assert sent.count == OF_A_SIGN_UP, str(sent)


@pytest.mark.parametrize(("label", "most"), [("Going", 7), ("Not", 8)])
async def test_an_answer_by_button(seminar: Seminar, label: str, most: int) -> None:
    server = seminar.server
    await seminar.sign_up(title="Kernels", abstract="In three parts.")
    await seminar.send_due()
    (post,) = [one for one in seminar.posts() if "In three parts." in words(one)]
    for person in (server.ben, server.ada):  # whose roles are new to Meridian
        await person.click(post, label="Maybe")
    await seminar.send_due()

    with counting() as sent:
        done = await server.ben.click(post, label=label)

    assert f"{label}: saved." in said(done)
    assert sent.count <= most, str(sent)
