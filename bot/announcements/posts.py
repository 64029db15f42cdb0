"""What organizers wrote, what keeps something back, and reminders of one's own."""

from bot.announcements.cards import announcements as compositions
from bot.announcements.model import Composition
from bot.announcements.service.announcements import subject_of
from bot.outbox.drawing import Rendered
from bot.programme.cards import letters
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import may_be_told
from bot.talks import store as talks


@draws_post
async def composition(post: Post) -> Rendered | None:
    """Say what an organizer wrote."""
    composition = Composition.read(post.delivery.payload)
    about = await subject_of(post.connection, composition.about, now=post.delivery.due)
    slug = post.setting.collaboration.slug
    values = compositions.values_of(about, post.setting, slug=slug)
    return Rendered(reply=compositions.composed(composition, values, post.setting))


@draws_post
async def trouble_told(post: Post) -> Rendered | None:
    """Tell organizers what keeps something back."""
    return Rendered(reply=letters.trouble(post.delivery.payload["sentence"], post.setting))


@draws_post
async def own_reminder(post: Post) -> Rendered | None:
    """Remind somebody of what they asked to be reminded of."""
    payload, number = post.delivery.payload, post.delivery.id
    asked_by = None if post.is_for_members else payload.get("discord_id")
    reply = letters.own_reminder(payload["text"], number, post.setting, asked_by=asked_by)
    return Rendered(reply=reply)


@draws_post
async def letter(post: Post) -> Rendered | None:
    """Say a sentence about a talk."""
    talk = await talks.by_id(post.connection, post.delivery.payload["talk"])
    sentence = post.delivery.payload["sentence"]
    if talk is not None and not await may_be_told(post, talk):
        talk = None
    return Rendered(reply=letters.letter(sentence, talk, post.setting))
