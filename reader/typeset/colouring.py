"""What in a piece of code is a word of its language, a string, a number or a comment: told line by line, in linear time.

One small scanner for many languages, by the label that the page gives. Lexers with a grammar of each (Pygments) may take
for ever over hostile text, and this runs where the screen is drawn.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 20_000
"""Characters of one piece of code that are coloured; the rest is plain."""

_KINDS = {
    "hash": (
        "python python3 py pycon ruby rb sh bash shell zsh fish console perl pl r yaml yml toml make makefile dockerfile "
        "docker elixir julia jl nim ini conf cfg awk tcl powershell ps1 nix cmake graphql"
    ),
    "slash": (
        "c h cpp c++ cxx java js javascript jsx mjs ts tsx typescript go golang swift kotlin kt scala php css scss "
        "less dart zig c# cs csharp objc objective-c groovy gradle json json5 proto protobuf solidity v vala d glsl hlsl"
    ),
    "rust": "rust rs",
    "dash": "sql mysql pgsql postgresql postgres plpgsql sqlite lua haskell hs ada elm vhdl",
    "semicolon": "lisp elisp emacs-lisp common-lisp scheme racket clojure clj asm nasm",
    "percent": "tex latex erlang matlab octave prolog",
    "markup": "html xml xhtml svg vue rss atom",
}
_KIND = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_COMMENTS = {
    "hash": r"\#[^\n]*",
    "slash": r"//[^\n]*|/\*[\s\S]*?(?:\*/|\Z)",
    "dash": r"--[^\n]*|/\*[\s\S]*?(?:\*/|\Z)",
    "semicolon": r";[^\n]*",
    "percent": r"%[^\n]*",
    "markup": r"<!--[\s\S]*?(?:-->|\Z)",
}
_COMMENTS["rust"] = _COMMENTS["slash"]
_STRINGS = {
    "hash": r'"""[\s\S]*?(?:"""|\Z)|\'\'\'[\s\S]*?(?:\'\'\'|\Z)|"(?:\\.|[^"\\\n])*"?|(?<!\w)\'(?:\\.|[^\'\\\n])*\'?',
    "slash": r'"(?:\\.|[^"\\\n])*"?|`[^`]*`?|(?<!\w)\'(?:\\.|[^\'\\\n])*\'?',
    "rust": r'"(?:\\[\s\S]|[^"\\])*"?|\'(?:\\.|[^\'\\\n])\'',
    "dash": r'"(?:\\.|[^"\\\n])*"?|(?<!\w)\'(?:\\.|[^\'\\\n])*\'?',
    "semicolon": r'"(?:\\[\s\S]|[^"\\])*"?',
    "percent": r'"(?:\\.|[^"\\\n])*"?',
    "markup": r'"[^"<>]*"|\'[^\'<>]*\'',
}
_WORDS = {
    "hash": (
        "and as assert async await begin break case class continue def defmodule del do done echo elif else elsif end esac "
        "except exit export false False fi finally for foreach from function global if import in is lambda let local match "
        "module my nil None nonlocal not null or pass raise rescue return self set source sub then true True try type unless "
        "until use when while with yield"
    ),
    "slash": (
        "abstract as async await bool boolean break byte case catch char class const continue crate default defer delete do "
        "double echo else enum export extends extern false final finally float fn for foreach friend from func function go "
        "goto if impl implements import in include inline instanceof int interface internal is let long loop match mod move "
        "mut namespace new nil null operator override package private protected pub public return select self short signed "
        "sizeof static string struct super switch template this throw throws trait true try type typedef typename typeof "
        "union unsafe unsigned use using val var virtual void volatile when where while with yield"
    ),
    "dash": (
        "add all alter and any as asc begin between by case check class column commit constraint create cross data default "
        "delete desc distinct do drop else elseif end exists false for foreign from full function grant group having if "
        "import in index inner insert instance into is join key left let like limit local module nil not null of offset on "
        "or order outer primary references repeat return returning right rollback select set table then transaction true "
        "type union unique until update using values view when where while with"
    ),
    "semicolon": "def defn defun defmacro defvar define do fn if lambda let loop nil ns progn quote recur setq when cond",
    "percent": "begin end if else elseif for function while return true false case of fun when",
    "markup": "",
}
_WORDS["rust"] = _WORDS["slash"]


def colours(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """Pieces of `text` as (start, end, look), in order, apart; none for a `language` that is not known."""
    kind = _KIND.get(language.strip().lower())
    if kind is None:
        return ()
    words = _words(kind)
    found = []
    for match in _pattern(kind).finditer(text[:LONGEST]):
        look = f"code-{match.lastgroup}"
        if look == "code-word" and kind != "markup":
            word = match[0].lower() if kind == "dash" else match[0]
            if word not in words:
                continue
        found.append((match.start(), match.end(), look))
    return tuple(found)


@lru_cache(maxsize=len(_KINDS))
def _words(kind: str) -> frozenset[str]:
    return frozenset(_WORDS[kind].split())


@lru_cache(maxsize=len(_KINDS))
def _pattern(kind: str) -> re.Pattern[str]:
    word = r"(?<=<)/?[A-Za-z][\w:-]*|(?<=</)[A-Za-z][\w:-]*" if kind == "markup" else r"[^\W\d]\w*"
    return re.compile(
        f"(?P<comment>{_COMMENTS[kind]})|(?P<string>{_STRINGS[kind]})|(?P<word>{word})"
        r"|(?P<number>(?<![\w.])\d[\w.]*)"
    )
