"""Formulas between dollar signs, as plain text shows them: a table of learning theory."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.latex import LONGEST, pieces
from bot.core.plain_mathematics import complex_formulas, is_simple, readable

# Shown as this line everywhere; with a picture in Discord besides; or as it was typed.
LINE, PICTURE, TYPED = "line", "picture", "typed"
FORMULAS = (
    (r"\theta \in \mathbb{R}^d", "θ ∈ ℝᵈ", LINE),
    (r"\frac{1}{n}\sum_{i=1}^n \ell(f(x_i),y_i)", "1/n ∑ᵢ₌₁ⁿ ℓ(f(xᵢ), yᵢ)", LINE),
    (r"\hat{\theta}_{n}", "θ̂ₙ", LINE),
    (r"\operatorname{argmin}_{w}\|Xw-y\|_2^2", "argmin_w ‖Xw − y‖₂²", LINE),
    (r"\tilde O(n^{-1/2})", "Õ(n^(−1/2))", LINE),
    (r"\mathcal{N}(0,\sigma^2 I)", "𝒩(0, σ²I)", LINE),
    (r"x^{\top}", "xᵀ", LINE),
    (r"\mathbb E[X]", "𝔼[X]", LINE),
    (r"\text{ReLU}(x)", "ReLU(x)", LINE),
    (r"\begin{pmatrix} a & b \\ c & d\end{pmatrix}", "(a, b; c, d)", PICTURE),
    (r"f'(x)", "f′(x)", LINE),
    (r"a \le b \approx c", "a ≤ b ≈ c", LINE),
    (r"\nabla_\theta L(\theta)", "∇_θ L(θ)", LINE),
    (r"\sqrt{d}", "√d", LINE),
    (r"\sqrt{\log n}", "√log n", LINE),
    (r"\lVert x\rVert", "‖x‖", LINE),
    (r"\left(\frac ab\right)", "(a/b)", LINE),
    (r"\mathrm{KL}(p\|q)", "KL(p‖q)", LINE),
    (r"n \log n", "n log n", LINE),
    (r"O(n\log n)", "O(n log n)", LINE),
    (r"\binom{n}{k}", "(n choose k)", PICTURE),
    (r"\frac{\partial f}{\partial x}", "∂f/∂x", LINE),
    (r"\overline{x+y}", "bar(x + y)", PICTURE),
    (r"\min_{w\in\mathbb{R}^d} L(w)", "min_(w ∈ ℝᵈ) L(w)", LINE),
    (
        r"\begin{cases} 1 & x>0 \\ 0 & \text{otherwise}\end{cases}",
        "{1, x > 0; 0, otherwise",
        PICTURE,
    ),
    (r"\begin{aligned} a&=b\\ c&=d\end{aligned}", "a = b; c = d", PICTURE),
    (r"\mathbb{P}(A\mid B)", "ℙ(A ∣ B)", LINE),
    (r"\lfloor x\rfloor", "⌊x⌋", LINE),
    (r"f\colon X\to Y", "f: X → Y", LINE),
    (r"a \bmod b", "a mod b", LINE),
    (r"\lim_{n\to\infty} a_n = 0", "lim_(n → ∞) aₙ = 0", LINE),
    (r"\mathbf{W}^{(l)}", "W⁽ˡ⁾", LINE),
    (r"w_{t+1} = w_t - \eta \nabla L(w_t)", "wₜ₊₁ = wₜ − η∇L(wₜ)", LINE),
    (r"x_1,\dots,x_n", "x₁, …, xₙ", LINE),
    (r"-x", "−x", LINE),
    (r"a-b", "a − b", LINE),
    (r"e^{-x^2/2}", "e^(−x²/2)", LINE),
    (r"2^{O(\sqrt{k})}", "2^(O(√k))", LINE),
    (r"K(x,x') = \langle \phi(x),\phi(x')\rangle", "K(x, x′) = ⟨ϕ(x), ϕ(x′)⟩", LINE),
    (r"\|f\|_{\mathcal{H}}^2", "‖f‖_ℋ²", LINE),
    (r"\mathbb{E}_{x\sim\mathcal{D}}[\ell(x)]", "𝔼_(x ∼ 𝒟)[ℓ(x)]", LINE),
    (r"\sum_{i<j}", "∑_(i < j)", LINE),
    (r"\mathrm{Var}(X)", "Var(X)", LINE),
    (r"\log(1/\delta)", "log(1/δ)", LINE),
    (r"\epsilon", "ϵ", LINE),
    (r"k \to \infty", "k → ∞", LINE),
    (r"n/d \to \gamma", "n/d → γ", LINE),
    (r"\Theta(1/\sqrt{n})", "Θ(1/√n)", LINE),
    (r"d^{1.5}", "d^1.5", LINE),
    (r"\sigma(W_2\sigma(W_1x))", "σ(W₂σ(W₁x))", LINE),
    (r"\boldsymbol{\theta}", "θ", LINE),
    (r"\mathsf{NP}", "NP", LINE),
    (r"(x+y)^2", "(x + y)²", LINE),
    (r"\underbrace{a+b}_{c}", "(a + b)_c", PICTURE),
    (r"\bar{x} \vec{v} \dot{x}", "x̄v⃗ẋ", LINE),
    (r"p \gg n", "p ≫ n", LINE),
    (r"1/2", "1/2", LINE),
    (r"\frac12", "1/2", LINE),
    (r"\int_0^1 f(x)\,dx", "∫₀¹ f(x) dx", LINE),
    (r"\max(0,x)", "max(0, x)", LINE),
    (r"\exp(-t)", "exp(−t)", LINE),
    (r"\text{poly}(n)", "poly(n)", LINE),
    (r"\tilde{O}(\sqrt{T})", "Õ(√T)", LINE),
    (r"\text{if } x > 0", "if x > 0", LINE),
    (r"a_{ij} + b", "aᵢⱼ + b", LINE),
    (r"\sum_{i=1}^n x_i y_i", "∑ᵢ₌₁ⁿ xᵢyᵢ", LINE),
    (r"x = -1", "x = −1", LINE),
    (r"n! / k!", "n!/k!", LINE),
    (r"P(|X| > t) \le 2e^{-t^2/2}", "P(|X| > t) ≤ 2 e^(−t²/2)", LINE),
    (
        r"\|\hat f - f^*\|_{L^2}^2 \lesssim n^{-2s/(2s+d)}",
        "‖f̂ − f*‖_(L²)² ≲ n^(−2s/(2s + d))",
        PICTURE,
    ),
    (r"a \cdot b \times c", "a·b × c", LINE),
    (r"\underset{x}{\operatorname{argmax}} f(x)", "argmaxₓ f(x)", LINE),
    (r"\mathcal{O}(d^3)", "𝒪(d³)", LINE),
    (r"\sup_{f \in \mathcal F} |R(f)|", "sup_(f ∈ ℱ) |R(f)|", LINE),
    (r"\{0,1\}^n", "{0, 1}ⁿ", LINE),
    (r"\pm 1", "±1", LINE),
    (r"\mathbb{R}^{n \times d}", "ℝ^(n × d)", LINE),
    (r"A^{-1}", "A⁻¹", LINE),
    (r"f \circ g", "f ∘ g", LINE),
    (r"\forall \epsilon > 0", "∀ϵ > 0", LINE),
    (
        r"\hat{R}_n(f) = \frac{1}{n}\sum_{i=1}^{n} \ell(f(x_i), y_i)",
        "R̂ₙ(f) = 1/n ∑ᵢ₌₁ⁿ ℓ(f(xᵢ), yᵢ)",
        LINE,
    ),
    (r"\mathfrak{R}_n(\mathcal{F})", "ℜₙ(ℱ)", LINE),
    (r"\mathrm{VCdim}(\mathcal{H}) < \infty", "VCdim(ℋ) < ∞", LINE),
    (r"\operatorname{tr}(\Sigma)", "tr(Σ)", LINE),
    (r"\kappa = \lambda_{\max}/\lambda_{\min}", "κ = λₘₐₓ/λₘᵢₙ", LINE),
    (r"\nabla^2 f(x) \succeq 0", "∇²f(x) ⪰ 0", LINE),
    (r"x \odot y", "x ⊙ y", LINE),
    (r"\ell_1", "ℓ₁", LINE),
    (r"f: \mathbb{R}^d \to \mathbb{R}", "f: ℝᵈ → ℝ", LINE),
    (r"\mathbb{1}[x > 0]", "1[x > 0]", LINE),
    (r"\det(A)", "det(A)", LINE),
    (r"X \in \mathbb{R}^{n\times d}", "X ∈ ℝ^(n × d)", LINE),
    (r"\beta_1, \ldots, \beta_k", "β₁, …, βₖ", LINE),
    (r"\prod_{i=1}^n p(x_i)", "∏ᵢ₌₁ⁿ p(xᵢ)", LINE),
    (r"\theta^{(t)}", "θ⁽ᵗ⁾", LINE),
    (r"D_{\mathrm{KL}}(P \,\|\, Q)", "D_KL(P ‖ Q)", LINE),
    (r"\Delta t", "Δt", LINE),
    (r"A \subseteq B", "A ⊆ B", LINE),
    (r"n \ge 1", "n ≥ 1", LINE),
    (r"\alpha \ne \beta", "α ≠ β", LINE),
    (r"\partial_t u = \Delta u", "∂ₜu = Δu", LINE),
    (r"x \mapsto x^2", "x ↦ x²", LINE),
    (r"O(1)", "O(1)", LINE),
    (r"\tau \sim \mathrm{Exp}(1)", "τ ∼ Exp(1)", LINE),
    (r"\mathcal{L}(\theta)", "ℒ(θ)", LINE),
    (r"\lambda \|w\|_1", "λ‖w‖₁", LINE),
    (r"s \ll d", "s ≪ d", LINE),
    (r"\sqrt[3]{n}", "³√n", LINE),
    (r"\varepsilon \to 0", "ε → 0", LINE),
    (r"y = \langle w, x \rangle + b", "y = ⟨w, x⟩ + b", LINE),
    (r"\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}", "∫_(−∞)^∞ e^(−x²) dx = √π", LINE),
    (r"\frac{d}{dt}\theta_t = -\nabla L(\theta_t)", "d/dt θₜ = −∇L(θₜ)", LINE),
    (r"\left\| \frac{a+b}{c} \right\|", "‖(a + b)/c ‖", LINE),
    (r"\begin{aligned} \dot x &= Ax + Bu \\ y &= Cx \end{aligned}", "ẋ = Ax + Bu; y = Cx", PICTURE),
    (r"\widehat{XY}", "hat(XY)", PICTURE),
    (r"\frac{\sigma^2}{n} + \frac{B^2}{n^2}", "σ²/n + B²/n²", LINE),
    (r"\sum_{k=0}^{\infty} \frac{x^k}{k!}", "∑ₖ₌₀^∞ xᵏ/k!", LINE),
    (r"\foo{x}", "$\\foo{x}$", TYPED),
    (r"\frac1", r"$\frac1$", TYPED),
    (r"\input{/etc/passwd}", "$\\input{/etc/passwd}$", TYPED),
    (r"a_b_c", "$a_b_c$", TYPED),
    (r"\def\a{\a}\a", "$\\def\\a{\\a}\\a$", TYPED),
    (r"\left( x", "$\\left( x$", TYPED),
)


@pytest.mark.parametrize(("source", "shown", "as_what"), FORMULAS)
def test_a_formula_becomes_what_one_reads(source: str, shown: str, as_what: str) -> None:
    (piece,) = pieces(f"${source}$")

    assert readable(f"${source}$") == shown
    if piece.tree is None:
        assert as_what == TYPED
    else:
        assert as_what == (LINE if is_simple(piece) else PICTURE)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("It costs $5 and $10.", "It costs $5 and $10."),
        (r"It costs \$5 or $x$.", "It costs $5 or x."),
        ("$a$5 is none", "$a$5 is none"),
        ("$ a$ is none", "$ a$ is none"),
        ("one $ alone", "one $ alone"),
        ("Let $x \\in X$ and $$y = x^2$$ hold.", "Let x ∈ X and y = x² hold."),
        ("before $x\n\ny$ after", "before $x\n\ny$ after"),
        (r"good $x_1$, bad $\foo$", r"good x₁, bad $\foo$"),
        (r"If \(x \in X\), then \[y = x^2.\]", "If x ∈ X, then y = x²."),
        (r"bad \(\foo\), lone \( and \[", r"bad \(\foo\), lone \( and \["),
        (r"a line\\(x) and \\[2pt] stay", r"a line\\(x) and \\[2pt] stay"),
        (r"so \begin{align*} a&=b, \\ c&=d \end{align*} holds", "so a = b; c = d holds"),
        (r"$f(x) = 0 \text{ if $x>0$}$ else", "f(x) = 0 if x > 0 else"),
    ],
)
def test_only_formulas_are_changed(typed: str, shown: str) -> None:
    assert readable(typed) == shown


def test_displayed_formulas_want_a_picture() -> None:
    shown = complex_formulas("simple $x$, displayed $$x$$")

    assert [piece.source for piece in shown] == ["x"]
    assert shown[0].is_display


@given(st.text(alphabet=st.characters(exclude_characters="$"), max_size=4000))
def test_text_without_dollar_signs_stays_as_it_is(text: str) -> None:
    assert readable(text) == text


MACROS = [r"\frac", r"\sqrt", r"\left(", r"\begin{pmatrix}", r"\end{pmatrix}", r"\def", r"\hat"]
PARTS = st.sampled_from([*MACROS, *"{}^_$$$&\\xyz12+-~%# "])


@given(st.lists(PARTS, max_size=200).map("".join))
def test_whatever_is_typed_is_shown_somehow(text: str) -> None:
    shown = readable(text)

    assert shown or not text.replace("$", "").strip()
    assert complex_formulas(text) is not None


@pytest.mark.parametrize("deep", [LONGEST // 2 - 1, 100_000])
def test_a_formula_that_is_too_deep_stays_as_typed(deep: int) -> None:
    hostile = f"${'{' * deep}x{'}' * deep}$"

    assert readable(hostile) == hostile
