"""The forms of one-off meetings."""

from bot.chat.forms import Field, Form
from bot.core.translation import _
from bot.series.model.series import Terms

TITLE = Field(id="title", label=_("Title"), required=True, most=100)
ROOM = Field(id="room", label=_("Room"), most=100)
JOIN_LINK = Field(id="join_link", label=_("Join link, shown to members"), most=500)
AGENDA = Field(id="agenda", label=_("Agenda"), paragraph=True, most=2000)
WHEN = Field(id="when", label=_("When"), placeholder=_("Thu 5pm Lausanne"), required=True, most=100)
PLACES = Field(id="capacity", label=_("Places"), placeholder=_("any number"), most=6)

DETAILS = Form(
    kind="meeting-details",
    title=_("The meeting"),
    fields=(TITLE, WHEN, ROOM, JOIN_LINK, AGENDA),
)
CHANGES = Form(
    kind="meeting-edit",
    title=_("The meeting"),
    fields=(TITLE, ROOM, JOIN_LINK, AGENDA, PLACES),
)


def filled_in_from(terms: Terms) -> dict[str, str]:
    """Return the values with which the form for changes opens."""
    return {
        "title": terms.title,
        "room": terms.room or "",
        "join_link": terms.join_link or "",
        "agenda": terms.description,
        "capacity": str(terms.capacity or ""),
    }
