"""Indonesian chat slang, expanded: *gmn* is *bagaimana*, *thn* is *tahun*.

For questions only: articles are written out, and in them *sp* or *org* may be part of a name or
an address. Words are replaced one by one, without regard to context.
"""

import re

from index.query.colloquial import written_out

_EXPANSIONS = {
    # question words
    "ap": "apa", "apkh": "apakah", "brp": "berapa", "brapa": "berapa", "brpa": "berapa",
    "bgmn": "bagaimana", "bgmana": "bagaimana", "gmn": "bagaimana", "gmna": "bagaimana",
    "gimana": "bagaimana", "dmn": "dimana", "dmna": "dimana", "dimn": "dimana", "drmn": "darimana",
    "drmana": "darimana", "kmn": "kemana", "kmna": "kemana", "knp": "kenapa", "knpa": "kenapa",
    "napa": "kenapa", "kpn": "kapan", "kpan": "kapan", "mn": "mana", "mna": "mana", "sp": "siapa",
    "syp": "siapa", "sape": "siapa", "sapa": "siapa", "ngapa": "kenapa",
    "brape": "berapa", "pegimane": "bagaimana",
    # conjunctions and prepositions
    "bhw": "bahwa", "dg": "dengan", "dgn": "dengan", "dng": "dengan", "dlm": "dalam", "dll": "dan",
    "dr": "dari", "dri": "dari", "dsb": "dan", "jg": "juga", "kalo": "kalau", "karna": "karena",
    "klo": "kalau", "krn": "karena", "krna": "karena", "kpd": "kepada", "lwt": "lewat",
    "ampe": "sampai", "olh": "oleh", "pd": "pada", "sampe": "sampai", "smpe": "sampai",
    "sbg": "sebagai", "sprti": "seperti", "kyk": "seperti", "tntg": "tentang", "ttg": "tentang",
    "utk": "untuk", "yg": "yang", "ato": "atau", "atw": "atau", "trs": "terus", "trus": "terus",
    "tp": "tapi", "tpi": "tapi", "drpd": "daripada", "mnrt": "menurut",
    # time
    "bln": "bulan", "bsk": "besok", "jd": "jadi", "kmrn": "kemarin", "kmaren": "kemarin",
    "kemaren": "kemarin", "lg": "lagi", "mlm": "malam", "malem": "malam", "mgg": "minggu",
    "mnt": "menit", "sblm": "sebelum", "sblmnya": "sebelumnya", "ssdh": "sesudah",
    "stlh": "setelah", "sdh": "sudah", "udh": "sudah", "udah": "sudah", "skrg": "sekarang",
    "skrng": "sekarang", "skr": "sekarang", "slm": "selama", "tgl": "tanggal", "tggl": "tanggal",
    "th": "tahun", "thn": "tahun", "taun": "tahun", "wkt": "waktu", "blm": "belum", "blum": "belum",
    # adverbs, adjectives, verbs
    "bntr": "sebentar", "bntar": "sebentar", "bentar": "sebentar", "sbntr": "sebentar",
    "yaudah": "ya sudah", "yaudh": "ya sudah", "yauda": "ya sudah", "bgus": "bagus", "bgs": "bagus",
    "emg": "memang", "emng": "memang", "jgn": "jangan", "jtan": "jutaan", "rban": "ribuan",
    "bgt": "banget", "bs": "bisa", "bkn": "bukan", "byk": "banyak", "bnyk": "banyak",
    "dpt": "dapat", "dapet": "dapat", "gk": "tidak", "hrs": "harus", "lbh": "lebih", "msh": "masih",
    "org": "orang", "orng": "orang", "smua": "semua", "smw": "semua", "tdk": "tidak",
    "nggak": "tidak", "ngga": "tidak", "enggak": "tidak", "kagak": "tidak", "ndak": "tidak",
    "bener": "benar", "cepet": "cepat", "deket": "dekat", "gede": "besar", "rame": "ramai",
    "seneng": "senang", "sodara": "saudara", "temen": "teman", "cewe": "perempuan",
    "cewek": "perempuan", "cowo": "laki-laki", "cowok": "laki-laki", "anter": "antar",
    "ancur": "hancur", "abis": "habis", "ilang": "hilang", "idup": "hidup", "pake": "pakai",
    "dipake": "dipakai", "bikin": "membuat", "dibikin": "dibuat", "dateng": "datang",
    "denger": "dengar", "kedengeran": "kedengaran", "liat": "lihat", "keliatan": "kelihatan",
    "ngomong": "bicara", "nulis": "menulis", "ngirim": "mengirim", "nyari": "mencari",
    "ngambil": "mengambil", "nemuin": "menemukan", "maen": "main", "ketemu": "bertemu",
    # nouns
    "jkt": "jakarta", "indo": "indonesia", "kab": "kabupaten", "kec": "kecamatan",
    "prov": "provinsi", "pemda": "pemerintah daerah", "pres": "presiden", "mentri": "menteri",
    "rmh": "rumah", "skolah": "sekolah", "sklh": "sekolah", "tmpt": "tempat", "jml": "jumlah",
    "jmlh": "jumlah", "hrg": "harga",
}  # fmt: skip
_WORD = re.compile(r"(?<![\w@./'-])[^\W\d_]+(?![\w'-]|[.@/]\w)")


def expand_slang(question: str) -> str:
    """Return ``question`` with slang expanded; a word all in capitals is an acronym and stays."""
    return _WORD.sub(lambda found: _expanded(found[0]), question)


def is_slang(word: str) -> bool:
    """Whether ``expand_slang`` would replace this word."""
    return _expanded(word) != word


def _expanded(word: str) -> str:
    if word.isupper():
        return word
    known = _EXPANSIONS.get(word.lower())
    if known is None:
        return written_out(word) if word.islower() else word
    return known
