"""The reply to a member who asks for their data."""

from bot.chat.replies import Attachment, Reply
from bot.core.translation import _

FILE_NAME = "meridian-data.json"


def export_reply(data: bytes) -> Reply:
    """Return the reply with the file of a member's data."""
    text = _(
        "This file has everything I store about you here, except the secrets: the tokens of your "
        "calendar links and the addresses of your own calendars."
    )
    return Reply(text=text, files=(Attachment(FILE_NAME, data),))
