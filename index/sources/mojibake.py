"""Repair mojibake: UTF-8 that a source read as Windows-1252 or Latin-1 (``Ã©`` is ``é``).

Only characters whose bytes decode exactly, and that stand where no text of Latin letters has them,
are repaired; all others stay as they are. Measured in docs/decisions/0020-mojibake.md.
"""

import re

_UNDEFINED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""Bytes without a character in Windows-1252; programs take them for control characters."""
_WINDOWS = {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in _UNDEFINED
}
_BYTES = str.maketrans({sign: chr(byte) for sign, byte in _WINDOWS.items()})

_FOLLOWING = f"[\x80-\xbf{''.join(map(re.escape, _WINDOWS))}]"
_CHARACTER = re.compile(f"[Â-ß]{_FOLLOWING}|[à-ï]{_FOLLOWING}{{2}}|[ð-ô]{_FOLLOWING}{{3}}")
_FIRST = re.compile("[Â-ô]")
_RUN = re.compile(f"(?:{_CHARACTER.pattern})+")
_CONTROL = re.compile("[\x80-\x9f]")
_NO_TEXT = re.compile("[\x80-\x9f\ufffd]")
_SURE = re.compile(
    f"[ÂÃÄÅ][\xa0-\xbf]|[ÎÏ][\xa0-\xbf]|[ÃÄÅ]{_FOLLOWING}|â{_FOLLOWING}{{2}}|á[º»]|ï[»¿¸]|ð"
)
"""How a single character begins that no text has otherwise, unless it ends like a quotation."""
_LIKE_QUOTATION = "“”‘’‚„«»‹›…–—•"
_LOST_SPACE = re.compile(r"(?<=[\w.,:;)])Â(?= [\w(\"'“‘])")
"""``Â`` before a space that was a no-break space."""


def repair_mojibake(text: str) -> str:
    """Return ``text`` with its mojibake repaired; the same text if it has none."""
    if text.isascii() or _FIRST.search(text) is None:
        return text
    return _LOST_SPACE.sub("", _RUN.sub(_repaired, text))


def _repaired(run: re.Match[str]) -> str:
    if not _is_sure(run):
        return run[0]
    decoded = run[0].translate(_BYTES).encode("latin-1").decode("utf-8", "replace")
    decoded = _RUN.sub(_repaired, decoded)  # some texts were read wrongly more than once
    return run[0] if _NO_TEXT.search(decoded) else decoded


def _is_sure(run: re.Match[str]) -> bool:
    """Whether a run of characters is mojibake, and not the text of a language or of another kind.

    Control characters are in no text. Without them, a run stands between ASCII characters: what
    was read in other encodings (Mac OS Roman) has runs like these between further ones.
    """
    if _CONTROL.search(run[0]):
        return True
    before, after = _beside(run)
    if not (before + after).isascii():
        return False
    if _CHARACTER.fullmatch(run[0]) is None:
        return True
    if run[0].startswith("â€"):
        return True
    ends_quotation = run[0][-1] in _LIKE_QUOTATION and not after.isalnum()
    return _SURE.match(run[0]) is not None and not ends_quotation


def _beside(run: re.Match[str]) -> tuple[str, str]:
    """Return the characters before and after a run; "" at the ends of the text."""
    text = run.string
    return text[max(run.start() - 1, 0) : run.start()], text[run.end() : run.end() + 1]
