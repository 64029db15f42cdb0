"""LaTeX as people type it, rewritten into the LaTeX that the parser knows."""

import re
from collections.abc import Callable

# Environments of several rows: what the parser knows in their place.
ALIGNED = (r"\begin{align*}", r"\end{align*}")
STACKED = (r"\begin{matrix}", r"\end{matrix}")
PLAIN = ("{", "}")
KNOWN = {
    **dict.fromkeys(("align", "aligned", "alignat", "alignedat", "flalign", "split"), ALIGNED),
    **dict.fromkeys(("eqnarray", "multline", "multlined"), ALIGNED),
    **dict.fromkeys(("gather", "gathered", "lgathered", "rgathered"), STACKED),
    **dict.fromkeys(("equation", "displaymath", "math"), PLAIN),
    **dict.fromkeys(("dcases", "numcases"), (r"\begin{cases}", r"\end{cases}")),
    **dict.fromkeys(("rcases", "drcases"), (r"\left.\begin{array}{ll}", r"\end{array}\right\}")),
    "subarray": (r"\substack{", "}"),
}
ARGUMENTS = frozenset({"alignat", "alignedat", "subarray", "numcases"})
CONTINUED = frozenset({"multline", "multlined"})  # one formula over several lines
# Words for which the parser has another, or none.
REPLACED = (
    (re.compile(r"\\(?:label\s*\{[^{}]*\}|nonumber|notag|boxed)(?![a-zA-Z])"), ""),
    (re.compile(r"\\tag(\*?)\s*\{([^{}]*)\}"), lambda tag: _tag(tag[2], bare=bool(tag[1]))),
    (re.compile(r"\\arg(?![a-zA-Z])"), r"\\operatorname{arg}"),
    (re.compile(r"\\&"), r"\\text{&}"),
    (re.compile(r"\\perp\s*(?:\\!\s*)+\\perp(?![a-zA-Z])"), "⫫"),
    (re.compile(r"\\colonequals(?![a-zA-Z])"), r"\\coloneqq "),
    (re.compile(r"(?<=\d)\{,\}(?=\d{3})"), r"\\text{,}"),
)
OPERATOR = re.compile(r"\\operatorname(?:withlimits|\s*\*)?\s*(?=\{)")
DECLARED = re.compile(
    r"\\DeclareMathOperator\*?\s*(?:\{\s*(\\[a-zA-Z]+)\s*\}|(\\[a-zA-Z]+))\s*(?=\{)"
)
TEXT = re.compile(r"\\(text\w*|mbox)\s*\{([^{}$]*\$[^{}]*)\}")
TOKEN = re.compile(
    r"\\(?P<edge>begin|end)\s*\{(?P<name>[a-zA-Z]+)\*?\}"
    r"|(?P<row>\\\\\*?(?:\[-?[\d.]+\s*[a-z]{2}\])?)"
    r"|\\left(?![a-zA-Z])|\\right(?![a-zA-Z])|\\.|[{}&]",
    re.DOTALL,
)
ARGUMENT = re.compile(r"\s*(?:\[[tbc]\]\s*)?\{[^{}]*\}")
POSITION = re.compile(r"\s*\[[tbc]\]")
DEEP = 50  # environments within environments that are followed


def by_known_names(source: str) -> str:
    """Return a formula in the words of the parser; what nobody knows stays as typed."""
    for pattern, known in REPLACED:
        source = pattern.sub(known, source)
    source = TEXT.sub(_text, source)
    source = _with_argument(source, DECLARED, _declared)
    source = _with_argument(source, OPERATOR, _operator)
    return _Rows(source).rewritten()


class _Rows:
    """Rewrites the environments of a formula, so that each row is a row of a table."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._within: list[str] = []  # names of open environments, and "{" for open groups
        self._columns = 0  # marks seen in this row of an eqnarray
        self._has_rows = self._has_columns = False  # outside of any environment

    def rewritten(self) -> str:
        """Return the formula; one with rows of its own becomes a table of them."""
        written, end = "", 0
        for found in TOKEN.finditer(self._source):
            if found.start() < end:
                continue
            written += self._source[end : found.start()]
            end = found.end()
            if found["edge"] == "begin":
                end = self._after_arguments(found["name"], end)
            written += self._token(found)
        written += self._source[end:]
        if not self._has_rows:
            return written
        opening, closing = ALIGNED if self._has_columns else STACKED
        return f"{opening}{written}{closing}"

    def _token(self, found: re.Match[str]) -> str:
        typed = found[0]
        if found["edge"]:
            return self._edge(found["edge"], found["name"], typed)
        if found["row"]:
            return self._row()
        if typed == "&":
            return self._mark()
        if typed in {"{", r"\left"}:
            self._within.append("{")
        elif typed in {"}", r"\right"} and self._within[-1:] == ["{"]:
            self._within.pop()
        return typed

    def _edge(self, edge: str, name: str, token: str) -> str:
        opening, closing = KNOWN.get(name, (token, token))
        if edge == "end":
            if self._within:
                self._within.pop()
            return closing
        self._within.append(name)
        self._columns = 0
        return f"{opening}&" if name in CONTINUED else opening

    def _row(self) -> str:
        self._columns = 0
        self._has_rows |= not self._within
        return r"\\&" if self._innermost in CONTINUED else r"\\ "

    def _mark(self) -> str:
        """Write a mark between columns; "a &=& b" has one too many for pairs of columns."""
        self._columns += 1
        self._has_columns |= not self._within
        return "" if self._innermost == "eqnarray" and self._columns == 2 else "&"  # noqa: PLR2004 - the second

    @property
    def _innermost(self) -> str:
        return self._within[-1] if self._within else ""

    def _after_arguments(self, name: str, end: int) -> int:
        skipped = ARGUMENT if name in ARGUMENTS else POSITION if name in KNOWN else None
        found = skipped.match(self._source, end) if skipped else None
        return found.end() if found else end


def _with_argument(
    source: str, pattern: re.Pattern[str], write: Callable[[re.Match[str], str], str]
) -> str:
    """Replace a command and the balanced group behind it."""
    written, end = "", 0
    for found in pattern.finditer(source):
        close = _closing(source, found.end())
        if found.start() < end or close is None:
            continue
        written += source[end : found.start()] + write(found, source[found.end() + 1 : close])
        end = close + 1
    return written + source[end:]


def _closing(source: str, opening: int) -> int | None:
    depth = 0
    for found in re.finditer(r"\\.|[{}]", source[opening:], re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return opening + found.start()
    return None


def _operator(_found: re.Match[str], name: str) -> str:
    return rf"\mathop{{\mathrm{{{name}}}}}"


def _declared(found: re.Match[str], name: str) -> str:
    return rf"\newcommand{{{found[1] or found[2]}}}{{\mathop{{\mathrm{{{name}}}}}}}"


def _tag(name: str, *, bare: bool) -> str:
    return rf"\quad\text{{{name}}}" if bare else rf"\quad\text{{({name})}}"


def _text(found: re.Match[str]) -> str:
    r"""Take formulas out of a text: \text{if $x$ holds} is text, a formula and text."""
    parts = found[2].split("$")
    return "".join(
        f"{{{part}}}" if place % 2 else rf"\{found[1]}{{{part}}}"
        for place, part in enumerate(parts)
        if part
    )
