"""Who may do what with polls."""

from bot.chat.replies import custom_id
from bot.polls.model.polls import Poll
from bot.polls.model.questions import Question
from bot.polls.service.polls import PollService
from tests.journeys.rights import MEMBERS, ORGANIZER, SPEAKER, Rights, Rule
from tests.journeys.scene import Scene
from tests.worlds import NOW

REFUSALS = ("Only the author of this poll", "This poll no longer exists")
COMMANDS = {"meeting poll": Rule(may=MEMBERS, outsider="own")}
FORMS = {"meeting poll": {"title": "Grants", "times": "2026-12-01 17:00\n2026-12-02 17:00"}}


async def prepare(scene: Scene) -> Poll:
    """Post a poll by Ben."""
    return await scene.app.services[PollService].put(
        scene.ben,
        Question(title="Grants", times="2026-12-01 17:00 UTC\n2026-12-02 17:00 UTC"),
        channel_id=scene.server.channel.id,
        now=NOW,
    )


def buttons(scene: Scene, draft: int) -> dict[str, Rights]:
    """Return who may click each kind of button, and its custom_id."""
    poll = scene.of(Poll)
    return {
        "poll-answer": (MEMBERS, custom_id("poll-answer", poll.id, "x")),
        "poll-page": (MEMBERS, custom_id("poll-page", poll.id, 1)),
        "poll-who": (MEMBERS, custom_id("poll-who", poll.id, "x")),
        "poll-vote": (MEMBERS, custom_id("poll-vote", poll.candidates[0].id, 0, 1)),
        "poll-meeting": ({ORGANIZER}, custom_id("poll-meeting", poll.id, "x")),
        "poll-despite": ({ORGANIZER}, custom_id("poll-despite", poll.id)),
        "poll-close": ({SPEAKER, ORGANIZER}, custom_id("poll-close", poll.id, "x")),
        **{
            kind: (set(), custom_id(kind, draft))
            for kind in ("poll-put", "poll-edit", "poll-discard", "meeting-poll-these")
        },
    }
