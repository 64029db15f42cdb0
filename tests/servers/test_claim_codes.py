"""Claiming: an imported collaboration goes to the one server that has its code."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.refusals import NotAllowed, NotFound, Refusal
from bot.imports.model.schedule import read_schedule
from bot.imports.service.schedule_import import Imported, ScheduleImport
from bot.people.service import Visitor
from bot.programme.service.publication import Publisher
from bot.servers.model.claim_codes import ALPHABET, EXHAUSTED, EXPIRED, NOT_VALID, USED
from bot.servers.model.collaborations import Collaboration
from bot.servers.service.claim_codes import new_code
from bot.servers.service.setup import Foundation, ServerSettings, SetupService, slug_taken
from bot.servers.store import claim_codes, collaborations
from bot.storage.database import Store
from bot.subjects import KINDS
from tests.worlds import NOW, visitor

ROW = "start,minutes,timezone,speaker\n2025-10-02 17:00,60,UTC,Ines\n"
ADA = visitor("Ada", may_manage_server=True)
EVE = visitor("Eve", guild_id=2, may_manage_server=True)


@pytest.fixture
def founding(store: Store) -> SetupService:
    """What /setup does, on a file of this test's own."""
    return SetupService(store)


async def bring_in(store: Store, *, write: bool = True, slug: str = "theory") -> Imported:
    """Import a schedule into a new collaboration."""
    return await ScheduleImport(
        store, Publisher(store, "http://meridian.test", standing=KINDS.standing)
    ).run(read_schedule(ROW), collaboration=slug, series_slug="old", write=write, now=NOW)


async def stored(store: Store) -> Collaboration:
    """Return the imported collaboration as it is now."""
    async with store.read() as connection:
        found = await collaborations.by_slug(connection, "theory")
    assert found is not None
    return found


async def tries(store: Store, code: str) -> int | None:
    """Return how many wrong tries were counted against a code."""
    async with store.read() as connection:
        found = await claim_codes.by_name(connection, code[:6])
    return None if found is None else found.wrong_tries


def wrong(code: str, place: int = -1) -> str:
    """Return the code with another character in one place."""
    characters = list(code)
    characters[place] = "A" if code[place] != "A" else "B"
    return "".join(characters)


async def refusal_of(
    founding: SetupService, code: str, who: Visitor = EVE, later: timedelta = timedelta()
) -> str:
    """Return the sentence with which a code is refused."""
    with pytest.raises(Refusal) as refused:
        await founding.set_up(who, ServerSettings(claim=code), now=NOW + later)
    return str(refused.value)


async def test_the_code_of_an_import_hands_the_collaboration_over(
    store: Store, founding: SetupService
) -> None:
    done = await bring_in(store)

    taken = await founding.set_up(
        ADA, ServerSettings(claim=done.claim_code, anchor_site="epfl"), now=NOW
    )

    assert (taken.collaboration.guild_id, taken.is_new) == (ADA.guild_id, True)
    assert taken.collaboration.slug == "theory"
    assert taken.collaboration.anchor_site_id == taken.sites[6].id


async def test_a_short_name_alone_takes_nothing_over_and_tells_nothing(
    store: Store, founding: SetupService
) -> None:
    await bring_in(store)
    await founding.set_up(ADA, ServerSettings(name="Physics", slug="physics"), now=NOW)

    answers = []
    for slug in ("theory", "physics"):
        with pytest.raises(Refusal) as refused:
            await founding.set_up(EVE, ServerSettings(name="Mine", slug=slug), now=NOW)
        answers.append(str(refused.value))
    with pytest.raises(Refusal, match="The short name theory is taken"):
        await founding.set_up(ADA, ServerSettings(slug="theory"), now=NOW)

    assert answers == [slug_taken("theory"), slug_taken("physics")]
    assert (await stored(store)).guild_id is None


async def test_a_code_has_eighty_random_bits_and_only_a_digest_is_kept(store: Store) -> None:
    code = (await bring_in(store)).claim_code

    groups = code.split("-")
    assert [len(group) for group in groups] == [6, 6, 6, 6]
    assert set("".join(groups)) <= set(ALPHABET)
    assert 5 * len("".join(groups[1:])) >= 80
    kept = b"".join(file.read_bytes() for file in store.path.parent.glob(f"{store.path.name}*"))
    assert groups[0].encode() in kept  # so this looks in the right files
    assert [group for group in groups[1:] if group.encode() in kept] == []


async def test_case_dashes_blanks_and_lookalikes_do_not_matter(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code
    typed = " " + code.replace("-", " \u2013 ").replace("0", "o").replace("1", "l").lower()

    taken = await founding.set_up(ADA, ServerSettings(claim=typed), now=NOW)

    assert taken.collaboration.slug == "theory"


async def test_a_used_code_is_spent_and_the_server_keeps_the_collaboration(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code
    await founding.set_up(ADA, ServerSettings(claim=code), now=NOW)

    assert await refusal_of(founding, code) == USED
    assert (await stored(store)).guild_id == ADA.guild_id


async def test_two_servers_that_claim_at_once_do_not_both_get_it(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code
    people = [visitor("Ada", guild_id=number, may_manage_server=True) for number in range(1, 9)]

    results = await asyncio.gather(
        *(founding.set_up(person, ServerSettings(claim=code), now=NOW) for person in people),
        return_exceptions=True,
    )

    (winner,) = [result for result in results if isinstance(result, Foundation)]
    assert [str(r) for r in results if isinstance(r, Refusal)] == [USED] * 7
    assert (await stored(store)).guild_id == winner.collaboration.guild_id


async def test_a_code_is_valid_for_thirty_days(store: Store, founding: SetupService) -> None:
    code = (await bring_in(store)).claim_code

    assert await refusal_of(founding, code, later=timedelta(days=30)) == EXPIRED

    last = NOW + timedelta(days=30, seconds=-1)
    taken = await founding.set_up(ADA, ServerSettings(claim=code), now=last)
    assert taken.collaboration.slug == "theory"


async def test_wrong_tries_are_kept_and_the_sixth_right_code_is_refused(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code

    answers = [await refusal_of(founding, wrong(code)) for _ in range(7)]

    assert answers == [NOT_VALID] * 7
    assert await tries(store, code) == 5
    assert await refusal_of(founding, code, ADA) == EXHAUSTED
    fresh = await new_code(store, "theory", now=NOW)
    taken = await founding.set_up(ADA, ServerSettings(claim=fresh), now=NOW)
    assert taken.collaboration.slug == "theory"


async def test_four_wrong_tries_from_different_servers_leave_a_fifth(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code
    servers = [visitor("Eve", guild_id=number, may_manage_server=True) for number in range(2, 6)]
    await asyncio.gather(*(refusal_of(founding, wrong(code), server) for server in servers))

    assert await tries(store, code) == 4
    taken = await founding.set_up(ADA, ServerSettings(claim=code), now=NOW)
    assert taken.collaboration.slug == "theory"


async def test_a_stranger_who_names_no_code_uses_up_no_tries(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code

    answers = [await refusal_of(founding, wrong(code, place=0)) for _ in range(6)]
    answers += [
        await refusal_of(founding, typed) for typed in ("", "theory", code[:-1], code + "7")
    ]

    assert answers == [NOT_VALID] * 10
    assert await tries(store, code) == 0


async def test_a_spent_or_expired_code_is_told_only_to_who_has_all_of_it(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code
    late = timedelta(days=31)

    expired = await refusal_of(founding, wrong(code), later=late)
    await founding.set_up(ADA, ServerSettings(claim=code), now=NOW)
    used = await refusal_of(founding, wrong(code))

    assert [expired, used] == [NOT_VALID, NOT_VALID]


async def test_a_claim_that_fails_otherwise_spends_no_code(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code

    with pytest.raises(NotFound, match="no such site"):
        await founding.set_up(ADA, ServerSettings(claim=code, anchor_site="nowhere"), now=NOW)

    assert (await stored(store)).guild_id is None
    taken = await founding.set_up(ADA, ServerSettings(claim=code), now=NOW)
    assert taken.collaboration.slug == "theory"


async def test_a_server_that_is_set_up_keeps_what_it_has(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code
    await founding.set_up(ADA, ServerSettings(name="Physics", slug="physics"), now=NOW)

    refused = await refusal_of(founding, code, ADA)

    assert refused.startswith("This server is already set up, as Physics.")
    assert await refusal_of(founding, wrong(code), ADA) == refused
    assert await tries(store, code) == 0
    taken = await founding.set_up(EVE, ServerSettings(claim=code), now=NOW)
    assert taken.collaboration.slug == "theory"


async def test_only_somebody_who_can_manage_the_server_claims(
    store: Store, founding: SetupService
) -> None:
    code = (await bring_in(store)).claim_code

    with pytest.raises(NotAllowed):
        await founding.set_up(visitor("Ben"), ServerSettings(claim=code), now=NOW)
    with pytest.raises(NotAllowed):
        await founding.set_up(visitor("Ben"), ServerSettings(claim=wrong(code)), now=NOW)

    assert await tries(store, code) == 0


async def test_a_new_code_replaces_the_older_one(store: Store, founding: SetupService) -> None:
    older = (await bring_in(store)).claim_code
    newer = await new_code(store, "theory", now=NOW)

    assert await refusal_of(founding, older) == NOT_VALID
    taken = await founding.set_up(ADA, ServerSettings(claim=newer), now=NOW)
    assert taken.collaboration.slug == "theory"
    with pytest.raises(Refusal, match="has a Discord server"):
        await new_code(store, "theory", now=NOW)
    with pytest.raises(NotFound, match="no collaboration with the short name physics"):
        await new_code(store, "physics", now=NOW)


async def test_only_an_import_that_makes_a_collaboration_issues_a_code(store: Store) -> None:
    dry = await bring_in(store, write=False)
    first = await bring_in(store)
    again = await bring_in(store)

    assert (dry.claim_code, again.claim_code) == ("", "")
    assert await tries(store, first.claim_code) == 0
    assert first.claim_code not in repr(first)
