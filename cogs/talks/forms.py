"""The forms in which speakers type their talks and the links to their materials."""

import discord

from bot.chat.forms import Field, Form
from bot.core.translation import _
from bot.talks.model.submission import consent_in_words, typed_names
from bot.talks.model.talks import Talk

MATHEMATICS = _(
    "LaTeX between dollar signs is shown as mathematics: {example}",
    example=r"$x \in \mathbb{R}^d$",
)
TALK_FIELDS = (
    Field(id="title", label=_("Title"), placeholder=_("TBA is fine for now"), most=200),
    Field(id="abstract", label=_("Abstract"), placeholder=MATHEMATICS, paragraph=True, most=4000),
    Field(
        id="co_speakers",
        label=_("Co-speakers"),
        placeholder=_("Ada Lovelace (EPFL), Alan Turing"),
        most=1000,
    ),
    Field(id="paper", label=_("Paper"), placeholder=_("2106.10165 or a link"), most=500),
    Field(id="public_name", label=_("Speaker's name as shown in public"), most=100),
)
SIGN_UP = Form(kind="talk-signup", title=_("Sign up for a slot"), fields=TALK_FIELDS)
EDIT = Form(kind="talk-edit-form", title=_("Edit a talk"), fields=TALK_FIELDS)
PROPOSE = Form(kind="talk-propose", title=_("Propose a talk"), fields=TALK_FIELDS)
MATERIALS = Form(
    kind="talk-materials-form",
    title=_("Slides, video, paper"),
    fields=(
        Field(id="slides", label=_("Link to the slides"), placeholder="https://", most=500),
        Field(id="video", label=_("Link to the video"), placeholder="https://", most=500),
        Field(id="paper", label=_("Paper"), placeholder=_("2106.10165 or a link"), most=500),
        Field(id="recording", label=_("May it be recorded?"), placeholder=_("yes or no"), most=5),
    ),
)
ONESELF = 0  # in place of the draft that holds another speaker


def sign_up_form(slot_id: int, name: str, *, speaker_draft: int = ONESELF) -> discord.ui.Modal:
    """Return the form for a slot, with the speaker's name filled in.

    `speaker_draft` holds whom an organizer signs up.
    """
    return SIGN_UP.modal(slot_id, speaker_draft, values={"public_name": name})


def edit_form(talk: Talk, how: str) -> discord.ui.Modal:
    """Return the form with the present text of a talk; `how` tells whether anybody is notified."""
    values = {
        "title": talk.title or "TBA",
        "abstract": talk.abstract,
        "co_speakers": typed_names(talk.speakers[1:]),
        "paper": talk.paper,
        "public_name": talk.speakers[0].name,
    }
    return EDIT.modal(talk.id, talk.revision, how, values=values)


def materials_form(talk: Talk) -> discord.ui.Modal:
    """Return the form with the present links of a talk."""
    values = {
        "slides": talk.slides,
        "video": talk.video,
        "paper": talk.paper,
        "recording": consent_in_words(talk.recording),
    }
    return MATERIALS.modal(talk.id, values=values)
