"""Whether a sentence tells by itself what happened: no question, no caption, nothing that points
back.
"""

import re
from datetime import date

from index.types import Language

MIN_LENGTH, MAX_LENGTH = 40, 320
"""Characters; shorter ones are labels and cries, longer ones nobody reads in a list."""
_QUOTATION = 20_000
"""Characters before a sentence in which a quotation may have begun."""
_OTHER_DAY = 3
"""Days from the article's date from which a date in the sentence is that of something else."""

_POINTING = {
    Language.INDONESIAN: re.compile(
        r"""\W*(?:(?:adapun|akan|dan|atau|jadi|lalu|lantas|kemudian|namun|tapi|tetapi|akibatnya|alhasil|
        apalagi|bahkan|begitu(?:lah|pun)?|demikian(?:lah|\spula)?|dengan\s(?:kata\slain|hasil)|di\sbalik|dengan\s(?:begitu|demikian|itu|ini)
        |di\s?(?:antaranya|samping\situ|sisi\slain|lain\spihak|sana|sini|situ|tempat\syang\ssama)
        |hal\s(?:itu|ini|tersebut|senada|serupa|yang\ssama)|hasilnya|intinya|karena(?:nya|\s(?:itu|hal))
        |ke(?:dua|tiga)nya|kala\situ|ketika\situ|maka|makanya|meski(?:pun)?\s(?:begitu|demikian)|misalnya
        |oleh\s(?:karena|sebab)\s?(?:itu|nya)|padahal|pasalnya|pihaknya|sayangnya|sebab(?:nya)?
        |sebaliknya|sehingga|sejauh\sini|selain\s(?:itu|ini|dia)|selanjutnya|sementara(?:\s(?:itu|di|untuk))?
        |senada|serupa|setelah(?:nya|\s(?:itu|ini))|sebelumnya|sesudah(?:nya|\situ)|sedangkan|tak\shanya\situ
        |tidak\shanya\situ|terlebih|ternyata|untuk\situ|usai\situ|untungnya|walau(?:pun)?\s(?:begitu|demikian)
        |yakni|yaitu|yang|ya|ia|dia|beliau|mereka|kami|kita|saya|aku|anda|kamu|itu(?:lah|\spun)?|ini(?:lah)?
        |tersebut|inilah|menurut(?:nya|\s(?:dia|mereka))|kata(?:nya|\sdia)|lanjut(?:nya|\sdia)|\w+nya
        |para\s\w+\s(?:itu|ini|tersebut)|(?:pria|wanita|perempuan|lelaki|korban|pelaku|kasus|kejadian
        |peristiwa|insiden|kecelakaan|acara|kegiatan|keputusan|kebijakan|laga|aturan|langkah|pemain
        |pasangan|perusahaan|film|lagu|video|kondisi|situasi|fenomena|tim|\w+)\s
        (?:itu|ini|tersebut|tadi)|pertama|kedua|ketiga|keempat|kelima|lainnya|satu\slagi|satunya
        |salah\ssatunya|sisanya|semuanya|seluruhnya|total(?:nya)?|contohnya|tujuannya|caranya)(?!\w))""",
        re.IGNORECASE | re.VERBOSE,
    ),
    Language.ENGLISH: re.compile(
        r"""\W*(?:(?:and|but|so|or|yet|then|also|he|she|they|it|we|i|you|his|her|hers|their|its|our|my
        |this|that|these|those|there|here|such|both|neither|another|others|one|however|instead
        |meanwhile|moreover|furthermore|still|thus|therefore|nevertheless|nonetheless|besides
        |specifically|particularly|notably|rather|to\sbe\ssure|indeed|of\scourse|in\sanother|additionally|similarly|likewise|consequently|otherwise|afterwards?|later|earlier|previously
        |in\s(?:addition|contrast|turn|fact|other\swords|that|this)|for\s(?:example|instance|that|this|now)
        |as\s(?:a\sresult|such)|on\sthe\sother\shand|at\s(?:that|this)|because\sof\s(?:that|this)
        |after\s(?:that|this)|the\s(?:latter|former|same|two|pair|move|decision|incident|case|news|man
        |woman|couple|company|group|report|study|statement|announcement)|first|second|third|finally
        |editor['’]s\snote|while\s(?:this|that)|he['’]s|she['’]s|it['’]s|they['’]re|we['’]re|i['’]m
        |there['’]s|here['’]s|that['’]s)(?![\w'’]))""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
"""Beginnings of sentences that need the one before."""

_REFERRING = {
    Language.INDONESIAN: re.compile(
        r"\btersebut\b|\b(?!(?:sementara|selain|apa|yaitu|yakni|hari|saat)\b)\w+ itu\b",
        re.IGNORECASE,
    ),
    Language.ENGLISH: re.compile(
        r"\b(?:aforementioned|the latter|the former)\b"
        r"|^(?:although|though|while|when|as|after|before|because|if|since|despite|during|in|with|by|for|at)"
        r" (?:he|she|they|it|his|her|their|its|him|them|this|that|these|those|another)\b",
        re.IGNORECASE,
    ),
}
"""Words that refer to what was said before, wherever they stand."""
_SURNAME = re.compile(
    r"[A-Z][\w'’-]+ (?:menyebut\w*|mengatakan|menjelaskan|menuturkan|mengungkap\w*|menegaskan"
    r"|menilai|menambahkan|berharap|mengaku|meminta|memastikan|said|says|told|added"
    r"|wrote|tweeted|noted)\b"
)
"""A sentence of a speaker whose whole name stands before it."""
_NOT_TOLD = re.compile(
    r"""\?|\b(?:baca\s(?:juga|artikel|selengkapnya)|simak\s(?:juga|video|selengkapnya|ulasan)|lihat\s(?:juga|video)
    |tonton|saksikan\sjuga|klik|scroll|gambas|detikers|travelers|bunda|yuk|berikut(?:\s(?:ini|adalah|daftar
    |ulasan|penjelasan|informasi|rangkuman|\w+nya))|selengkapnya|dok(?:\.|umentasi)\s|foto:|\(foto|ilustrasi
    |shutterstock|getty\simages|istockphoto|read\smore|click\shere|sign\sup|subscribe|watch:|photos?(?:\sby|:)
    |file\sphoto|pictured|live\supdates?|here(?:['’]s|\sare|\sis)\s(?:what|how|everything|a|the)|follow\sus
    |copyright|all\srights\sreserved|newsletter|this\s(?:story|article)|halo\s|hai\s|kamu|anda|kalian|your?
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPLAINS = {
    Language.INDONESIAN: re.compile(
        r"\b(?:apa itu|cara|tips|trik|kenali|mengenal|ketahui|beda|perbedaan|manfaat|khasiat|gejala"
        r"|resep|jadwal|daftar|link|contoh|profil|biodata|sosok|sejarah|asal-usul|arti|makna|hukum"
        r"|niat|doa|rekomendasi|spesifikasi|kuis|promo|diskon|foto|video|fakta|alasan|mitos)\b|\?"
        r"|^\d+ ",
        re.IGNORECASE,
    ),
    Language.ENGLISH: re.compile(
        r"\b(?:what is|what are|what to|what we|how to|how do|why|explained|explainer|guide|tips"
        r"|things|ways|best|here['’]s|timeline|live updates|fact check|opinion|review|analysis|quiz"
        r"|photos|video|watch|recipe|history)\b|\?|^\d+ ",
        re.IGNORECASE,
    ),
}
"""Headlines of what explains, lists or advises, rather than reports."""
_DEFINES = {
    Language.INDONESIAN: re.compile(
        r"^(?:[\w-]+ ){1,6}(?:merupakan|adalah|ialah|dikenal sebagai|disebut sebagai)\b",
        re.IGNORECASE,
    ),
    Language.ENGLISH: re.compile(
        r"^(?:[\w-]+ ){1,6}(?:is an?|are|can be|is the|is one)\b", re.IGNORECASE
    ),
}
"""Beginnings of sentences that say what something is."""
_LONG_AGO = {
    Language.INDONESIAN: re.compile(
        r"\b(?:(?:pekan|minggu|bulan|tahun|musim|dekade|abad|beberapa \w+|silam) lalu|silam|dulu"
        r"|sejak lama|selama ini|belakangan(?: ini)?|baru-baru ini)\b",
        re.IGNORECASE,
    ),
    Language.ENGLISH: re.compile(
        r"\b(?:last (?:week|month|year|season|summer|winter|fall|spring)"
        r"|(?:weeks?|months?|years?|decades?) (?:ago|earlier)|previously"
        r"|in recent (?:weeks|months|years)|for (?:years|decades|months))\b",
        re.IGNORECASE,
    ),
}
_BYLINE = re.compile(
    r"(?:[A-Z][\w/.,]*(?: [A-Z][\w/.,]*){0,5} )?\((?:CNN|AP|Reuters|AFP|ANTARA)[\w ]{0,20}\)"
    r"[ –—-]*(?=[A-Z])"
    r"|[A-Z]{3,}(?: [A-Z]{3,}){0,3}\s?(?:--|–|—)\s?(?=[A-Z][a-z])"
)
_SPOKEN = re.compile(r"[\"“”]([^\"“”]{25,})(?:[\"“”]|$)")
_MAX_SPOKEN = 0.55
"""Share of a sentence that is somebody's words."""
_SPEAKING = re.compile(
    r"\b(?:saya|kami|kita|aku|gue|i|we|my|our|me|us|i['’]m|we['’]re)\b", re.IGNORECASE
)
_ENDS = re.compile(r"[.!…][\"'”’)\]]*$|[\"”’]$")
_DATE = re.compile(r"\(?\b(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?\b\)?")
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,/])")


def byline_length(sentence: str) -> int:
    """Return the length of a place and an agency, or a place in capitals, before a sentence."""
    found = _BYLINE.match(sentence)
    return found.end() if found else 0


def tells(sentence: str, language: Language) -> bool:
    """Whether a sentence without its dateline says something whole, without those before it."""
    if not MIN_LENGTH <= len(sentence) <= MAX_LENGTH or not _ENDS.search(sentence):
        return False
    if not (sentence[0].isupper() or sentence[0].isdigit() or sentence[0] in "\"“'‘"):
        return False
    return not (_NOT_TOLD.search(sentence) or points_back(sentence, language) or _is_said(sentence))


def points_back(sentence: str, language: Language) -> bool:
    """Whether a sentence refers to what stands before it."""
    return bool(_POINTING[language].match(sentence) or _REFERRING[language].search(sentence))


def of_other_day(sentence: str, day: date) -> bool:
    """Whether a sentence names a day or year that is not about ``day``, its article's date."""
    for found in _DATE.finditer(sentence):
        said = _date(found, day)
        if said is not None and abs((said - day).days) > _OTHER_DAY:
            return True
    return any(abs(int(year[0]) - day.year) > 0 for year in _YEAR.finditer(_DATE.sub("", sentence)))


def recalls(sentence: str, language: Language) -> bool:
    """Whether a sentence tells of what was before, of what something is, or of one named before."""
    patterns = _LONG_AGO[language], _DEFINES[language]
    return any(each.search(sentence) for each in patterns) or bool(_SURNAME.match(sentence))


def explains(headline: str, language: Language) -> bool:
    """Whether an article of this headline explains, lists or advises, rather than reports."""
    return bool(_EXPLAINS[language].search(headline))


def inside_quotation(text: str, start: int) -> bool:
    """Whether ``text[start]`` stands in the middle of somebody's words."""
    begin = text.rfind("\n", 0, start) + 1
    before = text[max(begin, start - _QUOTATION) : start]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _date(found: re.Match[str], day: date) -> date | None:
    number, month, year = found.groups()
    whole = int(year) if year else day.year
    try:
        return date(whole + 2000 if whole < 100 else whole, int(month), int(number))
    except ValueError:
        return None


def _is_said(sentence: str) -> bool:
    """Whether most of it is somebody's words, or it speaks in the first person outside of any."""
    spoken = sum(len(words) for words in _SPOKEN.findall(sentence))
    if spoken > _MAX_SPOKEN * len(sentence) or sentence.count('"') % 2:
        return True
    return bool(_SPEAKING.search(_SPOKEN.sub("", sentence)))
