"""Facts of the loopback Discord: who the bot is, the one server, and the people in it."""

from typing import Any

Json = dict[str, Any]

TOKEN = "MTExMTExMTExMTExMTExMTEx.GaBcDe.a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9"
BOT_ID, GUILD_ID, CHANNEL_ID = "1111", "2222", "4444"
EVERYTHING = (1 << 50) - 1  # what the bot may do, where a test says nothing else
ORDINARY = 1 << 10 | 1 << 11 | 1 << 31  # members see channels, write and use commands
ORGANIZERS, MEMBERS = 10, 20  # roles
EPOCH = 1_420_070_400_000  # milliseconds: Discord's numbers count from here

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
JOINED = "2026-01-01T00:00:00+00:00"


def role(number: str, name: str, permissions: int) -> Json:
    """Return a role."""
    shown = {"color": 0, "hoist": False, "position": 0, "managed": False, "mentionable": False}
    return {**shown, "id": number, "name": name, "permissions": str(permissions), "flags": 0}


def guild(permissions: int) -> Json:
    """Return the server, in which everybody has these permissions."""
    return {
        "id": GUILD_ID,
        "name": "Deep learning theory",
        "icon": None,
        "owner_id": "9999",
        "roles": [
            role(GUILD_ID, "@everyone", permissions),
            role(str(ORGANIZERS), "organizers", ORDINARY),
            role(str(MEMBERS), "members", ORDINARY),
        ],
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


def channel(number: str = CHANNEL_ID, name: str = "announcements") -> Json:
    """Return a text channel."""
    place: Json = {
        "guild_id": GUILD_ID,
        "parent_id": None,
        "position": 0,
        "permission_overwrites": [],
    }
    about = {"topic": None, "nsfw": False, "rate_limit_per_user": 0, "last_message_id": None}
    return {**place, **about, "id": number, "name": name, "type": 0, "position": 0}


def direct_channel(user: int) -> Json:
    """Return the channel of somebody's direct messages with the bot."""
    return {"id": f"9{user}", "type": 1, "recipients": [person(user, f"user{user}")]}


def person(number: int, name: str) -> Json:
    """Return somebody, wherever they are."""
    return {**USER, "id": str(number), "username": name, "bot": False}


def member(user: Json, roles: list[int], permissions: int = ORDINARY) -> Json:
    """Return somebody in the server."""
    return {
        "user": user,
        "nick": None,
        "avatar": None,
        "roles": [str(one) for one in roles],
        "joined_at": JOINED,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def outage(*, unavailable: bool) -> Json:
    """Return what the gateway says when the server is gone, or Discord is in trouble there."""
    return {"id": GUILD_ID, **({"unavailable": True} if unavailable else {})}
