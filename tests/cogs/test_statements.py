"""How many SQL statements what people do in Discord costs, exactly: more must not creep in."""

from tests.cogs.test_talks import free_slot, make_series, open_form, sign_up
from tests.discord_servers import Server, filled_in, said
from tests.statements import RECORDER

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
