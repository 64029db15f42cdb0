"""The results of a check: a sentence each, with how serious it is."""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How serious a result is; the value begins its line of the report."""

    OK = "ok     "
    WARNING = "warning"
    WRONG = "wrong  "


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One line of the report."""

    severity: Severity
    sentence: str

    def __str__(self) -> str:
        """Return the line."""
        return f"{self.severity.value}  {self.sentence}"
