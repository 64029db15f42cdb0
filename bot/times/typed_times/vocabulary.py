"""Vocabulary: the words of typed times in English, German, French and Hebrew.

All words stand as `plain` writes them: small, without accents, dashes and quotes made equal.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be"
APOSTROPHES, QUOTES = "\u2018\u2019\u00b4\u0060\u05f3", "\u201c\u201d\u201e\u05f4"
EQUAL = str.maketrans(
    dict.fromkeys(DASHES, "-") | dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(QUOTES, '"')
)


def plain(text: str) -> str:
    """Return a text as the vocabulary is written; what cannot be seen is left out."""
    if text.isascii():
        return " ".join(text.translate(EQUAL).casefold().split())
    seen = (
        mark
        for mark in unicodedata.normalize("NFD", text)
        if unicodedata.category(mark) not in {"Mn", "Cf"}
    )
    return " ".join("".join(seen).translate(EQUAL).casefold().split())


def one_of(words: Iterable[str]) -> str:
    """Return the pattern of any of the words, longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _numbered(*names: str, since: int = 0) -> dict[str, int]:
    """Return each word with the number of its group, counted from `since`."""
    return {word: number for number, group in enumerate(names, since) for word in group.split("|")}


WEEKDAYS = _numbered(
    "monday|mon|montag|mo|lundi|lun",
    "tuesday|tues|tue|dienstag|di|mardi|mar",
    "wednesday|weds|wed|mittwoch|mi|mercredi|mer",
    "thursday|thurs|thur|thu|donnerstag|do|jeudi|jeu",
    "friday|fri|freitag|fr|vendredi|ven",
    "saturday|sat|samstag|sonnabend|sa|samedi|sam",
    "sunday|sun|sonntag|so|dimanche|dim",
)
# Weekdays of two letters are words of other languages too.
TERSE = frozenset({"mo", "di", "mi", "do", "fr", "sa", "so"})
# "di" is Tuesday in German and Sunday in French.
OTHERWISE = {"di": 6}
HEBREW_DAYS = _numbered(
    "שני|ב'",
    "שלישי|ג'",
    "רביעי|ד'",
    "חמישי|ה'",
    "שישי|ו'",  # noqa: RUF001 - a Hebrew letter
    "שבת",
    "ראשון|א'",
)
WEEKDAYS |= {
    f"{before}{name}": day
    for name, day in HEBREW_DAYS.items()
    for before in (("יום ", "ביום ") if name.endswith("'") else ("", "ב", "יום ", "ביום "))
}
PLURALS = frozenset(
    f"{day}s" for day in WEEKDAYS if day.endswith(("day", "tag", "mittwoch", "sonnabend"))
)

MONTHS = _numbered(
    "january|januar|janvier|jan|janv|janner|jaenner|ינואר",
    "february|februar|fevrier|feb|febr|fevr|fev|פברואר",
    "march|marz|maerz|mars|mar|mrz|מרץ|מרס",
    "april|avril|apr|avr|אפריל",
    "may|mai|מאי",
    "june|juni|juin|jun|יוני",
    "july|juli|juillet|jul|juil|יולי",
    "august|aout|aug|אוגוסט",
    "september|septembre|sept|sep|ספטמבר",
    "october|oktober|octobre|oct|okt|אוקטובר",
    "november|novembre|nov|נובמבר",
    "december|dezember|decembre|dec|dez|דצמבר",
    since=1,
)
MONTHS |= {f"ב{name}": month for name, month in MONTHS.items() if "א" <= name[0] <= "ת"}

# How many days ahead a day lies.
DAYS_AHEAD = _numbered(
    "today|heute|aujourd'hui|היום",
    "tomorrow|morgen|demain|מחר",
    "the day after tomorrow|day after tomorrow|ubermorgen|uebermorgen|apres-demain|apres demain"
    "|מחרתיים",
)
# A day and the part of it.
TODAYS_EVENING = ("tonight", "this evening", "heute abend", "ce soir", "הערב")

COUNTS = _numbered(
    "a|an|one|ein|eine|einer|einem|einen|un|une",
    "two|zwei|deux|שני|שתי",
    "three|drei|trois|שלושה|שלוש",
    "four|vier|quatre|ארבעה|ארבע",
    "five|funf|fuenf|cinq|חמישה|חמש",
    "six|sechs|שישה|שש",
    "seven|sieben|sept|שבעה|שבע",
    "eight|acht|huit|שמונה",
    "nine|neun|neuf|תשעה|תשע",
    "ten|zehn|dix|עשרה|עשר",
    "eleven|elf|onze",
    "twelve|zwolf|zwoelf|douze",
    since=1,
)
MINUTE, HOUR, DAY, WEEK, MONTH = "minute", "hour", "day", "week", "month"
UNITS = {
    word: unit
    for unit, words in {
        MINUTE: "minutes|minute|mins|min|minuten|דקות|דקה",
        HOUR: "hours|hour|hrs|hr|h|stunden|stunde|std|heures|heure|שעות|שעה",
        DAY: "days|day|tage|tagen|tag|jours|jour|ימים|יום",
        WEEK: "weeks|week|wochen|woche|semaines|semaine|שבועות|שבוע",
        MONTH: "months|month|monate|monaten|monat|mois|חודשים|חודש",
    }.items()
    for word in words.split("|")
}
# Hebrew says "two hours" and the like in one word.
PAIRS = {"שעתיים": HOUR, "יומיים": DAY, "שבועיים": WEEK, "חודשיים": MONTH}
HALF_AN_HOUR = "half an hour|half hour|einer halben stunde|eine halbe stunde|une demi-heure|חצי שעה"
# Said of days, these mean one week and two.
IDIOMS = {"8 tagen": 7, "acht tagen": 7, "8 jours": 7, "huit jours": 7, "15 jours": 14}

ORDINALS = _numbered(
    "first|1st|erster|ersten|erste|1er|premier|premiere",
    "second|2nd|zweiter|zweiten|zweite|deuxieme",
    "third|3rd|dritter|dritten|dritte|troisieme",
    "fourth|4th|vierter|vierten|vierte|quatrieme",
    "fifth|5th|funfter|funften|funfte|cinquieme",
    since=1,
)
ORDINALS |= dict.fromkeys(("last", "letzter", "letzten", "letzte", "dernier", "derniere"), -1)
TURNS = {"first": 0, "second": 1}

NEXT = "next|nachsten|nachster|naechsten|naechster|prochain|הבא|הבאה"
THIS = "this|diesen|dieser|ce|הזה"
COMING = "this coming|coming|kommenden|kommender|הקרוב|הקרובה"
NEXT_WEEK = (
    "next week|nachste woche|naechste woche|nachster woche|kommende woche|la semaine prochaine"
    "|semaine prochaine|de la semaine prochaine|בשבוע הבא|שבוע הבא"
)

# Parts of the day: the hours, from and to, that belong to them.
PARTS: Mapping[str, tuple[int, int]] = {
    word: hours
    for hours, words in {
        (0, 12): (
            "morning|in the morning|this morning|fruh|frueh|morgens|am morgen|vormittag|vormittags"
            "|matin|du matin|ce matin|בבוקר|בוקר"
        ),
        (12, 19): (
            "afternoon|in the afternoon|this afternoon|nachmittag|nachmittags|am nachmittag"
            "|apres-midi|de l'apres-midi|l'apres-midi|cet apres-midi|אחר הצהריים|אחה\"צ|בצהריים"
        ),
        (17, 24): "evening|in the evening|abend|abends|am abend|soir|du soir|בערב|ערב",
        (20, 24): "night|at night|nachts|בלילה",
    }.items()
    for word in words.split("|")
}
NOON = ("noon", "midday", "mittag", "mittags", "midi", "צהריים")
MIDNIGHT = ("midnight", "mitternacht", "minuit", "חצות")
PAST_DAYS = ("yesterday", "last", "gestern", "letzten", "hier", "אתמול")
REPEATING = (
    "every|each|weekly|daily|monthly|biweekly|jede|jeden|jeder|jedes|wochentlich|taglich"
    "|monatlich|chaque|tous les|toutes les|hebdomadaire|quotidien|כל|מדי"
)
