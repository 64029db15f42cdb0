"""The forms in which organizers write announcements and templates."""

from typing import TYPE_CHECKING

from bot.chat.forms import Field, Form
from bot.core.translation import _

if TYPE_CHECKING:
    pass


WORDS = (
    Field(id="title", label=_("Heading"), most=200),
    Field(
        id="body",
        label=_("Text"),
        placeholder=_("I fill in {when}, {sites}, {title}, {speaker}, {room}, {link} …"),
        paragraph=True,
        most=3000,
    ),
)


COMPOSE = Form(kind="compose", title=_("Compose an announcement"), fields=WORDS)


EDIT = Form(kind="compose-edit-form", title=_("Edit an announcement"), fields=WORDS)


WHEN = Form(
    kind="compose-when-form",
    title=_("When should I post it?"),
    fields=(
        Field(
            id="when",
            label=_("Date and time"),
            placeholder=_("Thu 5pm Zurich"),
            required=True,
            most=100,
        ),
    ),
)


TEMPLATE = Form(
    kind="template-form",
    title=_("A template"),
    fields=(
        Field(id="body", label=_("Text (leave it empty to delete)"), paragraph=True, most=3000),
    ),
)
