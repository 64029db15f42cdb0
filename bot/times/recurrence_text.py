"""The English words of recurrence rules, as they are shown."""

from bot.times.date_formats import WEEKDAYS
from bot.times.recurrence import ORDINALS, Frequency, Rule


def rule_text(rule: Rule) -> str:
    """Return a rule in words, which `parse_rule_text` turns into the same rule again."""
    return f"{_days_text(rule)} {rule.wall:%H:%M}{_end_text(rule)}"


def _days_text(rule: Rule) -> str:
    names = [WEEKDAYS[day] for day in rule.weekdays]
    if rule.frequency is Frequency.WEEKLY and rule.interval == 1:
        return _joined([f"{name}s" for name in names])
    if rule.frequency is Frequency.WEEKLY:
        return f"every {rule.interval} weeks on {_joined(names)}"
    nth = f"{_joined([ORDINALS[ordinal] for ordinal in rule.ordinals])} {names[0]}"
    if rule.interval == 1:
        return f"{nth} of the month"
    return f"every {rule.interval} months on the {nth}"


def _end_text(rule: Rule) -> str:
    if rule.until:
        return f" until {rule.until.isoformat()}"
    return f" {rule.count} time{'s' if rule.count > 1 else ''}" if rule.count else ""


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
