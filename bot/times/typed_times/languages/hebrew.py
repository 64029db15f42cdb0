"""The Hebrew words of typed times."""

from bot.times.typed_times.languages.language import DAY, HOUR, MINUTE, MONTH, WEEK, Language

DAY_NAMES = (
    "שני",
    "שלישי",
    "רביעי",
    "חמישי",
    "שישי",
    "שבת",
    "ראשון",
)
# A single letter means a day only behind the word for "day".
DAY_LETTERS = ("ב'", "ג'", "ד'", "ה'", "ו'", "", "א'")  # noqa: RUF001 - Hebrew letters
MONTH_NAMES = (
    "ינואר",
    "פברואר",
    "מרץ|מרס",
    "אפריל",
    "מאי",
    "יוני",
    "יולי",
    "אוגוסט",
    "ספטמבר",
    "אוקטובר",
    "נובמבר",
    "דצמבר",
)


def _weekday(name: str, letter: str) -> str:
    """Return the ways to write a weekday, with and without "on" and "day"."""
    words = [name, f"ב{name}", f"יום {name}", f"ביום {name}"]
    letters = [f"יום {letter}", f"ביום {letter}"] if letter else []
    return "|".join([*words, *letters])


def _month(names: str) -> str:
    """Return the ways to write a month, with and without "in"."""
    return "|".join([*names.split("|"), *(f"ב{name}" for name in names.split("|"))])


HEBREW = Language(
    weekdays=tuple(map(_weekday, DAY_NAMES, DAY_LETTERS)),
    months=tuple(map(_month, MONTH_NAMES)),
    counts=(
        "",
        "שני|שתי",
        "שלושה|שלוש",
        "ארבעה|ארבע",
        "חמישה|חמש",
        "שישה|שש",
        "שבעה|שבע",
        "שמונה",
        "תשעה|תשע",
        "עשרה|עשר",
    ),
    units={
        MINUTE: "דקות|דקה",
        HOUR: "שעות|שעה",
        DAY: "ימים|יום",
        WEEK: "שבועות|שבוע",
        MONTH: "חודשים|חודש",
    },
    pairs={"שעתיים": HOUR, "יומיים": DAY, "שבועיים": WEEK, "חודשיים": MONTH},
    half_an_hour="חצי שעה",
    amounts={"שעה וחצי": 1.5, "שעתיים וחצי": 2.5},
    and_a_half="וחצי",
    days_ahead=("היום", "מחר", "מחרתיים"),
    this_morning="הבוקר",
    this_evening="הערב",
    now="עכשיו|כעת",
    end_of_day="סוף היום|בסוף היום|עד סוף היום",
    next_week="בשבוע הבא|שבוע הבא",
    of_month="לחודש|בחודש",
    this="הזה",
    coming="הקרוב|הקרובה",
    next="הבא|הבאה",
    after_weekday="הבא|הבאה|הקרוב|הקרובה|הזה",
    morning="בבוקר|בוקר",
    afternoon='אחר הצהריים|אחה"צ|בצהריים',
    evening="בערב|ערב",
    night="בלילה",
    noon="צהריים",
    midnight="חצות",
    minutes_past={"רבע ל": -15, "רבע ל-": -15},
    minutes_behind={"וחצי": 30, "ורבע": 15},
    hours=(
        "אחת",
        "שתיים|שתים",
        "שלוש",
        "ארבע",
        "חמש",
        "שש",
        "שבע",
        "שמונה",
        "תשע",
        "עשר",
        "אחת עשרה|אחת-עשרה",
        "שתים עשרה|שתיים עשרה|שתים-עשרה",
    ),
    about="בסביבות|בערך|בערך ב|בערך ב-|לקראת",
    since="מ-|מ|מהשעה",
    between="בין",
    until="עד|עד ה-|עד השעה",
    after_day="אחרי|מ|מ-",
    own_time="שעון שלי|הזמן שלי|שעה שלי|אצלי",
    at="ב-|ב|בשעה ",
    on="ב-|ב|ה-",
    ahead="בעוד |עוד ",
    conjunction="ל-|ל",
    every="כל|מדי",
    repeating="כל|מדי",
    past="אתמול",
)
