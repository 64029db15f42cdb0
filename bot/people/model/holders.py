"""Members who hold something, with what is needed to ask Discord whether they are still there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A member who holds something, and the Discord ids to check it with.

    `member_role_id` is the role that makes people members, None where everybody is one.
    """

    member_id: int
    discord_id: int
    guild_id: int
    member_role_id: int | None
