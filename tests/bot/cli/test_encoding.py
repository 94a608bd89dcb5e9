"""No character ends the program, whatever the terminal's encoding."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.encoding import ERROR_HANDLER, replace_with_ascii

codecs.register_error(ERROR_HANDLER, replace_with_ascii)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("“Halo” — ‘kata’ …", "ascii", b"\"Halo\" - 'kata' ..."),
        ("✓ – ✗", "ascii", b"+ - x"),
        ("✓ – ✗", "cp1252", b"+ \x96 x"),
        ("日本 \udcff 😀", "cp1252", b"?? ? ?"),
        ("\udcff“", "utf-8", "?“".encode()),
    ],
)
def test_what_an_encoding_lacks_is_replaced_by_ascii(
    text: str, encoding: str, shown: bytes
) -> None:
    assert text.encode(encoding, ERROR_HANDLER) == shown


@given(st.text(st.characters()), st.sampled_from(["ascii", "cp1252", "utf-8", "latin-1"]))
def test_every_text_can_be_shown(text: str, encoding: str) -> None:
    assert isinstance(text.encode(encoding, ERROR_HANDLER), bytes)


def test_it_is_not_for_decoding() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", ERROR_HANDLER)
