"""The words of recurrence rules, in English, German, French and Hebrew, as `plain` leaves them."""

from bot.times.recurrence import Frequency

NUMBERS = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "zwei": 2,
    "drei": 3,
    "vier": 4,
    "funf": 5,
    "sechs": 6,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
}
N = rf"(?P<number>[0-9]{{1,9}}|{'|'.join(NUMBERS)})"
ON = r"(?: (?:on|am|an|le|ב))?"
# How often: the words, the unit, and how many of it (0: the number that is typed).
INTERVALS: tuple[tuple[Frequency, int, tuple[str, ...]], ...] = (
    (
        Frequency.WEEKLY,
        1,
        (
            r"weekly|(?:every|each) week|jede woche|wochentlich",
            r"chaque semaine|toutes les semaines|hebdomadaire|(?:כל|מדי) שבוע",
        ),
    ),
    (
        Frequency.WEEKLY,
        2,
        (
            r"bi-?weekly|fortnightly|every (?:fortnight|(?:other|second) week)",
            r"jede zweite woche|zweiwochentlich|14-taglich",
            r"vierzehntaglich|alle (?:14|vierzehn) tage",
            r"une semaine sur deux|tous les (?:15|quinze) jours",
            r"כל שבועיים|(?:אחת|פעם) לשבועיים|כל שבוע שני",
        ),
    ),
    (
        Frequency.WEEKLY,
        0,
        (rf"every {N} weeks", rf"alle {N} wochen", rf"toutes les {N} semaines", rf"כל {N} שבועות"),
    ),
    (
        Frequency.MONTHLY,
        1,
        (
            r"monthly|(?:every|each) month|jeden monat|monatlich",
            r"chaque mois|tous les mois|mensuel(?:lement)?|(?:כל|מדי) חודש",
        ),
    ),
    (
        Frequency.MONTHLY,
        2,
        (
            r"every (?:other|second) month|jeden zweiten monat",
            r"un mois sur deux|כל חודשיים|אחת לחודשיים",
        ),
    ),
    (
        Frequency.MONTHLY,
        3,
        (
            r"quarterly|(?:every|each) quarter|vierteljahrlich|quartalsweise|jedes quartal",
            r"trimestriel(?:lement)?|chaque trimestre|tous les trimestres",
            r"(?:כל|מדי) רבעון|רבעוני|אחת לרבעון",
        ),
    ),
    (
        Frequency.MONTHLY,
        0,
        (rf"every {N} months", rf"alle {N} monate", rf"tous les {N} mois", rf"כל {N} חודשים"),
    ),
)
# Words that may mean twice in that time or every second time.
UNCLEAR_INTERVALS = r"bi-?monthly|bimestriel(?:lement)?|bimensuel(?:lement)?|bihebdomadaire"
EVERY_OTHER = r"every other"
ONE_IN_TWO = r"sur deux"
EVERY = (
    r"every|each|une?|jeden|jede|jedes|jeder|jeweils|chaque|tous les|toutes les|les|le|la|du"
    r"|כל|מדי|on|the|am|an|an jedem|immer"
)
# "Second to last" is tried before "second".
ORDINALS = {
    -2: r"second[ -]to[ -]last|next[ -]to[ -]last|penultimate|last but one|vorletzte[rnm]?"
    r"|zweitletzte[rnm]?|avant[ -]derni(?:er|ere)s?|ה?לפני ה?אחרונה?",
    1: r"first|1st|erste[rnm]?|1\.|premiere?s?|1er?s?|הראשונה?",
    2: r"second|2nd|zweite[rnm]?|2\.|deuxiemes?|seconde?s?|2e(?:me)?s?|השנייה|השני",
    3: r"third|3rd|dritte[rnm]?|3\.|troisiemes?|3e(?:me)?s?|השלישית?",
    4: r"fourth|4th|vierte[rnm]?|4\.|quatriemes?|4e(?:me)?s?|הרביעית?",
    5: r"fifth|5th|funfte[rnm]?|5\.|cinquiemes?|5e(?:me)?s?|החמישית?",
    -1: r"last|letzte[rnm]?|derni(?:er|ere)s?|האחרונה?",
}
OF_MONTH = (
    r"of (?:the|each|every) months?|in (?:the|each|every) month|im monat|des monats|eines monats"
    r"|(?:in )?jedem monat|jedes monats|du mois|de chaque mois|de tous les mois"
    r"|(?:ב|של )?(?:כל )?ה?חודש"
)
UNTIL = r"until|till|til|through|ending|bis(?: zum)?|jusqu'au|jusqu'a|jusqu'en|עד(?: ל-?| ה-?)?"
TIMES = r"times?|meetings?|mal|termine?|fois|seances?|פעמים|מפגשים"
FOR = r"for|fur|pour|pendant|למשך"
# Hebrew writes its "and" in front of the word.
AND = r"(?: ?[,&/+] ?(?:and |und |et )?| and | und | et | ו-? ?|, and )"  # noqa: RUF001 - Hebrew
TO = r"(?: ?- ?| to | through | bis | a | au | עד )"
