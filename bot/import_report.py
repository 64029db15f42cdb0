"""The report of an import: the talks, every row left out, and what was created."""

from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.claim_command import print_code
from bot.core.translation import _
from bot.imports.model.schedule import Schedule
from bot.imports.model.scheduled_talks import ScheduledTalk
from bot.imports.service.schedule_import import Imported

UNBROKEN = 4  # columns that are never broken; a narrow terminal folds the others


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did or, without `write`, would do."""

    console: Console
    schedule: Schedule
    done: Imported
    collaboration: str
    series: str
    write: bool

    def print(self) -> None:
        """Print the report."""
        if self.done.made:
            self.console.print(self._table(self.done.made))
        self._print_left_out()
        if self.done.new_collaboration:
            self.console.print(self._new_collaboration())
        if self.done.new_series:
            self.console.print(self._new_series())
        if self.done.goes_on_again:
            self.console.print(
                _(
                    "The series {series} had ended. With these talks it continues.",
                    series=self.series,
                )
            )
        self._print_totals()
        if self.done.claim_code:
            print_code(self.console, self.done.claim_code, self.collaboration)
        if not self.write:
            self.console.print(_("Nothing was saved. Add --write to save it."))

    def _print_left_out(self) -> None:
        for row in self.done.refused:
            left_out = _("Line {line} is left out:", line=row.line)
            self.console.print(f"[red]{left_out}[/] {escape(row.reason)}")
        if self.schedule.ignored:
            names = escape(", ".join(self.schedule.ignored))
            self.console.print(_("Columns ignored: {names}", names=names))

    def _new_collaboration(self) -> str:
        if self.write:
            return _(
                "The collaboration {slug} was created, with the eight sites it starts with.",
                slug=self.collaboration,
            )
        return _(
            "The collaboration {slug} would be created, with the eight sites it starts with. "
            "With --write you also get the code with which a Discord server claims it.",
            slug=self.collaboration,
        )

    def _new_series(self) -> str:
        if self.write and self.done.ended:
            return _(
                "The series {slug} was created and marked as ended. "
                "It has only the meetings in the file.",
                slug=self.series,
            )
        if self.write:
            return _(
                "The series {slug} was created. It has only the meetings in the file.",
                slug=self.series,
            )
        if self.done.ended:
            return _(
                "The series {slug} would be created and marked as ended. "
                "It would have only the meetings in the file.",
                slug=self.series,
            )
        return _(
            "The series {slug} would be created. It would have only the meetings in the file.",
            slug=self.series,
        )

    def _print_totals(self) -> None:
        made, present, refused = map(len, (self.done.made, self.done.present, self.done.refused))
        if self.write:
            totals = _(
                "Talks created: {made}. Already there: {present}. Rows left out: {refused}.",
                made=made,
                present=present,
                refused=refused,
            )
        else:
            totals = _(
                "Talks to create: {made}. Already there: {present}. Rows left out: {refused}.",
                made=made,
                present=present,
                refused=refused,
            )
        self.console.print(totals)

    def _table(self, talks: tuple[ScheduledTalk, ...]) -> Table:
        title = _("Talks created") if self.write else _("Talks to create")
        table = Table(title=title, box=SIMPLE_HEAD, padding=0, pad_edge=False)
        heads = (_("line"), _("start"), _("zone"), _("min"), _("speaker"), _("title"))
        for number, head in enumerate(heads):
            table.add_column(head, no_wrap=number < UNBROKEN, overflow="fold")
        for talk in talks:
            table.add_row(
                str(talk.line),
                f"{talk.wall:%a %Y-%m-%d %H:%M}",
                talk.zone,
                str(talk.minutes),
                escape(", ".join(talk.speakers)),
                escape(talk.title or _("TBA")),
            )
        return table
