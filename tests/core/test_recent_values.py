"""Values are kept up to a limit, those used last."""

from bot.core.recent_values import RecentValues


def test_the_value_unused_for_longest_is_dropped_first() -> None:
    kept: RecentValues[str, int] = RecentValues(2)
    kept.put("a", 1)
    kept.put("b", 2)
    kept.get("a")

    kept.put("c", 3)

    assert [name for name in "abc" if name in kept] == ["a", "c"]
    assert len(kept) == 2


def test_a_value_that_is_not_kept_is_none() -> None:
    kept: RecentValues[str, int] = RecentValues(2)

    assert kept.get("a") is None


def test_a_value_put_again_replaces_the_first() -> None:
    kept: RecentValues[str, int] = RecentValues(2)
    kept.put("a", 1)

    kept.put("a", 2)

    assert (kept.get("a"), len(kept)) == (2, 1)
