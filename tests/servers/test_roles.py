"""Case 66: a role that /setup was given is deleted in Discord."""

import pytest

from tests.discord_servers import said
from tests.seminars import Seminar, words


async def delete(seminar: Seminar, role_id: int) -> None:
    """Delete a role, and let Discord tell of it."""
    server = seminar.server
    await seminar.app.client.http.delete_role(server.guild.id, role_id)
    await server.world.settle()
    await seminar.send_due()


@pytest.mark.parametrize("whom", ["organizers", "members"])
async def test_case_66_organizers_are_told_at_once(seminar: Seminar, whom: str) -> None:
    server = seminar.server
    role = {"organizers": server.organizers, "members": server.members}[whom]

    await delete(seminar, role.id)

    (letter,) = [words(one) for one in seminar.letters(server.ada)]
    assert f"The role that makes people {whom} was deleted" in letter
    assert "Please choose another role with /setup." in letter


async def test_another_role_is_nobodys_business(seminar: Seminar) -> None:
    other = seminar.server.guild.create_role("tea")

    await delete(seminar, other.id)

    assert seminar.letters(seminar.server.ada) == []


async def test_a_member_stays_one_though_the_member_role_was_deleted(seminar: Seminar) -> None:
    server = seminar.server
    await delete(seminar, server.members.id)

    shown = said(await server.ben.slash(server.channel, "me show"))

    assert "Site: MIT" in shown
    assert "Only members" in said(await server.mallory.slash(server.channel, "me show"))
