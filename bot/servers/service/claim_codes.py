"""Issuing claim codes (by the operator) and redeeming them (by a server, once).

Guessing is hopeless and so is locking somebody out. The first group of a code (30 random bits) is
its name, the other three (90 bits) are the secret; only a SHA-256 of the whole is kept. A wrong
try counts against the code that it names, and after five that code no longer works. A try that
names no code counts against nothing but the limit on how fast a member may write (10 a minute).
To use up the tries of a code, a stranger would first have to guess its name, one of a billion,
and no answer tells them that they did: a wrong secret and an unknown name get the same sentence,
and only somebody who types the whole code correctly learns that it was used, expired or blocked.
"""

import secrets
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core import text
from bot.core.refusals import NotFound, Refusal
from bot.core.translation import _
from bot.servers.model import claim_codes as codes
from bot.servers.store import claim_codes, collaborations
from bot.storage.database import Store


async def new_code(store: Store, slug: str, *, now: datetime) -> str:
    """Issue a code for the collaboration with this short name; the code before stops working."""
    slug = text.slug(slug, what=_("The collaboration's short name"))
    async with store.write() as connection:
        collaboration = await collaborations.by_slug(connection, slug)
        if collaboration is None:
            message = _("There is no collaboration with the short name {slug}.", slug=slug)
            raise NotFound(message)
        if collaboration.guild_id is not None:
            message = _(
                "The collaboration {slug} already has a Discord server, so it needs no claim code.",
                slug=slug,
            )
            raise Refusal(message)
        return await issue(connection, collaboration.id, now=now)


async def issue(connection: AsyncConnection, collaboration_id: int, *, now: datetime) -> str:
    """Make a collaboration's code, in the caller's transaction; it can be shown only now."""
    characters = "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.GROUPS * codes.GROUP))
    await claim_codes.replace(
        connection,
        collaboration_id=collaboration_id,
        name=codes.name_of(characters),
        digest=_digest(characters),
        expires_at=now + codes.VALID_FOR,
    )
    return codes.written(characters)


async def redeem(
    connection: AsyncConnection, typed: str, *, guild_id: int, now: datetime
) -> int | Refusal:
    """Give the collaboration that a code names to a server; return its id, or why not.

    The refusal is returned, not raised, so that the caller commits the wrong try it counted.
    """
    characters = codes.read_code(typed)
    code = await claim_codes.by_name(connection, codes.name_of(characters)) if characters else None
    if characters is None or code is None:
        return Refusal(codes.NOT_VALID)
    if not compare_digest(code.digest, _digest(characters)):
        await claim_codes.count_wrong_try(connection, code.id)
        return Refusal(codes.NOT_VALID)
    if fault := code.fault(now):
        return Refusal(fault)
    await claim_codes.spend(connection, code.id, now=now)
    await collaborations.update(connection, code.collaboration_id, guild_id=guild_id)
    return code.collaboration_id


def _digest(characters: str) -> str:
    return sha256(characters.encode()).hexdigest()
