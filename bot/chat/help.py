"""The guide behind /help: what people want to do, and the commands for it with examples."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.chat.replies import Button, Option, Reply, Select, card, custom_id
from bot.core.refusals import NotFound
from bot.core.translation import _
from bot.people.model.viewers import Standing

PUBLIC, MEMBER, ORGANIZER = Standing.PUBLIC, Standing.MEMBER, Standing.ORGANIZER
MENTIONS = _(
    "In chat: `@Meridian next`, `@Meridian talks` and `@Meridian when Thu 5pm Zurich` answer in "
    "the channel, where everybody can see it."
)


@dataclass(frozen=True, slots=True)
class Help:
    """A command, who may use it, the task it serves, and an example of its options."""

    command: str
    who: Standing
    task: str
    example: str = ""

    @property
    def line(self) -> str:
        """Return the command as it is typed."""
        return f"`/{' '.join(filter(None, (self.command, self.example)))}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What somebody wants to do: its command, and in one sentence what that does.

    Tasks are shown in the order of `place`, those of organizers apart.
    """

    name: str
    place: int
    wish: str
    command: str
    sentence: str


Mention = Callable[[str], str]  # of a command, as a text that one can click


@dataclass(frozen=True, slots=True)
class Guide:
    """The tasks and commands of all subjects, and what each command does, by its name."""

    tasks: Sequence[Task]
    commands: Sequence[Help]
    purposes: Mapping[str, str]

    def _open(self, standing: Standing) -> list[tuple[Task, Standing]]:
        """Return the tasks somebody may do, each with who may, in order."""
        who = {help_.command: help_.who for help_ in self.commands}
        found = ((task, who[task.command]) for task in self.tasks if who[task.command] <= standing)
        return sorted(found, key=lambda one: (one[1] is ORGANIZER, one[0].place))

    def overview(self, standing: Standing, mention: Mention) -> Reply:
        """Return what somebody of this standing can do: one line a task, and a select for more."""
        open_ = self._open(standing)
        everybody = [task for task, who in open_ if who is not ORGANIZER]
        organizers = [task for task, who in open_ if who is ORGANIZER]
        fields = ((_("For organizers"), _lines(organizers, mention)), (_("In chat"), MENTIONS))
        shown = card(_("What do you want to do?"), _lines(everybody, mention), fields=fields)
        return Reply(cards=(shown,), select=_select([task for task, _who in open_]))

    def details(self, name: str, standing: Standing, mention: Mention) -> Reply:
        """Return the commands of a task, each with what it does and an example."""
        open_ = [task for task, _who in self._open(standing)]
        task = next((task for task in open_ if task.name == name), None)
        if task is None:
            raise NotFound(_("This part of the help no longer exists. Type /help again."))
        theirs = [h for h in self.commands if h.task == name and h.who <= standing]
        lines = [
            f"{mention(help_.command)}\n{self.purposes[help_.command]}"
            + (f"\n{help_.line}" if help_.example else "")
            for help_ in sorted(theirs, key=lambda one: one.command != task.command)
        ]
        back = Button(label=_("◀ All tasks"), id=custom_id("help-all"))
        return Reply(
            cards=(card(task.wish, "\n\n".join(lines)),),
            select=_select(open_, chosen=name),
            buttons=(back,),
        )


def _lines(tasks: Iterable[Task], mention: Mention) -> str:
    return "\n".join(f"**{task.wish}.** {task.sentence} {mention(task.command)}" for task in tasks)


def _select(tasks: Sequence[Task], *, chosen: str = "") -> Select:
    return Select(
        id=custom_id("help-task"),
        placeholder=_("Show me more about …"),
        options=[
            Option(
                label=task.wish,
                value=task.name,
                description=task.sentence,
                chosen=task.name == chosen,
            )
            for task in tasks
        ],
    )
