"""Members named in a typed text."""

import re
from collections.abc import Mapping, Sequence

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.members import Member

MOST_INVITED = 200
MENTION = re.compile(r"<@!?([0-9]{5,20})>")


def people_named(typed: str, known: Sequence[Member]) -> tuple[Member, ...]:
    """Return the members named by mention, by full name, or by a part that only one name has."""
    here = [member for member in known if member.left_at is None]
    by_id = {str(member.discord_id): member for member in here}
    parts = [part.strip() for part in re.split(r"[,;\n]|(?<=>)\s+(?=<@)", typed) if part.strip()]
    found = [_named(part, here, by_id) for part in parts]
    if len(found) > MOST_INVITED:
        message = _(
            "You can invite at most {most} people by name. For more, pick “members”.",
            most=MOST_INVITED,
        )
        raise Refusal(message)
    return tuple({member.id: member for member in found}.values())


def _named(part: str, here: Sequence[Member], by_id: Mapping[str, Member]) -> Member:
    if mention := MENTION.fullmatch(part):
        return _mentioned(mention[1], by_id)
    name = text.line(part, most=200, what=_("A name")).casefold().removeprefix("@")
    whole = [m for m in here if name in {m.name.casefold(), m.display_name.casefold()}]
    similar = whole or [m for m in here if name and name in f"{m.name} {m.display_name}".casefold()]
    if len(similar) == 1:
        return similar[0]
    raise Refusal(_several(part, similar) if similar else _nobody(part))


def _mentioned(discord_id: str, by_id: Mapping[str, Member]) -> Member:
    if member := by_id.get(discord_id):
        return member
    message = _(
        "I don't know somebody you mentioned, because they have not used Meridian here yet. "
        "Please ask them to type /me show once."
    )
    raise Refusal(message)


def _several(part: str, similar: Sequence[Member]) -> str:
    names = ", ".join(sorted(member.display_name for member in similar)[:5])
    return _(
        "“{typed}” can mean {names}. Please type the full name, or mention them.",
        typed=part[:60],
        names=names,
    )


def _nobody(part: str) -> str:
    return _(
        "I don't know a member “{typed}”. Please type names separated by commas, or mention people "
        "with @. I only know people who have used Meridian here.",
        typed=part[:60],
    )
