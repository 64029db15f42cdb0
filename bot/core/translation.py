"""The function that every text for a person passes through, ready for translation."""


def _(
    sentence: str, /, *, plural: str | None = None, count: int | None = None, **values: object
) -> str:
    """Return a sentence with `{name}` replaced by `name=value`; `{count}` by `count`.

    Each call contains the sentence as a literal, so that a catalogue can be extracted (as gettext
    does). If `count` is given and is not 1, `plural` is used instead.
    """
    chosen = plural if plural is not None and count is not None and count != 1 else sentence
    if count is not None:
        values["count"] = count
    return chosen.format(**values) if values else chosen
