"""Cities, regions and abbreviations that people type for a time zone."""

from collections.abc import Mapping

from bot.core.translation import _

REGIONS = frozenset({"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Pacific"})
# Cities of the zone database that people use for other places or for no place at all.
MISLEADING = frozenset(
    {"act", "center", "christmas", "cordoba", "davis", "easter", "general", "jersey", "knox", "lhi"}
    | {"merida", "midway", "nome", "nsw", "north", "oral", "queensland", "resolute", "south"}
    | {"tasmania", "victoria", "virgin", "wake", "west"}
)
CITIES = {
    "America/Los_Angeles": "la|l.a.|sf|san francisco|berkeley|stanford|palo alto|san diego|irvine"
    "|santa barbara|davis|pasadena|caltech|seattle|san jose california|california"
    "|kalifornien|californie|pacific|pacific time|pt|west coast|ברקלי|לוס אנג'לס|קליפורניה",
    "America/Denver": "boulder|salt lake city|mountain time|mt",
    "America/Chicago": "austin|madison|evanston|houston|dallas|minneapolis|st louis|st. louis"
    "|urbana|central time|ct|שיקגו",
    "America/New_York": "ny|nyc|new york city|boston|princeton|yale|new haven|harvard|mit|ithaca"
    "|cornell|columbia university|philadelphia|pittsburgh|baltimore|atlanta|washington dc"
    "|washington d.c.|ann arbor|providence|miami|eastern|eastern time|et|east coast|ניו יורק"
    "|בוסטון",
    "America/Toronto": "montreal|ottawa",
    "Europe/Zurich": "zurich|zuerich|lausanne|geneva|geneve|genf|basel|bern|berne|lugano|neuchatel"
    "|fribourg|eth|switzerland|schweiz|suisse|schweizer|swiss|ציריך|לוזאן|ז'נבה",
    "Europe/Berlin": "munich|munchen|muenchen|tubingen|tuebingen|hamburg|bonn|heidelberg|frankfurt"
    "|leipzig|cologne|koln|germany|deutschland|allemagne",
    "Europe/Paris": "lyon|toulouse|grenoble|france|frankreich",
    "Europe/London": "oxford|edinburgh|bristol|england|uk|londres|cambridge uk|cambridge england",
    "Europe/Rome": "milan|milano|trieste|pisa|rom",
    "Europe/Vienna": "wien|vienne",
    "Asia/Jerusalem": "haifa|rehovot|beer sheva|be'er sheva|technion|weizmann|israel|jérusalem"
    "|ירושלים|תל אביב|תל-אביב|חיפה|ישראל",
    "Asia/Kolkata": "bangalore|bengaluru|mumbai|delhi|new delhi|chennai|india|indien",
    "Asia/Shanghai": "beijing|peking|china",
    "Asia/Tokyo": "kyoto|japan",
    "Australia/Sydney": "canberra",
    "UTC": "utc|z|zulu",
}
# Names in this module that are no cities: nobody meets at "17:00 Pacific Time".
NOT_CITIES = frozenset(
    {"stanford", "caltech", "california", "kalifornien", "californie", "pacific", "pacific time"}
    | {
        "pt",
        "west coast",
        "קליפורניה",
        "mountain time",
        "mt",
        "central time",
        "ct",
        "yale",
        "harvard",
    }
    | {
        "mit",
        "cornell",
        "columbia university",
        "eastern",
        "eastern time",
        "et",
        "east coast",
        "eth",
    }
    | {"switzerland", "schweiz", "suisse", "schweizer", "swiss", "germany", "deutschland"}
    | {"allemagne", "france", "frankreich", "england", "uk", "technion", "weizmann", "israel"}
    | {"ישראל", "india", "indien", "china", "japan", "utc", "z", "zulu", "ist", "cst", "ast"}
    | {"central"}
)
SHORT_CITIES = {
    "la": "Los Angeles",
    "l.a.": "Los Angeles",
    "sf": "San Francisco",
    "ny": "New York",
    "nyc": "New York",
    "washington dc": "Washington DC",
    "washington d.c.": "Washington D.C.",
    "be'er sheva": "Be'er Sheva",
    "cambridge uk": "Cambridge",
    "cambridge england": "Cambridge",
    "san jose california": "San Jose",
    "zurich": "Zurich",
    "jérusalem": "Jerusalem",
}
# Names of more than one place, each with what tells it from the others.
SHARED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cambridge": (("America/New_York", _("Massachusetts")), ("Europe/London", _("England"))),
    "ist": (
        ("Asia/Jerusalem", _("Israel")),
        ("Asia/Kolkata", _("India")),
        ("Europe/Dublin", _("Ireland")),
    ),
    "cst": (("America/Chicago", _("Chicago")), ("Asia/Shanghai", _("China"))),
    "ast": (("America/Halifax", _("Halifax")), ("Asia/Riyadh", _("Riyadh"))),
    "portland": (("America/Los_Angeles", _("Oregon")), ("America/New_York", _("Maine"))),
    "washington": (("America/New_York", _("D.C.")), ("America/Los_Angeles", _("the state"))),
    "durham": (("America/New_York", _("North Carolina")), ("Europe/London", _("England"))),
    "san jose": (("America/Los_Angeles", _("California")), ("America/Costa_Rica", _("Costa Rica"))),
    "central": (("America/Chicago", _("US Central")), ("Europe/Zurich", _("Central European"))),
    "birmingham": (("Europe/London", _("England")), ("America/Chicago", _("Alabama"))),
}
# What an abbreviation says: minutes ahead of UTC, and where clocks show it when it is in force.
ABBREVIATIONS = {
    "pst": (-480, "America/Los_Angeles"),
    "pdt": (-420, "America/Los_Angeles"),
    "mst": (-420, "America/Denver"),
    "mdt": (-360, "America/Denver"),
    "cdt": (-300, "America/Chicago"),
    "est": (-300, "America/New_York"),
    "edt": (-240, "America/New_York"),
    "gmt": (0, "Europe/London"),
    "bst": (60, "Europe/London"),
    "cet": (60, "Europe/Zurich"),
    "mez": (60, "Europe/Zurich"),
    "cest": (120, "Europe/Zurich"),
    "mesz": (120, "Europe/Zurich"),
    "eet": (120, "Europe/Athens"),
    "eest": (180, "Europe/Athens"),
    "idt": (180, "Asia/Jerusalem"),
    "msk": (180, "Europe/Moscow"),
    "sgt": (480, "Asia/Singapore"),
    "hkt": (480, "Asia/Hong_Kong"),
    "jst": (540, "Asia/Tokyo"),
    "kst": (540, "Asia/Seoul"),
    "hst": (-600, "Pacific/Honolulu"),
    "aest": (600, "Australia/Sydney"),
    "aedt": (660, "Australia/Sydney"),
}
