"""Mathematics as Unicode text where that says it plainly, else as its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.parse.walk import SKIP, Leave, Walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_SUPER = str.maketrans(
    "0123456789+-=()niabcdefghjklmoprstuvwxyz−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁻"
)
_SUB = str.maketrans("0123456789+-=()aeoxhklmnpstijruv−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ₋")
_RAISABLE = frozenset("0123456789+-=()niabcdefghjklmoprstuvwxyz−")
_LOWERABLE = frozenset("0123456789+-=()aeoxhklmnpstijruv−")

_COMMANDS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ", "phi": "ϕ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "mp": "∓", "ast": "∗", "star": "⋆", "circ": "∘",
    "bullet": "•", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈",
    "equiv": "≡", "sim": "∼", "simeq": "≃", "cong": "≅", "propto": "∝", "ll": "≪", "gg": "≫", "in": "∈",
    "notin": "∉", "ni": "∋", "subset": "⊂", "supset": "⊃", "subseteq": "⊆", "supseteq": "⊇", "cup": "∪",
    "cap": "∩", "setminus": "∖", "emptyset": "∅", "varnothing": "∅", "forall": "∀", "exists": "∃", "neg": "¬",
    "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "implies": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔",
    "iff": "⇔", "mapsto": "↦", "uparrow": "↑", "downarrow": "↓", "infty": "∞", "partial": "∂", "nabla": "∇",
    "sum": "∑", "prod": "∏", "int": "∫", "iint": "∬", "oint": "∮", "ldots": "…", "dots": "…", "cdots": "⋯",
    "prime": "′", "degree": "°", "angle": "∠", "perp": "⊥", "parallel": "∥", "oplus": "⊕", "otimes": "⊗",
    "hbar": "ℏ", "ell": "ℓ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "langle": "⟨", "rangle": "⟩",
    "quad": " ", "qquad": " ", "lbrace": "{", "rbrace": "}", "colon": ":", "mid": "|", "vert": "|",
    "sin": "sin", "cos": "cos", "tan": "tan", "log": "log", "ln": "ln", "exp": "exp", "lim": "lim",
    "min": "min", "max": "max", "det": "det", "dim": "dim", "ker": "ker", "sup": "sup", "inf": "inf",
    "displaystyle": "", "textstyle": "", "left": "", "right": "", "limits": "", "nolimits": "", "big": "",
    "Big": "", "bigl": "", "bigr": "",
}  # fmt: skip
_RELATIONS = "≤≥≠≈≡∼≃≅∝≪≫∈∉∋⊂⊃⊆⊇→←↔⇒⇐⇔↦"
_ALONE = {
    "mathrm", "mathbf", "mathit", "mathsf", "text", "textrm", "textbf", "textit", "operatorname", "mbox", "boldsymbol",
}  # fmt: skip
_BLACKBOARD = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "E": "𝔼"}
_TOKEN = re.compile(r"\\([A-Za-z]+)\s*|\\(.)|([{}^_])|([^\\{}^_]+)", re.DOTALL)
_LONGEST = 2000
_DEEPEST = 20


class _NotSimpleError(Exception):
    """The formula needs more than a line of text."""


def tex_to_text(tex: str) -> str:
    """`tex` as Unicode text where each part of it has a plain form, else `tex` itself without its delimiters."""
    source = tex.strip()
    for opening, closing in (("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")):
        if (
            source.startswith(opening)
            and source.endswith(closing)
            and len(source) > len(opening) + len(closing)
        ):
            source = source[len(opening) : -len(closing)].strip()
            break
    source = re.sub(r"^\{\\displaystyle\s+(.*)\}$", r"\1", source, flags=re.DOTALL)
    if len(source) > _LONGEST:
        return source
    try:
        tokens = _tokens(source)
        text = _group(tokens, 0)
    except (_NotSimpleError, IndexError):
        return source
    return re.sub(r"\s+", " ", text).strip()


def _tokens(source: str) -> list[tuple[str, str]]:
    """Pairs of kind ("command", "text", "{", "}", "^", "_") and value, last first."""
    out: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(source):
        command, escaped, sign, text = found.groups()
        if command:
            out.append(("command", command))
        elif escaped:
            out.append(("text", " " if escaped in ",;:! " else escaped))
        elif sign:
            out.append((sign, sign))
        else:
            out.append(("text", text))
    out.reverse()
    return out


def _group(tokens: list[tuple[str, str]], depth: int) -> str:
    """Reads up to the closing brace or the end."""
    if depth > _DEEPEST:
        raise _NotSimpleError
    out: list[str] = []
    while tokens:
        kind, _ = tokens[-1]
        if kind == "}":
            if depth == 0:
                raise _NotSimpleError
            return "".join(out)
        out.append(_one(tokens, depth))
    if depth:
        raise _NotSimpleError
    return "".join(out)


def _one(tokens: list[tuple[str, str]], depth: int) -> str:
    kind, value = tokens.pop()
    if kind == "{":
        inner = _group(tokens, depth + 1)
        tokens.pop()
        return inner
    if kind == "^":
        return _shift(_argument(tokens, depth), _RAISABLE, _SUPER)
    if kind == "_":
        return _shift(_argument(tokens, depth), _LOWERABLE, _SUB)
    if kind == "text":
        return value
    if value in _COMMANDS:
        sign = _COMMANDS[value]
        return f" {sign} " if sign and sign in _RELATIONS else sign
    if value in _ALONE:
        return _argument(tokens, depth)
    if value == "mathbb":
        letter = _argument(tokens, depth)
        if letter not in _BLACKBOARD:
            raise _NotSimpleError
        return _BLACKBOARD[letter]
    if value in ("frac", "tfrac", "dfrac"):
        above, below = _argument(tokens, depth), _argument(tokens, depth)
        return f"{_bracketed(above)}/{_bracketed(below)}"
    if value == "sqrt" and (not tokens or not tokens[-1][1].startswith("[")):
        return f"√{_bracketed(_argument(tokens, depth))}"
    raise _NotSimpleError


def _argument(tokens: list[tuple[str, str]], depth: int) -> str:
    """What a command or a sign acts on: a group, a command, or one character."""
    kind, value = tokens[-1]
    if kind in ("{", "command"):
        return _one(tokens, depth + 1)
    if kind != "text":
        raise _NotSimpleError
    value = value.lstrip()
    tokens.pop()
    if not value:
        return _argument(tokens, depth)
    if len(value) > 1:
        tokens.append(("text", value[1:]))
    return value[0]


def _shift(text: str, able: frozenset[str], table: dict[int, int]) -> str:
    text = text.strip()
    if text in ("′", "∘"):
        return "′" if text == "′" else "°"
    if not text or not able.issuperset(text):
        raise _NotSimpleError
    return text.translate(table)


def _bracketed(text: str) -> str:
    text = text.strip()
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def mathml_to_text(node: LexborNode) -> str:
    """A `math` element as text: its TeX source where it carries one and that is simple, else its own signs."""
    attributes = node.attributes
    source = attributes.get("alttext") or ""
    for annotation in node.css("annotation"):
        if "tex" in (annotation.attributes.get("encoding") or "").lower():
            source = annotation.text()
    if source:
        return tex_to_text(source)
    try:
        return re.sub(r"\s+", " ", _presented(node, 0)).strip()
    except _NotSimpleError:
        return re.sub(r"\s+", " ", node.text(separator=" ")).strip()


def _presented(node: LexborNode, depth: int) -> str:
    if depth > _DEEPEST:
        raise _NotSimpleError
    tag = node.tag
    if tag in ("annotation", "annotation-xml", "mphantom"):
        return ""
    if tag in ("mi", "mn", "mtext", "ms"):
        return node.text().strip()
    if tag == "mo":
        sign = node.text().strip()
        return (
            f" {sign} "
            if sign and sign in "=<>+−-" + _RELATIONS
            else ""
            if sign in "\u2061\u2062\u2063"
            else sign
        )
    if tag == "mspace":
        return " "
    parts = [_presented(child, depth + 1) for child in node.iter()]
    if tag == "msup" and len(parts) == 2:
        return parts[0] + _shift(parts[1], _RAISABLE, _SUPER)
    if tag == "msub" and len(parts) == 2:
        return parts[0] + _shift(parts[1], _LOWERABLE, _SUB)
    if tag == "msubsup" and len(parts) == 3:
        return parts[0] + _shift(parts[1], _LOWERABLE, _SUB) + _shift(parts[2], _RAISABLE, _SUPER)
    if tag == "mfrac" and len(parts) == 2:
        return f"{_bracketed(parts[0])}/{_bracketed(parts[1])}"
    if tag == "msqrt":
        return f"√{_bracketed(''.join(parts))}"
    if tag in ("math", "mrow", "mstyle", "semantics", "mpadded", "mfenced"):
        return "".join(parts)
    raise _NotSimpleError


def enter_math(walk: Walk, node: LexborNode) -> Leave | None:
    text = mathml_to_text(node)
    if text:
        apart = node.attributes.get("display") == "block" and not walk.flat
        if apart:
            walk.flush()
        walk.run.add(text)
        if apart:
            walk.flush()
    return SKIP


def enter_script(walk: Walk, node: LexborNode) -> Leave | None:
    """Scripts are nothing, but for those that hold a formula for MathJax."""
    kind = (node.attributes.get("type") or "").lower()
    if kind.startswith("math/tex"):
        text = tex_to_text(node.text())
        if "display" in kind and not walk.flat:
            walk.flush()
            walk.run.add(text)
            walk.flush()
        else:
            walk.run.add(text)
    return SKIP
