"""Indonesian question words, stop words and stems.

Snowball's Indonesian stemmer (Tala 2003) strips meN- and peN- without restoring the letter that
they replace, so that *mengirim* becomes *irim* and *kirim* stays. Here the letter is restored
first. Measurements are in docs/decisions/0002-indonesian-stems.md.
"""

import re

import Stemmer

QUESTION_WORDS = frozenset(
    """apa apakah siapa siapakah kapan kapankah bilamana mana manakah dimana dimanakah kemana
    darimana berapa berapakah mengapa mengapakah kenapa bagaimana bagaimanakah gimana gmn knp
    sebutkan jelaskan ceritakan nama namanya bernama disebut sebutan istilah maksud dimaksud
    arti artinya pengertian definisi letak terletak letaknya lokasi tempat jumlah jumlahnya judul
    tanggal umur jabatan sekarang kali jenis""".split()
)
"""Question words, and words that only say what is asked for: "siapa nama …", "berapa jumlah …"."""

STOP_WORDS = frozenset(
    """yang di ke dari pada dan atau untuk dengan dalam adalah ialah merupakan ini itu tersebut oleh
    sebagai akan telah sudah para nya si sang juga bahwa karena hal ada saat ketika secara serta
    tidak bukan belum bisa dapat kah lah pun saja agar bagi antara kepada terhadap sebuah suatu
    tentang soal menurut punya kalau jika maka saya kami kita dia ia mereka anda kamu aku
    dong sih deh ya kok kan nih tuh aja udah gak nggak ga emang yg dgn dr utk pd krn dlm bgt
    berita kabar info tolong tau""".split()
)

_snowball = Stemmer.Stemmer("indonesian")

# Before a vowel the prefix does not show whether it replaced a letter (me-masak, but mem-p-akai).
# Each nasal has a default reading; these roots have the other one.
_KEEPS_M = """maaf mabuk main maju makan makna maki malu manfaat mandi masa masak masuk masyarakat
    materi mati menang meterai mewah milik mimpi minat minggu minim minta minum minyak mobilisasi
    modal modern modifikasi mohon monitor monopoli motivasi muat muda mudah mukim mula mulai mulia
    muncul mungkin mungut murah murni museum musuh musnah mutasi mutilasi"""
_KEEPS_N = """nafi naik nalar nama nanti nasihat nasional naung negosiasi netral niat nikah nikmat
    nilai nista noda nomor nonaktif normal"""
_KEEPS_NY = "nyala nyaman nyanyi nyata nyaring nyawa nyenyak"
_SWALLOWS_K = """kabar kacau kait kaji kalah kalahkan kampanye kandas kandung kantong kantuk karang
    karantina kasih kata katrol kawal kawin kecam kecewa kecil kecoh kecuali kejar kejut kelilingi
    kelola keluar keluh kelompok kemas kembali kembang kemudi kenal kenang kenai kencang kendali
    kendara kenyam kepung kerah kerah kering kerja keruk ketahui ketat ketik ketuk kikis kira kirim
    kisah kitar klaim koleksi komando komentar komunikasi konfirmasi konsumsi kontrol koordinasi
    koreksi korban kosong kotor kritik kuasa kuat kubur kucil kuliti kumandang kumpul kunci kunjung
    kupas kurang kuras kurung kutip kutuk kuak kukuh"""


def _inflected(roots: str) -> re.Pattern[str]:
    """Return a pattern of these roots, with or without the suffixes of verbs and nouns."""
    return re.compile(rf"(?:{'|'.join(roots.split())})(?:kan|an|i)?(?:nya|lah|kah)?")


_KEPT = {"m": _inflected(_KEEPS_M), "n": _inflected(_KEEPS_N), "ny": _inflected(_KEEPS_NY)}
_K_ROOTS = _inflected(_SWALLOWS_K)
_SWALLOWED = {"m": "p", "n": "t", "ny": "s"}
_NASAL_PREFIX = re.compile(r"[mp]e(ng|ny|n|m)(?=[aeiou])")
_OUTER_PREFIX = re.compile(r"mem(?=per[a-z]{3})|ke(?=pe[mn])")
_MIN_ROOT = 3  # letters; "pena" and "menu" are roots, not pe-na and me-nu

# Roots of which Snowball would strip a part as an affix: "penerbangan" to "bangan", "tembakan" to
# "temba", "merdeka" to "rdeka". Matched whole, with any affixes around them.
_WHOLE_ROOTS = """pakai pecah tembak tolak terima sampai selesai sidik kejar kenal kerja kembang
    kendali kelola keluar kritik batas capai laku luas rawat rencana rusak rasa rebut waris
    masak masuk milik nilai peran pegang perlu teliti terbang tarik teriak sembunyi sulit sepak
    kira kecam kuat kepung kibar kerah tahu keruk kemudi awas olah ledak resmi merdeka besar
    kecil sekolah juang pengaruh perintah percaya periksa pelihara penuh menteri menang menara
    menit temu"""
_AFFIXED = re.compile(
    r"(?:di|ter|ber|ke|se|pe[mn]?|me[mn]?)?(?:peri?|ke)?"
    rf"(?P<root>{'|'.join(_WHOLE_ROOTS.split())})(?:kan|an|i)?(?:nya|lah|kah)?"
)


def restore_root(word: str) -> str:
    """Return ``word`` without its nasal prefix and with the letter that the prefix replaced.

    >>> restore_root("mengirimkan"), restore_root("penulis"), restore_root("mengambil")
    ('kirimkan', 'tulis', 'ambil')
    """
    word = _OUTER_PREFIX.sub("", word, count=1)
    match = _NASAL_PREFIX.match(word)
    if match is None or len(word) - match.end() < _MIN_ROOT:
        return word
    nasal, rest = match[1], word[match.end() :]
    if nasal == "ng":
        with_k = "k" + rest
        return with_k if _K_ROOTS.fullmatch(with_k) else rest
    kept = nasal + rest
    return kept if _KEPT[nasal].fullmatch(kept) else _SWALLOWED[nasal] + rest


def stem(word: str) -> str:
    """Return the stem of a normalised word: Snowball's, after restoring its root.

    Apostrophes are dropped: *Jum'at* is *Jumat*.
    """
    plain = word.replace("'", "") or word
    restored = restore_root(plain)
    affixed = _AFFIXED.fullmatch(plain) or _AFFIXED.fullmatch(restored)
    return affixed["root"] if affixed else str(_snowball.stemWord(restored))
