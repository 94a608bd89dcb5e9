"""Texts of `kutip move`."""

from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class MovingTexts(Catalog):
    """Progress and result of moving an installation."""

    move_begins: str
    move_progress: str
    move_table: str
    move_done: str
    move_damaged: str
    move_with_nul: str
    move_left_out: str
    move_source_stays: str
    move_next_postgresql: str
    move_next_file: str


INDONESIAN = MovingTexts(
    language=Language.INDONESIAN,
    move_begins="Menyalin {source} ke {target} …",
    move_progress="  {table}: {rows} dari {total}",
    move_table="  {table}: {rows}",
    move_done="{rows:baris} dalam {tables:tabel} disalin dan dibandingkan: sama dengan asalnya.",
    move_damaged="{table}: {count:teks} punya byte rusak, yang kini menjadi �.",
    move_with_nul="{table}: {count:teks} memuat karakter NUL; tetap utuh.",
    move_left_out=(
        "{table}: {count:baris} tidak terbaca dan tidak ikut. Yang berasal dari folder atau umpan "
        "dimuat lagi oleh kutip reload."
    ),
    move_source_stays="{source} tetap seperti semula.",
    move_next_postgresql=(
        "Berikutnya: tulis alamat di --to ke .env sebagai KUTIP_DATABASE=postgresql://…, "
        "periksa dengan kutip check, lalu kutip run."
    ),
    move_next_file=(
        "Berikutnya: kosongkan KUTIP_DATABASE= di .env, atur KUTIP_DATA={folder} (berkasnya harus "
        "bernama kutip.db), periksa dengan kutip check, lalu kutip run."
    ),
)

ENGLISH = MovingTexts(
    language=Language.ENGLISH,
    move_begins="Copying {source} to {target} …",
    move_progress="  {table}: {rows} of {total}",
    move_table="  {table}: {rows}",
    move_done=(
        "{rows:row|rows} of {tables:table|tables} copied and compared: the same as in the source."
    ),
    move_damaged="{table}: {count:text has|texts have} damaged bytes, which are � now.",
    move_with_nul="{table}: {count:text has|texts have} NUL characters, and still have.",
    move_left_out=(
        "{table}: {count:row is|rows are} unreadable and left out. kutip reload loads again what "
        "is from the folder or a feed."
    ),
    move_source_stays="{source} stays as it was.",
    move_next_postgresql=(
        "Next: write the address of --to into .env as KUTIP_DATABASE=postgresql://…, "
        "look with kutip check, then kutip run."
    ),
    move_next_file=(
        "Next: leave KUTIP_DATABASE= empty in .env, set KUTIP_DATA={folder} (the file has to be "
        "called kutip.db), look with kutip check, then kutip run."
    ),
)

_TEXTS = MappingProxyType({Language.INDONESIAN: INDONESIAN, Language.ENGLISH: ENGLISH})


def moving_texts_for(language: Language) -> MovingTexts:
    """Return the texts of ``language``."""
    return _TEXTS[language]
