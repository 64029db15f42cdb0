"""A hostile calendar address: the bot answers everybody else, and its member in one sentence."""

import asyncio
from pathlib import Path

import pytest

from tests.gateway.program import BEN, CLEO, connected
from tests.ics.calendars import event, ics
from tests.loopback.handle import Discord, Seen
from tests.strangers import (
    HOST,
    Answer,
    Certificates,
    make_certificates,
    redirects_to,
    sends,
    stranger,
    streams,
)

KEY = "TWVyaWRpYW4ncyBrZXkgZm9yIGl0cyBvd24gdGVzdHM="
PATH = "/private-0a1b/basic.ics"
LONGEST_WAIT = 3.0  # seconds that Discord gives an answer
# Every day since 1900 that never comes: looked for until the processor's time is up.
ENDLESS = ics(
    *(
        event("DTSTART:19000101T110000Z", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", uid=str(n))
        for n in range(1500)
    )
)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("tls"), HOST)


async def add(discord: Discord) -> Seen:
    opened = await discord.command(BEN, "me busy add")
    return await discord.submit(BEN, opened, address=f"https://{HOST}{PATH}", label="Evil")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        pytest.param(
            redirects_to("https://127.0.0.1/"),
            "redirects to an address that I do not follow",
            id="redirect to loopback",
            marks=pytest.mark.long,
        ),
        pytest.param(
            streams(b"x" * 65536, f"Content-Length: {5 << 30}"),
            "is larger than 2 MB",
            id="5 GB",
            marks=pytest.mark.long,
        ),
        pytest.param(
            streams(b"x", pause=0.05),
            "did not send the calendar within 3 seconds",
            id="slow drip",
            marks=pytest.mark.long,
        ),
        # The one that keeps the processor busy, and so could keep others waiting.
        pytest.param(sends(ENDLESS), "takes too long to read", id="endless rules"),
    ],
)
async def test_everybody_else_is_answered_meanwhile_and_the_member_in_one_sentence(
    discord: Discord, seminar_file: Path, certificates: Certificates, answer: Answer, sentence: str
) -> None:
    async with stranger(certificates) as server:
        server.answers[PATH] = answer
        reaching = {"STRANGER": f"{server.port} {certificates.file}", "SECRET_KEY": KEY}
        async with connected(discord, seminar_file, **reaching) as program:
            adding = asyncio.create_task(add(discord))
            others = [await discord.command(CLEO, "next")]
            while not adding.done():
                others.append(await discord.command(CLEO, "next"))
            told = await adding

    assert sentence in told.words
    assert told.words.count(". ") == 1  # what happened, then what to do
    assert [seen.failed for seen in others] == [""] * len(others)
    assert max(seen.seconds for seen in others) < LONGEST_WAIT
    assert program.complaints == []
    assert "private-0a1b" not in program.log.read_text(encoding="utf-8")
