"""Formulas as Unicode where they are simple, as their source where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parse.blocks import text_of
from reader.parse.maths import tex_to_text


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        ("$E = mc^2$", "E = mc²"),
        (r"\(x_{1} + x_{2} \leq 10\)", "x₁ + x₂ ≤ 10"),
        (r"\frac{a}{b+1}", "a/(b+1)"),
        (r"\sqrt{2} \approx 1{,}41", "√2 ≈ 1,41"),
        (r"\alpha\beta \to \infty", "αβ → ∞"),
        (r"f: \mathbb{R} \to \mathbb{R}", "f: ℝ → ℝ"),
        (r"\sum_{i} x^{n-1}", "∑ᵢ xⁿ⁻¹"),
        (r"{\displaystyle 20^\circ}", "20°"),
        (r"\text{vitesse} = 3", "vitesse = 3"),
    ],
)
def test_simple_formulas(tex: str, text: str) -> None:
    assert " ".join(tex_to_text(tex).split()) == text


@pytest.mark.parametrize(
    "tex", [r"\begin{matrix} a & b \end{matrix}", r"x^{y^{z^{w}}Q}", r"\overline{x}", "a}", "x^", "{a"]
)
def test_other_formulas_stay_as_they_are(tex: str) -> None:
    assert tex_to_text(tex) == tex


@given(st.text(alphabet="\\{}^_ab12 frac$()sqrt", max_size=80))
def test_never_raises(tex: str) -> None:
    assert isinstance(tex_to_text(tex), str)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<math><mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>", "E = mc²"),
        ("<math><mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac></math>", "1/(n + 1)"),
        ("<math><msqrt><mi>x</mi></msqrt></math>", "√x"),
        (r'<math alttext="\pi r^2"><mi>?</mi></math>', "πr²"),
        (
            r'<math><semantics><mi>x</mi><annotation encoding="application/x-tex">x_0</annotation></semantics></math>',
            "x₀",
        ),
        ("<math><munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover></math>", "∑ i n"),
        (
            '<span class="katex"><span class="katex-mathml"><math><mi>a</mi></math></span>'
            '<span class="katex-html" aria-hidden="true">a</span></span>',
            "a",
        ),
        (r'<script type="math/tex">a \le b</script>', "a ≤ b"),
        (r'<img class="latex" alt="x^2" src="https://a.example/x.png">', "x²"),
    ],
)
def test_formulas_in_pages(html: str, text: str) -> None:
    assert text_of(f"<p>{html}</p>") == text
