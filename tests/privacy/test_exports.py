"""Members get a copy of what is stored about them, and nothing about others."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from bot.busy import store as diaries
from bot.busy.service.calendars import BusyCalendarService
from bot.busy.service.rereading import Access
from bot.core.refusals import NotAllowed
from bot.feeds.service import SubscriptionService
from bot.ics.fetched import Fetched
from bot.ics.sandbox import Reader
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.people.store.members import table as members
from bot.privacy.service.personal_data import PersonalData
from bot.storage.database import Store
from bot.storage.encryption import Cipher
from bot.storage.exports import Export, Exports, exported
from bot.storage.metadata import metadata
from bot.subjects import SUBJECTS
from tests.discord_servers import Result, Server, said, shown
from tests.ics.calendars import LUNCH, event, ics
from tests.privacy.member_rows import store_everything
from tests.privacy.seminars import seminar
from tests.worlds import NOW, World, visitor

EXPORTS = Exports(tuple(export for subject in SUBJECTS for export in subject.exports))
KEY = "TWVyaWRpYW4ncyBrZXkgZm9yIGl0cyBvd24gdGVzdHM="
ADDRESS = "https://calendar.example.org/private-0a1b/basic.ics"


async def exported_text(store: Store, who: Viewer) -> str:
    return (await PersonalData(store, EXPORTS).export(who, now=NOW)).decode()


async def export(store: Store, who: Viewer) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(await exported_text(store, who))
    return found


def columns_that_name_a_member() -> set[str]:
    return {
        str(key.parent)
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is members
    }


def test_every_column_that_refers_to_a_member_is_exported() -> None:
    assert columns_that_name_a_member() - {export.column for export in EXPORTS.every} == set()


async def test_the_file_has_a_row_of_everything_that_is_stored(store: Store) -> None:
    world, meeting_id = await seminar(store)
    ben = await world.viewer("Ben")
    await store_everything(store, ben, meeting_id)

    found = await export(store, ben)

    assert list(found) == ["collaboration", "made_at", *(one.name for one in EXPORTS.every)]
    assert [name for name, rows in found.items() if not rows] == []
    assert found["collaboration"]["slug"] == "deep-learning-theory"
    assert found["made_at"] == "2026-11-23T09:00:00Z"
    assert found["profile"][0]["display_name"] == "Ben"
    assert found["drafts"][0]["content"] == {"title": "Ben typed this"}
    assert "Ben: send the slides" in found["own_reminders"][0]["payload"]
    assert found["votes"][0]["vote"] == "yes"
    assert found["closures"][0]["begins"] == "2027-03-08T00:00:00"
    assert found["busy_times"][0]["end"] == "2026-11-23T10:00:00Z"


async def test_rows_of_others_are_not_in_the_file(store: Store) -> None:
    world, meeting_id = await seminar(store)
    ben, zoe = await world.viewer("Ben"), await world.viewer("Zoe")
    await store_everything(store, zoe, meeting_id)
    await store_everything(store, ben, meeting_id)

    text = await exported_text(store, ben)
    found = json.loads(text)

    named = {
        row[column]
        for rows in found.values()
        for row in rows
        if isinstance(row, Mapping)
        for column in ("member_id", "made_by", "asked_by", "discord_id")
        if column in row
    }
    mine = ben.require_member()
    assert "Zoe" not in text
    assert "zoe" not in text
    assert named == {mine.id, _as_json(mine.discord_id)}
    assert {len(found[one.name]) for one in EXPORTS.every} == {1}


async def test_a_draft_in_another_collaboration_is_not_in_the_file(store: Store) -> None:
    world, meeting_id = await seminar(store)
    other = await World.found(store, guild_id=2, slug="elsewhere")
    ben, elsewhere = await world.viewer("Ben"), await other.viewer("Ben")
    await store_everything(store, ben, meeting_id)

    assert (await export(store, elsewhere))["drafts"] == []


async def test_secrets_are_not_in_the_file(store: Store) -> None:
    async def fetch(address: str, *, etag: str = "", modified: str = "") -> Fetched:
        return Fetched(body=ics(event(*LUNCH)), etag=f'"{address}{etag}{modified}"')

    world = await World.found(store)
    ben = await world.viewer("Ben")
    token = await SubscriptionService(store).subscribe(ben, label="Google", now=NOW)
    access = Access(cipher=Cipher((KEY,)), fetch=fetch, read=Reader().busy)
    await BusyCalendarService(store, access).add(ben, address=ADDRESS, label="Work", now=NOW)
    async with store.read() as connection:
        sealed = (await connection.scalars(select(diaries.table.c.sealed))).one()

    text = await exported_text(store, ben)
    found = json.loads(text)

    assert (found["calendar_links"][0]["label"], found["calendars"][0]["label"]) == (
        "Google",
        "Work",
    )
    assert found["calendars"][0]["host"] == "calendar.example.org"
    secrets = (token, sha256(token.encode()).hexdigest(), "private-0a1b", "sealed", "digest")
    assert [secret for secret in (*secrets, sealed.hex(), repr(sealed)) if secret in text] == []


async def test_who_lost_the_member_role_still_gets_their_data(store: Store) -> None:
    world = await World.found(store)
    await world.viewer("Ben")
    former = await world.viewer("Ben", role_ids=())

    found = await export(store, former)

    assert not former.is_member
    assert found["profile"][0]["display_name"] == "Ben"


async def test_who_is_not_known_is_refused_in_a_sentence(store: Store) -> None:
    world = await World.found(store)

    with pytest.raises(NotAllowed, match="Only members of Deep learning theory have data"):
        await export(store, await world.stranger())


async def test_long_ids_are_text_and_sets_are_sorted(store: Store) -> None:
    await World.found(store)
    roles = (2**60, 20, 2**61)
    ben = await MembershipService(store).viewer(visitor("Ben", role_ids=roles), now=NOW)

    (profile,) = (await export(store, ben))["profile"]

    assert profile["role_ids"] == [20, str(2**60), str(2**61)]
    assert (profile["is_organizer"], profile["left_at"]) == (False, None)


def test_mistakes_in_exports_are_noticed() -> None:
    one = exported("profile", members.c.id)

    with pytest.raises(ValueError, match="same name"):
        Exports((one, Export("profile", one.rows)))
    with pytest.raises(ValueError, match="no columns"):
        exported("profile", members.c.id, without=("secret",))


def _as_json(number: int) -> int | str:
    return number if number <= 2**53 else str(number)


async def read_file(result: Result) -> dict[str, Any]:
    (file,) = shown(result).attachments
    assert file.filename == "meridian-data.json"
    found: dict[str, Any] = json.loads(await file.read())
    return found


async def test_the_command_answers_with_the_file_to_the_person_alone(server: Server) -> None:
    await server.ben.slash(server.channel, "calendar subscribe", app="Google")

    told = await server.ben.slash(server.channel, "data export")
    found = await read_file(told)

    assert told.ephemeral
    assert said(told).startswith("This file has everything I store about you here, except")
    assert found["profile"][0]["discord_id"] == str(server.ben.id)
    assert found["calendar_links"][0]["label"] == "Google"


async def test_a_stranger_gets_a_sentence_and_no_file(server: Server) -> None:
    told = await server.mallory.slash(server.channel, "data export")

    assert told.ephemeral
    assert said(told).startswith("Only members of Deep learning theory have data to export")
    assert shown(told).attachments == []
