"""Who may do what: commands and buttons of subjects that have no folder of their own here yet."""

from collections.abc import Mapping
from typing import Any

from bot.chat.replies import custom_id
from tests.journeys.rights import EVERYBODY, MEMBERS, ORGANIZER, SPEAKER, Rights, Rule
from tests.journeys.scene import Scene
from tests.worlds import days_file

# Words in which Meridian says that somebody may not do this, or that there is no such thing here.
REFUSALS = (
    "Only organizers",
    "Only members",
    "Only the speakers",
    "There is no such",
    "I cannot find",
    "You have no such",
    "What you typed is no longer here",
    "This is somebody else's",
    "This meeting no longer exists",
    "This reminder is gone or not yours",
)

# Buttons that turn pages of whatever is one's own.
LISTS = {"announce-list", "busy-list", "receipts"}

CALENDAR = ("holidays.ics", days_file(("20270111", "20270112", "Snow")))


def talk(scene: Scene) -> Mapping[str, Any]:
    return {"talk": str(scene.talk)}


def meeting(scene: Scene) -> Mapping[str, Any]:
    return {"meeting": str(scene.meeting)}


COMMANDS = {
    "next": Rule(may=EVERYBODY, outsider="own"),
    "overlap": Rule(may=EVERYBODY, outsider="own"),
    "help": Rule(may=EVERYBODY, outsider="own"),
    "when": Rule(may=EVERYBODY, options=lambda _: {"time": "Thu 5pm Zurich"}, outsider="own"),
    "setup": Rule(may={ORGANIZER}, outsider="own"),
    "me show": Rule(may=MEMBERS, outsider="own"),
    "me set": Rule(may=MEMBERS, options=lambda _: {"site": "mit"}, outsider="own"),
    "site list": Rule(may=EVERYBODY, outsider="own"),
    "site show": Rule(may=EVERYBODY, options=lambda _: {"site": "mit"}, outsider="own"),
    "site edit": Rule(
        may={ORGANIZER}, options=lambda _: {"site": "mit", "city": "Cambridge"}, outsider="own"
    ),
    "site closure list": Rule(may=EVERYBODY, options=lambda _: {"site": "mit"}, outsider="own"),
    "site closure add": Rule(
        may={ORGANIZER},
        options=lambda _: {"site": "mit", "name": "Snow", "first": "2027-01-11"},
        outsider="own",
    ),
    "site closure remove": Rule(
        may={ORGANIZER}, options=lambda scene: {"site": "uci", "closure": scene.closure}
    ),
    "site closure import": Rule(
        may={ORGANIZER}, options=lambda _: {"site": "mit", "file": CALENDAR}, outsider="own"
    ),
    "me closure list": Rule(may=MEMBERS, outsider="own"),
    "me closure add": Rule(may=MEMBERS, options=lambda _: {"first": "2027-01-11"}, outsider="own"),
    "me closure remove": Rule(may=set(), options=lambda scene: {"closure": scene.closure}),
    "site add": Rule(
        may={ORGANIZER},
        options=lambda _: {
            "slug": "ens",
            "name": "ENS",
            "city": "Paris",
            "country": "France",
            "latitude": 48.8,
            "longitude": 2.3,
            "zone": "Europe/Paris",
        },
        outsider="own",
    ),
    "series list": Rule(may=EVERYBODY, outsider="own"),
    "series show": Rule(may=EVERYBODY, options=lambda _: {"series": "seminar"}),
    "series create": Rule(
        may={ORGANIZER}, options=lambda _: {"title": "New", "when": "Mondays 10:00"}, outsider="own"
    ),
    "series edit": Rule(
        may={ORGANIZER}, options=lambda _: {"series": "seminar", "when": "Fridays 10:00"}
    ),
    "series skip": Rule(
        may={ORGANIZER},
        options=lambda _: {"series": "seminar", "date": "2026-12-10", "reason": "snow"},
    ),
    "series unskip": Rule(
        may={ORGANIZER}, options=lambda _: {"series": "seminar", "date": "2026-12-10"}
    ),
    "series end": Rule(may={ORGANIZER}, options=lambda _: {"series": "seminar"}),
    "meeting list": Rule(may=EVERYBODY, outsider="own"),
    "meeting show": Rule(may=EVERYBODY, options=meeting),
    "meeting schedule": Rule(
        may={ORGANIZER},
        options=lambda _: {"title": "Steering call", "when": "2026-12-01 17:00"},
        outsider="own",
    ),
    "meeting edit": Rule(may={ORGANIZER}, options=meeting),
    "meeting move": Rule(
        may={ORGANIZER},
        options=lambda scene: {**meeting(scene), "when": "2026-12-01 17:00", "reason": "x"},
    ),
    "meeting cancel": Rule(
        may={ORGANIZER}, options=lambda scene: {**meeting(scene), "reason": "ill"}
    ),
    "meeting mirror": Rule(may={ORGANIZER}, options=meeting),
    "meeting restore": Rule(may={ORGANIZER}, options=meeting),
    "meeting find": Rule(may=MEMBERS, outsider="own"),
    "fair show": Rule(may=EVERYBODY, outsider="own"),
    "fair plan": Rule(may={ORGANIZER}, options=lambda _: {"series": "seminar"}),
    "talk list": Rule(may=EVERYBODY, outsider="own"),
    "talk show": Rule(may=EVERYBODY, options=talk),
    "talk signup": Rule(
        may=MEMBERS,
        options=lambda scene: {"series": "seminar", "slot": str(scene.free_slot)},
    ),
    "talk edit": Rule(may={SPEAKER, ORGANIZER}, options=talk),
    "talk materials": Rule(may={SPEAKER, ORGANIZER}, options=talk),
    "talk withdraw": Rule(may={SPEAKER, ORGANIZER}, options=talk),
    "talk swap": Rule(
        may={SPEAKER, ORGANIZER},
        options=lambda scene: {"mine": str(scene.talk), "other": str(scene.talk)},
    ),
    "talk standby": Rule(may=MEMBERS, options=lambda _: {"series": "seminar"}),
    "talk propose": Rule(may=MEMBERS, options=lambda _: {"series": "seminar"}),
    "series notify": Rule(may={ORGANIZER}, options=lambda _: {"series": "seminar"}),
    "me busy add": Rule(may=MEMBERS, outsider="own"),
    "me busy list": Rule(may=MEMBERS, outsider="own"),
    "me busy remove": Rule(may={SPEAKER}, options=lambda scene: {"calendar": str(scene.diary)}),
    "me notify": Rule(may=MEMBERS, outsider="own"),
    "remind": Rule(
        may=MEMBERS, options=lambda _: {"what": "tea", "when": "2 hours"}, outsider="own"
    ),
    "status": Rule(may={ORGANIZER}, outsider="own"),
    "announce compose": Rule(
        may={ORGANIZER},
        options=lambda scene: {"channel": scene.server.channel, "talk": str(scene.talk)},
    ),
    "announce list": Rule(may={ORGANIZER}, outsider="own"),
    "announce edit": Rule(
        may={ORGANIZER}, options=lambda scene: {"announcement": str(scene.announcement)}
    ),
    "announce talk": Rule(may={ORGANIZER}, options=talk),
    "announce board": Rule(
        may={ORGANIZER}, options=lambda scene: {"channel": scene.server.channel}, outsider="own"
    ),
    "announce receipts": Rule(may={ORGANIZER}, outsider="own"),
    "announce template": Rule(
        may={ORGANIZER}, options=lambda _: {"name": "weekly"}, outsider="own"
    ),
    "announce cancel": Rule(
        may={ORGANIZER}, options=lambda scene: {"announcement": str(scene.announcement)}
    ),
    "calendar subscribe": Rule(may=EVERYBODY, outsider="own"),
    "calendar links": Rule(may=MEMBERS, outsider="own"),
    "calendar revoke": Rule(may={SPEAKER}, options=lambda scene: {"link": str(scene.subscription)}),
}


# Options that take text and that the commands above do without.
TYPED: Mapping[str, Mapping[str, Any]] = {
    "setup": {"name": "Theory", "slug": "theory", "anchor_site": "epfl"},
    "me set": {"site": "mit", "zone": "Europe/Zurich", "hours": "09:00-17:00", "public_name": "B"},
    "site edit": {"name": "MIT", "country": "US", "zone": "UTC", "days": "Mon-Fri", "hours": "9-5"},
    "site closure add": {"last": "2027-01-12"},
    "site closure import": {"only": "snow"},
    "me closure add": {"last": "2027-01-12"},
    "site add": {"days": "Mon-Fri", "hours": "09:00-17:00"},
    "series create": {"zone": "epfl", "first": "2026-12-01", "until": "2027-06-30"},
    "series edit": {"title": "Seminar", "zone": "epfl", "until": "never"},
    "meeting list": {"series": "seminar"},
    "meeting edit": {"people": "Ben"},
    "meeting schedule": {"people": "Ben", "room": "BC 420", "host": "epfl"},
    "talk list": {"series": "seminar", "speaker": "Ben"},
    "talk signup": {"guest": "A guest", "affiliation": "Somewhere"},
    "talk edit": {"slot": "3"},
}


# Forms, and what is typed into the fields that they do not come with.
FORMS: Mapping[str, Mapping[str, str]] = {
    "talk signup": {},
    "talk edit": {},
    "talk materials": {},
    "talk propose": {},
    "meeting schedule": {},
    "series create": {},
}


def buttons(scene: Scene, draft: int) -> dict[str, Rights]:
    """Return who may click each kind of button, and its custom_id; `draft` is the organizer's."""
    return {
        "next": (EVERYBODY, custom_id("next", 1)),
        "closure-list": (EVERYBODY, custom_id("closure-list", "mit", 1)),
        "series-list": (EVERYBODY, custom_id("series-list", 1)),
        "meeting-list": (EVERYBODY, custom_id("meeting-list", "-", 1)),
        "talk-list": (EVERYBODY, custom_id("talk-list", "COMING", "-", 0, 1)),
        "talk-edit": ({SPEAKER, ORGANIZER}, custom_id("talk-edit", scene.talk)),
        "talk-materials": ({SPEAKER, ORGANIZER}, custom_id("talk-materials", scene.talk)),
        "talk-ask-withdraw": ({SPEAKER, ORGANIZER}, custom_id("talk-ask-withdraw", scene.talk)),
        "talk-withdraw": ({SPEAKER}, custom_id("talk-withdraw", scene.talk, 0)),
        "busy-list": (MEMBERS, custom_id("busy-list", "marker")),
        "busy-remove": ({SPEAKER}, custom_id("busy-remove", scene.diary)),
        "feed-revoke": ({SPEAKER}, custom_id("feed-revoke", scene.subscription)),
        "talk-retake": ({ORGANIZER}, custom_id("talk-retake", draft, scene.free_slot)),
        "reopen": ({ORGANIZER}, custom_id("reopen", draft)),
        **{
            kind: (set(), custom_id(kind, draft))
            for kind in (
                "series-details",
                "series-times",
                "series-save",
                "series-discard",
                "meeting-move",
                "meeting-cancel",
                "closure-import",
                "closure-discard",
                "meeting-schedule",
                "meeting-schedule-this",
                "meeting-details",
            )
        },
        "when": (EVERYBODY, custom_id("when", 1795708800, "Europe/Zurich")),
        "remind-at": (set(), custom_id("remind-at", draft)),
        "compose-at": (set(), custom_id("compose-at", draft)),
        "gate-again": (set(), custom_id("gate-again", "remind-at", draft)),
        "gate-discard": (set(), custom_id("gate-discard", "remind-at", draft)),
        "gate-pick": (set(), custom_id("gate-pick", "remind-at", draft, 0)),
        "agenda": (EVERYBODY, custom_id("agenda", "x")),
        "help-all": (EVERYBODY, custom_id("help-all")),
        "help-task": (EVERYBODY, custom_id("help-task")),
        "answer": (MEMBERS, custom_id("answer", scene.meeting, "going", "x")),
        "answers": (MEMBERS, custom_id("answers", scene.meeting, "x")),
        "add-to-calendar": (EVERYBODY, custom_id("add-to-calendar", scene.meeting, "x")),
        "join-link": (MEMBERS, custom_id("join-link", scene.meeting, "x")),
        "talk-complete": ({SPEAKER, ORGANIZER}, custom_id("talk-complete", scene.talk, "x")),
        "talk-export": (EVERYBODY, custom_id("talk-export", scene.talk)),
        "swap-agree": (set(), custom_id("swap-agree", 1, "x")),
        "swap-decline": (set(), custom_id("swap-decline", 1, "x")),
        "offer-take": (set(), custom_id("offer-take", 1, "x")),
        "offer-pass": (set(), custom_id("offer-pass", 1, "x")),
        "talk-look": (EVERYBODY, custom_id("talk-look", scene.talk, "x")),
        "remind-again": (set(), custom_id("remind-again", scene.announcement, "x")),
        "announce-list": ({ORGANIZER}, custom_id("announce-list", 1)),
        "receipts": ({ORGANIZER}, custom_id("receipts", "any", 1)),
        "receipt-retry": ({ORGANIZER}, custom_id("receipt-retry", scene.announcement)),
        "receipt-drop": ({ORGANIZER}, custom_id("receipt-drop", scene.announcement)),
        **{
            kind: (set(), custom_id(kind, draft))
            for kind in ("compose-post", "compose-when", "compose-edit", "compose-discard")
        },
        "meeting-for": (set(), custom_id("meeting-for", draft, "members")),
        "meeting-find": (set(), custom_id("meeting-find", draft, 0, 0)),
        "fair-move": (set(), custom_id("fair-move", draft)),
        "fair-discard": (set(), custom_id("fair-discard", draft)),
        "meeting-discard": (set(), custom_id("meeting-discard", "meeting-move", draft)),
    }
