"""Lists of newsraft and nom: addresses, titles, folders; nothing is run, nothing raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.parse.otherlists import Named, is_newsraft, is_nom, read_newsraft, read_nom

NEWSRAFT = r"""# mine
https://rade.example/feed "La \"Rade\"" {reload-period 60}
@ Ports [60]
https://quay.example/atom
$(cat feed.xml) "Made here"
file:///etc/passwd
"""

NOM = """theme:
  glamour: dark
feeds:
- url: https://rade.example/feed
  name: "La Rade"
  # a note
- name: 'L''Étoile'
  url: https://etoile.example/
- url: javascript:alert(1)
backends:
  miniflux:
    url: https://mini.example
"""


def test_newsraft() -> None:
    assert is_newsraft(NEWSRAFT)
    assert not is_newsraft("https://rade.example/feed tag\n")
    found = read_newsraft(NEWSRAFT)
    assert found.feeds == (
        Named("https://rade.example/feed", 'La "Rade"'),
        Named("https://quay.example/atom", "", "Ports"),
    )
    assert [sentence.split()[1] for sentence in found.left_out] == ["5", "6"]


def test_nom() -> None:
    assert is_nom(NOM)
    found = read_nom(NOM)
    assert found.feeds == (
        Named("https://rade.example/feed", "La Rade"),
        Named("https://etoile.example/", "L'Étoile"),
    )
    assert len(found.left_out) == 1


@given(st.text(alphabet="@$#- \n\"'\\:{}[]htps/.feednamurl", max_size=200))
def test_any_text_gives_web_addresses_only(text: str) -> None:
    for found in (read_newsraft(text), read_nom("feeds:\n" + text)):
        assert all(one.url.lower().startswith(("http://", "https://")) for one in found.feeds)
