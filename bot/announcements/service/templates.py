"""Templates that announcements can begin with."""

from bot.announcements import store as templates
from bot.announcements.model import require_known
from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.storage.database import Store

MOST_TEMPLATES = 25


class Templates:
    """What /announce template does."""

    def __init__(self, store: Store) -> None:
        """Work on this store."""
        self._store = store

    async def listing(self, viewer: Viewer) -> dict[str, str]:
        """Return the collaboration's templates: name to text."""
        viewer.require_organizer()
        async with self._store.read() as connection:
            return await templates.of(connection, viewer.collaboration.id)

    async def keep(self, viewer: Viewer, name: str, body: str) -> bool:
        """Save a template, or delete it where the text is empty; return whether it is there now."""
        viewer.require_organizer()
        called = text.required_line(name, most=40, what=_("The template's name"))
        typed = text.paragraph(body, most=3000, what=_("The text"))
        require_known(typed)
        async with self._store.change(viewer.collaboration.id) as connection:
            present = await templates.of(connection, viewer.collaboration.id)
            if typed and called not in present and len(present) >= MOST_TEMPLATES:
                raise Refusal(
                    _(
                        "There are already {count} templates, which is the limit. "
                        "Please empty one you no longer need.",
                        count=MOST_TEMPLATES,
                    )
                )
            await templates.keep(connection, viewer.collaboration.id, called, typed)
        return bool(typed)
