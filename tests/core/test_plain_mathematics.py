"""Formulas that read differently in one line of text: operators, rows, fractions; valid MathML."""

from xml.etree.ElementTree import Element

import pytest

from bot.core.latex import pieces
from bot.core.mathml import ATTRIBUTES, LEAVES, PARTS
from bot.core.plain_mathematics import readable

OPERATORS = (
    (r"\mathop{\mathrm{arg\,min}}_x f", "arg minₓ f"),
    (r"\mathop{\rm arg\,min}_x f", "arg minₓ f"),
    (r"\mathop{\text{arg min}}_x f", "arg minₓ f"),
    (r"\operatorname*{arg\,min}_\theta L", "arg min_θ L"),
    (r"\operatorname{arg\,max}_\theta L", "arg max_θ L"),
    (r"\operatornamewithlimits{arg\,max}_x f", "arg maxₓ f"),
    (r"\operatorname*{ess\,sup}_x f", "ess supₓ f"),
    (r"\mathop{\mathrm{argmin}}\limits_{x \in X} f(x)", "argmin_(x ∈ X) f(x)"),
    (r"\DeclareMathOperator*{\amin}{arg\,min} \amin_x f", "arg minₓ f"),
    (r"\arg\min_x f", "arg minₓ f"),
    (r"\limsup_n a_n", "lim supₙ aₙ"),
    (r"\mathop{\mathbb{E}}_{x\sim D}[f]", "𝔼_(x ∼ D)[f]"),
    (r"a\not=b", "a ≠ b"),
    (r"a\not{=}b", "a ≠ b"),
    (r"a \not< b \not> c", "a ≮ b ≯ c"),
    (r"a \not\in B \not\subset C", "a ∉ B ⊄ C"),
    (r"a \not\leq b \not\equiv c", "a ≰ b ≢ c"),
    (r"X \perp\!\!\!\perp Y", "X ⫫ Y"),
    (r"X \not\perp Y", "X ⟂̸ Y"),
    (r"f:=g", "f := g"),
    (r"g =: f", "g =: f"),
    (r"f \coloneqq g", "f ≔ g"),
    (r"f: X \to Y", "f: X → Y"),
    (r"X_n \xrightarrow{d} X", "Xₙ →ᵈ X"),
    (r"\underline{x}", "x̲"),
    (r"\big\| x \big\|", "‖x‖"),
    (r"90^\circ", "90°"),
    (r"3{,}000", "3,000"),
)
ROWS = (
    (r"a=b \\ c=d", "a = b; c = d"),
    (r"a&=b \\ c&=d", "a = b; c = d"),
    (r"\begin{gather} a=b \\ c=d \end{gather}", "a = b; c = d"),
    (r"\begin{gather*} a=b, \\ c=d. \end{gather*}", "a = b; c = d."),
    (r"\begin{gathered}[t] a=b \\ c=d \end{gathered}", "a = b; c = d"),
    (r"\begin{align} a&=b \label{x} \\ c&=d \nonumber \end{align}", "a = b; c = d"),
    (r"\begin{align} a&=b \tag{1} \\[2pt] c&=d \\ \end{align}", "a = b (1); c = d"),
    (r"\begin{align*} a=&b \\ c=&d \end{align*}", "a = b; c = d"),
    (r"\begin{aligned} a&=b \\ -c&=d \end{aligned}", "a = b; −c = d"),
    (r"\begin{eqnarray} a&=&b \\ c&=&d \end{eqnarray}", "a = b; c = d"),
    (r"\begin{eqnarray*} a&=&b \\ &&+ c \end{eqnarray*}", "a = b + c"),
    (r"\begin{alignat}{2} a&=b & c&=d \\ e&=f & g&=h \end{alignat}", "a = b, c = d; e = f, g = h"),
    (r"\begin{alignedat}{2} a&=b \\ c&=d \end{alignedat}", "a = b; c = d"),
    (r"\begin{flalign*} a&=b \\ c&=d \end{flalign*}", "a = b; c = d"),
    (r"\begin{multline} a+b \\ +c=d \end{multline}", "a + b + c = d"),
    (r"\begin{multline*} a=b \\ c=d \end{multline*}", "a = b; c = d"),
    (r"\begin{split} a&=b \\ &=c-d \\ &\le e \end{split}", "a = b = c − d ≤ e"),
    (r"\begin{equation} \begin{split} a&=b \\ &+d \end{split} \end{equation}", "a = b + d"),
    (r"\begin{dcases} 1 & x>0 \\ 0 & \text{else} \end{dcases}", "{1, x > 0; 0, else"),
    (r"f = \begin{cases} 1 & \text{if $x>0$} \\ 0 \end{cases}", "f = {1, if x > 0; 0"),
    (r"\begin{rcases} a \\ b \end{rcases} = c", "a; b} = c"),
    (r"\begin{pmatrix} a \\ -b \end{pmatrix}", "(a; −b)"),
    (r"\begin{bmatrix} 1 & 2 \\ & -3 \end{bmatrix}", "[1, 2; −3]"),
    (r"\sum_{\substack{i<n \\ j<m}} x", "∑_(i < n; j < m) x"),
)
FRACTIONS = (
    (r"\frac{1}{\eta\lambda}\log\|w_0\|", "1/(ηλ) log ‖w₀‖"),
    (r"\frac{1}{\eta\lambda\log\|w_0\|}", "1/(ηλ log ‖w₀‖)"),
    (r"\frac{a}{bc}", "a/(bc)"),
    (r"\frac{1}{ab}x", "1/(ab) x"),
    (r"\frac{1}{2\sigma^2}", "1/(2σ²)"),
    (r"\frac{1}{\log n} x", "1/(log n) x"),
    (r"\frac{\log n}{n} \log m", "(log n)/n log m"),
    (r"\frac{f(x)}{g(x)h(x)}", "f(x)/(g(x)h(x))"),
    (r"\frac{f(x)}{g(x)}", "f(x)/g(x)"),
    (r"\frac{a}{b}(x+y)", "(a/b)(x + y)"),
    (r"\frac{a}{\|x\|^2}", "a/‖x‖²"),
    (r"\frac{1}{2}^n", "(1/2)ⁿ"),
    (r"{a+b}^2", "(a + b)²"),
    (r"\left\|a+b\right\|^2", "‖a + b‖²"),
    (r"\left.\frac{df}{dx}\right|_{x=0}", "df/dx |ₓ₌₀"),
    (r"\frac{\partial f}{\partial x_i}g", "∂f/∂xᵢ g"),
    (r"\sqrt{ab}c", "√(ab)c"),
    (r"\sqrt{\log n} x", "√(log n)x"),
    (r"\sqrt{\log n} = x", "√log n = x"),
)


@pytest.mark.parametrize(("source", "shown"), OPERATORS, ids=lambda source: f"case_19 {source}")
def test_operators_and_negations_are_kept(source: str, shown: str) -> None:
    assert readable(f"${source}$") == shown


@pytest.mark.parametrize(
    ("source", "shown"), [*ROWS, *FRACTIONS], ids=lambda source: f"case_20 {source}"
)
def test_rows_and_fractions_do_not_run_together(source: str, shown: str) -> None:
    assert readable(f"${source}$") == shown
    assert readable(rf"\[{source}\]") == shown


@pytest.mark.parametrize(
    "source",
    [source for source, _ in (*OPERATORS, *ROWS, *FRACTIONS)],
    ids=lambda source: f"case_19 {source}",
)
def test_the_page_shows_valid_mathml(source: str) -> None:
    (piece,) = pieces(f"${source}$")

    assert piece.tree is not None
    for node in piece.tree:
        assert_valid(node)


def assert_valid(node: Element) -> None:
    """Check an element against MathML Core: what it may contain, and how much."""
    assert set(node.attrib) <= ATTRIBUTES[node.tag]
    assert len(node) == PARTS.get(node.tag, len(node))
    assert not (node.tag in LEAVES and len(node))
    assert node.tag in LEAVES or not (node.text or "").strip()
    within = {"mtable": "mtr", "mtr": "mtd"}.get(node.tag)
    for child in node:
        assert within is None or child.tag == within
        assert_valid(child)
