"""Spoken Indonesian verbs, as they are written: *diserahin* is *diserahkan*, *ngaku* *mengaku*.

By rule where the form is plain, else by list: *nyari* is *mencari*, not the *menyari* of the rule.
"""

import re

from index.analysis.indonesian import restore_root

_LISTED = {
    "nyari": "mencari", "nyalon": "mencalonkan", "nyaleg": "mencalonkan", "nyicil": "mencicil",
    "nyoba": "mencoba", "nyuci": "mencuci", "nyampur": "mencampur", "nyampe": "sampai",
    "nyabut": "mencabut", "nyuri": "mencuri", "nyegah": "mencegah", "nyetak": "mencetak",
    "nyatet": "mencatat", "nyatat": "mencatat", "nyaranin": "menyarankan",
    "nyebrang": "menyeberang", "nyampein": "menyampaikan",
    "nulis": "menulis", "nembak": "menembak", "nolak": "menolak", "narik": "menarik",
    "nunda": "menunda", "nuduh": "menuduh", "nusuk": "menusuk", "nerima": "menerima",
    "nangkap": "menangkap", "nangkep": "menangkap", "nanem": "menanam", "nanam": "menanam",
    "nemu": "menemukan", "nambah": "menambah", "naruh": "menaruh", "nungguin": "menunggu",
    "nagih": "menagih", "nabrak": "menabrak", "nekan": "menekan", "nanya": "bertanya",
    "nutup": "menutup", "nuntut": "menuntut", "nyentuh": "menyentuh", "mecah": "memecah",
    "mecahin": "memecahkan", "mimpin": "memimpin", "mukul": "memukul", "milih": "memilih",
    "make": "memakai", "mesen": "memesan", "minjem": "meminjam", "motong": "memotong",
    "muter": "memutar", "kebakar": "terbakar", "kejebak": "terjebak", "kesenggol": "tersenggol",
    "ketimpa": "tertimpa", "keisi": "terisi", "keputus": "terputus", "kena": "terkena",
    "ngecas": "mengisi daya", "ujan": "hujan", "jatoh": "jatuh",
    "kelar": "selesai", "belom": "belum", "duit": "uang", "duitnya": "uangnya",
    "alesan": "alasan", "alesannya": "alasannya", "dalem": "dalam", "tetep": "tetap",
    "kesel": "kesal", "males": "malas", "nomer": "nomor", "poto": "foto",
    "semalem": "semalam", "stengah": "setengah", "maap": "maaf",
    "banyakan": "kebanyakan", "kepake": "terpakai",
}  # fmt: skip
_LETTERS = {"bener": "benar", "dateng": "datang", "deket": "dekat", "denger": "dengar",
    "inget": "ingat", "seneng": "senang", "maen": "main", "tanem": "tanam", "anter": "antar",
    "temen": "teman", "rame": "ramai", "pake": "pakai", "simpen": "simpan", "ancur": "hancur",
    "ilang": "hilang", "itung": "hitung", "idup": "hidup",
    "tangkep": "tangkap"}  # fmt: skip
"""Roots as they are spoken and as they are written."""
_NOT_PASSIVE = frozenset("dijamin dipimpin dijalin disalin diizin disiplin".split())
_AS_THEY_ARE = frozenset(
    """nyata nyatanya nyaman nyawa nyala nyaris nyamuk nyanyi nyenyak nyepi nyonya nyai nyiur
    nyoman ngeri ngilu ngarai nganga ngawi nganjuk ngada ngurah ngaliyan ngaglik ngemplak
    ngabalin""".split()
)
_BARE = frozenset(
    """ada ajar ambil bagi bantu bawa benar beres beri beli bubar buka buang bunyi cari dekat edar
    ganti gagal hilang jalan jelas kasih keluar lapor lepas masuk nyala pindah pulih putus
    selesai siap turun umum tambah tanya temu tunggu""".split()
)
"""Roots that are said with *-in* and without a prefix."""
_WITH_IN = re.compile(r"(\w{3,})in(nya)?")
_MIN_LETTERS = 5
"""Letters from which a word is taken apart."""
_ONE_SYLLABLE = 3
"""Letters of a root before which *nge-* is *menge-*: *ngebom*."""


def written_out(word: str) -> str:
    """Return a lower-case word as it is written; most are returned as they are."""
    if word in _LISTED:
        return _LISTED[word]
    if len(word) < _MIN_LETTERS or word in _AS_THEY_ARE:
        return word
    if word.startswith("ng"):
        return _active(word[2:])
    if word.startswith("ny"):
        return "me" + _suffixed(word)
    if word.startswith("di"):
        return word if word in _NOT_PASSIVE else "di" + _suffixed(word[2:])
    bare = _WITH_IN.fullmatch(word)
    return _suffixed(word) if bare and _LETTERS.get(bare[1], bare[1]) in _BARE else word


def _suffixed(word: str) -> str:
    """Return the word with *-kan* for *-in*, and its root as it is written."""
    found = _WITH_IN.fullmatch(word)
    if not found:
        return _LETTERS.get(word, word)
    return _LETTERS.get(found[1], found[1]) + "kan" + (found[2] or "")


def _active(rest: str) -> str:
    """Return the verb of which ``rest`` follows *ng-*: *meng-*, or *me-* before a consonant."""
    verb = "meng" + _suffixed(rest)
    if rest[0] != "e" or rest[1] in "aeiou" or restore_root(verb).startswith("k"):
        return verb
    return ("menge" if len(rest) <= _ONE_SYLLABLE + 1 else "me") + _suffixed(rest[1:])
