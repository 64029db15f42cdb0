"""Case 54: what each answer of Discord means for a delivery."""

from datetime import timedelta
from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.outbox.outcomes import (
    ASKED_TO_WAIT,
    BAN,
    HOPELESS,
    REST,
    Again,
    Halted,
    Outcome,
    Parked,
    outcome_of,
)

LIMITED = "You are being rate limited."
VIA = {"Via": "1.1 google"}


def refused(
    status: int, code: int = 0, text: str = "x", headers: dict[str, str] | None = None
) -> discord.HTTPException:
    """Return what discord.py raises for such an answer."""
    answer = SimpleNamespace(status=status, reason="x", headers=VIA if headers is None else headers)
    if status >= 500:
        return discord.DiscordServerError(answer, {"code": code, "message": text})
    return discord.HTTPException(answer, {"code": code, "message": text})


SECONDS = timedelta(seconds=1)
ERRORS: dict[str, tuple[BaseException, type[Outcome]]] = {
    "a broken connection": (ConnectionResetError(104, "reset"), Again),
    "a server that hangs up": (aiohttp.ServerDisconnectedError(), Again),
    "no answer in time": (TimeoutError(), Again),
    **{f"{status}": (refused(status), Again) for status in (500, 502, 503, 504, 524)},
    "direct messages opened too fast": (refused(400, 40003), Again),
    **{f"{code}": (refused(403, code), Parked) for code in HOPELESS},
    "a form it does not take": (refused(400, 50035), Parked),
    "any other bad request": (refused(400), Parked),
    "forbidden": (refused(403), Parked),
    "not there": (refused(404), Parked),
    "a refused token": (refused(401), Halted),
}


@pytest.mark.parametrize("what", ERRORS)
def test_case_54_each_error_holds_back_no_more_than_it_must(what: str) -> None:
    error, kind = ERRORS[what]

    assert type(outcome_of(error)) is kind


@pytest.mark.parametrize(
    ("text", "headers", "wanted"),
    [
        # discord.py gives up after five limits of one route: it rests, and nothing else does.
        (LIMITED, VIA, (Again, REST, True)),
        (LIMITED, {**VIA, "Retry-After": "0.5"}, (Again, SECONDS / 2, True)),
        (LIMITED, {**VIA, "Retry-After": "65", "X-RateLimit-Scope": "shared"}, (Again, 65, True)),
        (LIMITED, {}, (Again, REST, True)),  # a proxy that takes Via away
        (LIMITED, {**VIA, "Retry-After": "soon"}, (Again, REST, True)),
        (LIMITED, {**VIA, "Retry-After": "-1"}, (Again, REST, True)),
        (LIMITED, {**VIA, "Retry-After": "2", "X-RateLimit-Global": "true"}, (Halted, 2, None)),
        (LIMITED, {**VIA, "Retry-After": "2", "X-RateLimit-Scope": "global"}, (Halted, 2, None)),
        ("error code: 1015", {}, (Halted, BAN, None)),
        ("<html>You are being rate limited</html>", {"Retry-After": "3"}, (Halted, BAN, None)),
    ],
)
def test_case_54_only_a_ban_and_a_global_limit_stop_all_sending(
    text: str, headers: dict[str, str], wanted: tuple[type[Outcome], timedelta | int, bool | None]
) -> None:
    outcome = outcome_of(refused(429, text=text, headers=headers))

    kind, wait, rests = wanted
    assert type(outcome) is kind
    lasting = wait if isinstance(wait, timedelta) else wait * SECONDS
    if isinstance(outcome, Again):
        assert (outcome.after, outcome.rests) == (lasting, rests)
    if isinstance(outcome, Halted):
        assert outcome.lasting == lasting


def test_case_54_a_limit_too_long_to_wait_for_holds_its_place() -> None:
    outcome = outcome_of(discord.RateLimited(400))

    assert outcome == Again(why=ASKED_TO_WAIT, after=400 * SECONDS, rests=True)


def test_what_is_not_discords_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        outcome_of(ZeroDivisionError())
