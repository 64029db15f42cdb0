"""Checks: the messages and forms that Discord refuses as invalid (50035), by its documents."""

from collections.abc import Iterator

from tests.loopback.facts import Json

CONTENT, EMBEDS, CHARACTERS, FIELDS = 2000, 10, 6000, 25
ROWS, BUTTONS, CHOICES, LABEL, ID, URL = 5, 5, 25, 80, 100, 512
BUTTON, TEXT_FIELD, LINK = 2, 4, 5
MODAL_TITLE, MODAL_PARTS, FIELD_LABEL, FIELD_VALUE, PLACEHOLDER = 45, 5, 45, 4000, 100
PARTS = {"title": 256, "description": 4096}


def wrong_message(body: Json) -> str:
    """Return what Discord does not take in a message; nothing where all is well."""
    if not any(body.get(part) for part in ("content", "embeds", "components", "attachments")):
        return "an empty message"
    if len(body.get("content") or "") > CONTENT:
        return "content"
    embeds = body.get("embeds") or []
    if len(embeds) > EMBEDS or sum(map(_characters, embeds)) > CHARACTERS:
        return "embeds"
    return next((wrong for embed in embeds if (wrong := _wrong_embed(embed))), "") or (
        _wrong_rows(body.get("components") or [])
    )


def _characters(embed: Json) -> int:
    fields = [part for field in embed.get("fields", []) for part in (field["name"], field["value"])]
    texts = [embed.get("title"), embed.get("description"), embed.get("footer", {}).get("text")]
    return sum(len(text or "") for text in [*texts, *fields])


def _wrong_embed(embed: Json) -> str:
    if any(len(embed.get(part) or "") > most for part, most in PARTS.items()):
        return "an embed's text"
    fields = embed.get("fields", [])
    if len(fields) > FIELDS or not all(0 < len(f["name"]) <= 256 for f in fields):
        return "an embed's field names"
    if not all(0 < len(f["value"]) <= 1024 for f in fields):
        return "an embed's field values"
    return "an embed's footer" if len(embed.get("footer", {}).get("text", "")) > 2048 else ""


def parts(components: list[Json]) -> Iterator[Json]:
    """Yield what stands in rows and labels, however deep."""
    for one in components:
        if "components" in one:
            yield from parts(one["components"])
        elif "component" in one:
            yield from parts([one["component"]])
        else:
            yield one


def _wrong_rows(rows: list[Json]) -> str:
    if len(rows) > ROWS or any(not 0 < len(row.get("components", [])) <= BUTTONS for row in rows):
        return "rows"
    shown = list(parts(rows))
    ids = [part["custom_id"] for part in shown if part.get("custom_id")]
    if len(set(ids)) < len(ids) or not all(len(one) <= ID for one in ids):
        return "custom_ids"
    return next((wrong for part in shown if (wrong := _wrong_part(part))), "")


def _wrong_part(part: Json) -> str:
    if part["type"] != BUTTON:
        return "choices" if not 0 < len(part.get("options", [0])) <= CHOICES else ""
    if not (part.get("label") or part.get("emoji")) or len(part.get("label") or "") > LABEL:
        return "a button's label"
    is_link = part["style"] == LINK
    given = part.get("url") if is_link else part.get("custom_id")
    return "" if given and len(given) <= URL else "what a button does"


def wrong_form(data: Json) -> str:
    """Return what Discord does not take in a form; nothing where all is well."""
    if not 0 < len(data.get("title", "")) <= MODAL_TITLE or len(data["custom_id"]) > ID:
        return "a form's title or custom_id"
    fields = list(parts(data["components"]))
    if not 0 < len(fields) <= MODAL_PARTS:
        return "a form's fields"
    return next((wrong for field in fields if (wrong := _wrong_field(field))), "")


def _wrong_field(field: Json) -> str:
    if field["type"] != TEXT_FIELD:
        return ""
    # Discord counts a label beside the field too: either holds at most 45 characters.
    if len(field.get("label") or "") > FIELD_LABEL:
        return "a field's label"
    if len(field.get("placeholder") or "") > PLACEHOLDER:
        return "a field's placeholder"
    most = field.get("max_length") or FIELD_VALUE
    return "a field's value" if len(field.get("value") or "") > most else ""
