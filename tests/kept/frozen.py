"""What is in databases and in Discord, in words of its own: code is renamed, this is not.

Add to it what is new; never change or remove a line. Where a line does not hold any more, what
people see in Discord has stopped working.
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

# Buttons, as they were sent (the end of a long one left out), that open a form of this kind.
OPENS: Mapping[str, str] = {
    "compose-edit:25": "compose",
    "compose-when:27": "compose-when-form",
    "gate-again:remind-at:44": "gate-time",
    "meeting-details:21": "meeting-details",
    "meeting-poll-these:9": "poll-times",
    "offer-take:4": "talk-signup",
    "poll-edit:34": "poll-times",
    "reopen:32": "poll-times",
    "reopen:35": "busy-add",
    "series-details:36": "series-details",
    "series-times:36": "series-times",
    "talk-complete:1": "talk-complete-form",
    "talk-edit:3": "talk-edit-form",
    "talk-materials:3": "talk-materials-form",
    "talk-retake:30:8": "talk-signup",
}
# Buttons that show something: a card.
SHOWS = (
    "add-to-calendar:205",
    "agenda",
    "announce-list:2",
    "answers:205",
    "closure-list:mit:2",
    "gate-pick:remind-at:15:0",
    "meeting-find:8:5:0",
    "meeting-for:21:public",
    "meeting-list:-:2",
    "meeting-schedule-this:9:0",
    "next:2",
    "poll-answer:1",
    "poll-page:1:2",
    "poll-who:1",
    "receipts:any:2",
    "receipts:parked:1",
    "series-list:2",
    "talk-ask-withdraw:3",
    "talk-list:COMING:-:0:2",
    "talk-look:3",
    "when:1795712400:Europe/London",
)
# Buttons that say something: part of what the program was told.
SAYS: Mapping[str, str] = {
    "join-link:205": "https://meet.example.org/ws",
    "talk-export:3": "",
}
# Buttons that change something, with tables in which it shows, in an order in which all work.
CHANGES: Mapping[str, AbstractSet[str]] = {
    "answer:205:no": {"answers"},
    "closure-import:2": {"closures", "drafts"},
    "compose-at:28": {"deliveries", "drafts"},
    "compose-post:25": {"deliveries", "drafts"},
    "fair-move:11": {"drafts", "meetings"},
    "feed-revoke:2": {"subscriptions"},
    "meeting-cancel:19": {"drafts", "entries", "meetings"},
    "meeting-move:18": {"drafts", "entries", "meetings"},
    "meeting-schedule:41:despite": {"drafts", "entries", "meetings", "series"},
    "offer-pass:4": {"offers"},
    "poll-close:1": {"polls"},
    "poll-despite:4": {"meetings", "polls"},
    "poll-put:34": {"candidates", "deliveries", "drafts", "polls"},
    "receipt-drop:159": {"deliveries"},
    "receipt-retry:315": {"deliveries"},
    "remind-again:307": {"deliveries"},
    "remind-at:44": {"deliveries", "drafts"},
    "series-save:38:leave-out": {"drafts", "entries", "meetings", "series"},
    "swap-agree:3": {"swaps", "talks"},
    "talk-withdraw:4:0": {"entries", "talks"},
    "busy-remove:1": {"busy_times", "diaries"},
}
# The same, of those that cannot be clicked after these.
CHANGES_INSTEAD: Mapping[str, AbstractSet[str]] = {
    "closure-discard:2": {"drafts"},
    "compose-discard:27": {"drafts"},
    "fair-discard:10:11": {"drafts"},
    "gate-discard:meeting-schedule:41": {"drafts"},
    "meeting-discard:meeting-cancel:19": {"drafts"},
    "poll-discard:34": {"drafts"},
    "poll-meeting:2": {"entries", "meetings", "polls"},
    "poll-vote:2:0:1": {"votes"},
    "series-discard:46": {"drafts"},
    "swap-decline:3": {"swaps"},
}
# Forms that were open, what is typed into them besides, and tables in which it shows. Where a
# slot was taken meanwhile, what was typed is kept as a draft.
FORMS: Mapping[str, tuple[Mapping[str, str], AbstractSet[str]]] = {
    "busy-add": ({"address": "http://calendar.example.org/x.ics"}, {"drafts"}),
    "compose-edit-form:282:c6474bf75e59": ({"body": "In August."}, {"deliveries"}),
    "compose-when-form:27": ({"when": "2026-12-20 09:00"}, {"drafts"}),
    "compose:12": ({}, {"drafts"}),
    "gate-time:remind-at:44": ({"when": "2026-12-02 17:00"}, {"drafts"}),
    "meeting-details:5": ({}, {"drafts"}),
    "meeting-edit:205:43": ({"room": "BC 421"}, {"entries", "series"}),
    "poll-times:1": ({"title": "Grants", "times": "2026-12-01 17:00 UTC"}, {"drafts"}),
    "series-details:45": ({}, {"drafts"}),
    "series-times:46": ({}, {"drafts"}),
    "talk-complete-form:1:1": ({}, {"talks"}),
    "talk-edit-form:3:0:aloud": ({"title": "Mine"}, {"entries", "talks"}),
    "talk-materials-form:3": ({"slides": "https://slides.example.org/3"}, {"talks"}),
    "talk-propose:seminar": ({"title": "One day"}, {"speakers", "talks"}),
    "talk-signup:14:0": ({"title": "Mine"}, {"drafts"}),
    "template-form:13": ({"body": "Soon: {title}"}, {"templates"}),
}
# Kinds of delivery: one of each waits, and one was sent.
DELIVERIES = {
    "announcement",
    "board",
    "clocks",
    "composed",
    "day before",
    "digest",
    "invitation",
    "letter",
    "mirror",
    "notice",
    "offer",
    "organizer nudge",
    "own reminder",
    "poll",
    "poll nudge",
    "poll result",
    "publishing",
    "reminder",
    "seat",
    "soon",
    "speaker news",
    "speaker nudge",
    "swap",
    "thread",
    "thread end",
    "trouble",
    "zones",
}
# Those that are kept true after they were sent.
STANDING = {
    "announcement",
    "board",
    "clocks",
    "composed",
    "day before",
    "digest",
    "invitation",
    "mirror",
    "poll",
    "soon",
    "thread",
}
STATES = {"claimed", "dropped", "expired", "parked", "sent", "waiting", "withdrawn"}
# What columns hold, for ever.
VALUES: Mapping[tuple[str, str], AbstractSet[str]] = {
    ("answers", "answer"): {"going", "maybe", "no"},
    ("closures", "level"): {"hard", "soft"},
    ("closures", "origin"): {"imported", "shipped", "stated"},
    ("deliveries", "kind"): DELIVERIES,
    ("deliveries", "state"): STATES,
    ("entries", "audience"): {"members", "public"},
    ("meetings", "status"): {"cancelled", "dropped", "scheduled", "skipped"},
    ("members", "role"): {"faculty", "postdoc", "staff", "student"},
    ("offers", "state"): {"lapsed", "open", "passed", "taken"},
    ("preferences", "about"): {"everything", "mine"},
    ("preferences", "way"): {"dm", "nothing"},
    ("series", "venue"): {"hybrid", "in person", "teleconference"},
    ("series", "visibility"): {"members", "public"},
    ("swaps", "state"): {"agreed", "asked", "declined"},
    ("talks", "status"): {"confirmed", "proposed", "withdrawn"},
    ("votes", "vote"): {"if need be", "no", "yes"},
}
# Tables that hold something; the number is how many.
TABLES = 30
# Drafts by kind.
DRAFTS = {
    "closure-import",
    "compose-at",
    "composition",
    "fair-move",
    "form",
    "meeting-amendment",
    "meeting-cancel",
    "meeting-find",
    "meeting-move",
    "meeting-schedule",
    "meeting-schedule-this",
    "poll",
    "remind-at",
    "series",
    "template",
}
# Commands that show what there is, each with a card or a form.
COMMANDS: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("next", {}),
    ("overlap", {}),
    ("me show", {}),
    ("me notify", {}),
    ("me closure list", {}),
    ("site list", {}),
    ("site show", {"site": "epfl"}),
    ("series list", {}),
    *(("series show", {"series": slug}) for slug in ("seminar", "steering", "thinned", "market")),
    ("series notify", {"series": "seminar"}),
    ("meeting list", {}),
    *(("meeting show", {"meeting": str(number)}) for number in (1, 4, 205, 206, 207, 208)),
    ("meeting edit", {"meeting": "206"}),
    ("meeting find", {}),
    ("fair show", {}),
    ("talk list", {}),
    *(
        ("talk show", {"talk": str(number)})
        for number in (1, 2, 3, 4, 5, 9, 10, 11, 13, 14, 15, 16, 20, 7)
    ),
    ("announce list", {}),
    ("announce receipts", {}),
    ("announce template", {"name": "weekly"}),
    ("calendar links", {}),
    ("status", {}),
)
# Pages, each with something that it says.
PAGES: Mapping[str, str] = {
    "/": "Deep learning theory",
    "/c/deep-learning-theory/": "Workshop",
    "/c/deep-learning-theory/past": "Kernels, slowly",
    "/c/deep-learning-theory/series/seminar": "Seminar",
    "/c/deep-learning-theory/talk/1": "Kernels, slowly",
    "/c/imported/past": "A start",
    "/c/physics/": "Colloquium",
}
