"""The time zones of one calendar: those it names, those it defines, and its owner's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import tzinfo
from zoneinfo import ZoneInfo

from bot.core.intervals import Interval
from bot.core.translation import _
from bot.ics.reading.components import CalendarComponent
from bot.ics.reading.zone_definitions import NoDefinitionError, defined_zone
from bot.ics.reading.zone_names import is_exact, is_only_distance, plain_name, zone_named

ONLY_DISTANCE = _("a time zone of which I only know the distance from UTC")


@dataclass(frozen=True, slots=True)
class FoundZone:
    """A zone for a name, and what about it could not be read, if anything."""

    zone: tzinfo
    fault: str = ""


class Zones:
    """Finds zones by the names in a calendar: each is looked up once.

    Names of the world's database and of Windows mean these zones, whatever the calendar says of
    them: its own definitions are often old. All other names mean what the calendar defines.
    """

    def __init__(
        self, calendars: Iterable[CalendarComponent], *, home: str, window: Interval
    ) -> None:
        """Take the zones that calendars define; what is of none is in `home`."""
        self._home, self._window = home, window
        self._definitions: dict[str, list[CalendarComponent]] = {}
        self._known: dict[str, FoundZone] = {}
        own = ""
        for calendar in calendars:
            own = own or calendar.value("X-WR-TIMEZONE")
            for part in calendar.parts:
                if part.name == "VTIMEZONE":
                    name = plain_name(part.value("TZID"))
                    self._definitions.setdefault(name, []).append(part)
        found = self.called(own) if own else FoundZone(ZoneInfo(home))
        self.local, self.local_fault = found.zone, found.fault

    def called(self, name: str) -> FoundZone:
        """Return the zone of a name; the owner's, and the fault, if it may be any."""
        plain = plain_name(name)
        if plain not in self._known:
            self._known[plain] = self._find(plain, name)
        return self._known[plain]

    def _find(self, plain: str, name: str) -> FoundZone:
        definitions = [] if is_exact(name) else self._definitions.get(plain, [])
        for definition in definitions:
            try:
                zone, is_whole = defined_zone(definition, self._window)
            except NoDefinitionError:
                continue
            return FoundZone(zone, _doubt(definitions, is_whole=is_whole))
        named = zone_named(name, like=self._home)
        if named is not None:
            doubt = is_only_distance(name, named)
            return FoundZone(named, ONLY_DISTANCE if doubt else "")
        reason = _(
            "a time zone that I don't know, “{zone}”; I read the time in {home}",
            zone=name[:40],
            home=self._home,
        )
        return FoundZone(ZoneInfo(self._home), reason)


def _doubt(definitions: list[CalendarComponent], *, is_whole: bool) -> str:
    """Return what is wrong with the definitions of one zone, if anything."""
    if not is_whole:
        return _("a time zone of which I could read only a part")
    texts = {tuple(line.whole for part in one.parts for line in part.lines) for one in definitions}
    if len(texts) > 1:
        return _("a time zone that the calendar defines twice; I read the first")
    return ""
