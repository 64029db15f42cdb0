"""Sites at a day, and a calendar of closures."""

from datetime import date
from typing import Any

BREAK: dict[str, Any] = {
    "name": "Reading week",
    "first": date(2027, 3, 8),
    "last": date(2027, 3, 12),
}
