"""A Discord of our own on a loopback port, as far as logging in over HTTP goes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from discord.http import Route

TOKEN = "MTExMTExMTExMTExMTExMTEx.GaBcDe.a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9"
BOT_ID, GUILD_ID, ROLE_ID = "1111", "2222", "3333"

USER = {"id": BOT_ID, "username": "Meridian", "discriminator": "0", "avatar": None, "bot": True}
APPLICATION = {
    "id": BOT_ID,
    "name": "Meridian",
    "icon": None,
    "description": "",
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0",
    "flags": 0,
    "owner": USER,
}
COMMAND = {
    "id": "5555",
    "application_id": BOT_ID,
    "type": 1,
    "name": "next",
    "description": "What is coming",
    "version": "1",
}


def guild(permissions: int) -> dict[str, Any]:
    """Return a server in which everybody has these permissions."""
    everyone = {"id": GUILD_ID, "name": "@everyone", "permissions": str(permissions)}
    role = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False}
    return {
        "id": GUILD_ID,
        "name": "Deep learning theory",
        "icon": None,
        "owner_id": "9999",
        "roles": [{**role, **everyone}],
        "emojis": [],
        "stickers": [],
        "features": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "preferred_locale": "en-US",
    }


MEMBER = {"user": USER, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "flags": 0}


@asynccontextmanager
async def discord_on_loopback(
    monkeypatch: pytest.MonkeyPatch, answers: dict[str, object]
) -> AsyncIterator[list[str]]:
    """Answer GET requests by path; return the paths asked for. Without our token: 401."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        path = request.path.removeprefix("/api")
        asked.append(path)
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return _json({"code": 0, "message": "401: Unauthorized"}, status=401)
        if path not in answers:
            return _json({"code": 0, "message": "404: Not Found"}, status=404)
        return _json(answers[path])

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    monkeypatch.setattr(Route, "BASE", f"http://{host}:{port}/api")
    try:
        yield asked
    finally:
        await runner.cleanup()


def _json(content: object, *, status: int = 200) -> web.Response:
    made = web.json_response(content, status=status)
    # discord.py reads a content type with a character set as text.
    made.headers["Content-Type"] = "application/json"
    return made
