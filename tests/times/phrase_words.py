"""The words of which phrases of known meaning are made, in four languages."""

LANGUAGES = ("en", "de", "fr", "he")
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "he": ["יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"],
}
SHORT_WEEKDAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    "de": ["Mo.", "Dienstag", "Mi.", "Do.", "Fr.", "Sa.", "Sonntag"],
    "fr": ["lun.", "mardi", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "he": ["יום ב'", "יום ג'", "יום ד'", "יום ה'", "יום ו'", "שבת", "יום א'"],  # noqa: RUF001 - Hebrew
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
}
AHEAD = {
    "en": ("today", "tomorrow", "the day after tomorrow"),
    "de": ("heute", "morgen", "übermorgen"),
    "fr": ("aujourd'hui", "demain", "après-demain"),
    "he": ("היום", "מחר", "מחרתיים"),
}
NEXT_WEEK = {
    "en": ("{} next week", "{} of next week"),
    "de": ("{} nächster Woche", "nächste Woche {}"),
    "fr": ("{} de la semaine prochaine",),
    "he": ("בשבוע הבא {}",),
}
IN_DAYS = {"en": "in {} days", "de": "in {} Tagen", "fr": "dans {} jours", "he": "בעוד {} ימים"}
NTH = {
    "en": ("first", "second", "third", "fourth", "last"),
    "de": ("erster", "zweiter", "dritter", "vierter", "letzter"),
    "fr": ("premier", "deuxième", "troisième", "quatrième", "dernier"),
}
NTH_OF = {"en": "{} {} of {}", "de": "{} {} im {}", "fr": "le {} {} de {}"}
PARTS = {
    "en": (("in the morning", 0, 12), ("in the afternoon", 12, 19), ("in the evening", 17, 24)),
    "de": (("morgens", 0, 12), ("nachmittags", 12, 19), ("abends", 17, 24)),
    "fr": (("du matin", 0, 12), ("de l'après-midi", 12, 19), ("du soir", 17, 24)),
    "he": (("בבוקר", 0, 12), ("אחר הצהריים", 12, 19), ("בערב", 17, 24)),
}
NUMBERS = {
    "en": (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("eleven", "twelve"),
    ),
    "de": (
        *("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"),
        *("elf", "zwölf"),
    ),
    "fr": (
        *("une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze"),
        *("douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
    ),
    "he": ("אחת", "שתיים", "שלוש", "ארבע", "חמש", "שש", "שבע", "שמונה", "תשע", "עשר"),
}
AT = {"en": "at {}", "de": "um {}", "fr": "à {} heures", "he": "בשעה {}"}
EVENING = {"de": "abends", "fr": "du soir", "he": "בערב"}
BEFORE_PART = {
    "en": ("at {}", "{}", "{}:00"),
    "de": ("um {} Uhr", "{} Uhr"),
    "fr": ("à {}h", "{} heures"),
    "he": ("ב-{}", "בשעה {}"),
}
AND_A_HALF = {"fr": "{} heures et demie", "he": "בשעה {} וחצי"}
DATES = {
    "en": ("{day} {month}", "{month} {day}", "{day} of {month}"),
    "de": ("{day}. {month}", "am {day}. {month}", "den {day}. {month}"),
    "fr": ("{day} {month}", "le {day} {month}"),
    "he": ("{day} ב{month}", "ב-{day} ב{month}"),
}
DAYS_OF_MONTH = {"en": "on the {}th", "de": "am {}.", "fr": "le {}", "he": "ב-{} לחודש"}
HOURS_OF_24 = {
    "en": ("{hour}:{minute:02}", "at {hour}:{minute:02}", "{hour}{minute:02}"),
    "de": ("{hour}:{minute:02}", "um {hour}:{minute:02} Uhr", "{hour}.{minute:02} Uhr"),
    "fr": ("{hour}h{minute:02}", "à {hour}h{minute:02}", "{hour}:{minute:02}"),
    "he": ("{hour}:{minute:02}", "ב-{hour}:{minute:02}", "בשעה {hour}:{minute:02}"),
}
FULL_HOURS = {
    "en": ("{hour}:00", "at {hour}:00", "around {hour}:00"),
    "de": ("{hour} Uhr", "um {hour} Uhr", "gegen {hour} Uhr", "{hour}:00"),
    "fr": ("{hour}h", "à {hour}h", "{hour} heures", "vers {hour}h"),
    "he": ("{hour}:00", "ב-{hour}:00", "בסביבות {hour}:00"),
}
RANGES = {
    "en": ("{}-{}", "from {} to {}", "{} until {}", "between {} and {}"),
    "de": ("{}-{}", "von {} bis {} Uhr", "zwischen {} und {}"),
    "fr": ("{}-{}", "de {} à {}", "entre {} et {}"),
    "he": ("{}-{}", "מ-{} עד {}"),
}
