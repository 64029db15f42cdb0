"""The one function that every sentence for a person passes through, ready for translation."""


def _(
    sentence: str, /, *, plural: str | None = None, count: int | None = None, **values: object
) -> str:
    """Return a sentence with `{name}` replaced by `name=value`; `{count}` by `count`.

    The sentence is a literal at each call, so that a catalogue can be made of all of them (as
    gettext does). Where `count` is given and is not 1, `plural` is taken instead.
    """
    chosen = plural if plural is not None and count is not None and count != 1 else sentence
    if count is not None:
        values["count"] = count
    return chosen.format(**values) if values else chosen
