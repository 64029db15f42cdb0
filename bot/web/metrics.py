"""The text of /metrics, in the format of Prometheus."""

from collections.abc import Mapping


def metrics_text(
    answers: Mapping[int, int], feeds: Mapping[str, int], figures: Mapping[str, float]
) -> str:
    """Return the counts of answers by status and of feeds, and other figures by name."""
    lines = ["# TYPE meridian_http_responses_total counter"]
    lines += [
        f'meridian_http_responses_total{{status="{status}"}} {count}'
        for status, count in sorted(answers.items())
    ]
    for name, count in feeds.items():
        lines += [
            f"# TYPE meridian_feeds_{name}_total counter",
            f"meridian_feeds_{name}_total {count}",
        ]
    lines += [f"{name} {figure:g}" for name, figure in figures.items()]
    return "\n".join(lines) + "\n"
