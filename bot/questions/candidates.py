"""Questions that an article may answer: why what it names rose or fell, what its speakers say.

Titles say best what an article is about, but in capitals; how its text writes them tells names
from other words. Pure.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from index.analysis.tokenizer import tokenize
from index.query.subject import subject_of
from index.query.subject_words import (
    NEVER_SUBJECT,
    WordKind,
    is_general,
    is_place,
    read_word,
)
from index.types import Article, Idf, Language

MAX_LENGTH = 60
"""Characters; a longer question does not fit a button on a phone."""
_MIN_NAME = 2
_MAX_WORDS = 3
"""Words of what a title is about; more are rarely one thing."""

_NAME = r"(?:[A-Z][\w'’-]+)(?: (?:bin |of |van |de )?[A-Z][\w'’-]+){1,5}"
_SPEAKER = {
    Language.INDONESIAN: re.compile(rf"\b(?:kata|ujar|tutur|ungkap) ({_NAME})"),
    Language.ENGLISH: re.compile(rf"\bsaid ({_NAME})|({_NAME}) said\b"),
}
_ASK_SPEAKER = {
    Language.INDONESIAN: "Apa kata {name}?",
    Language.ENGLISH: "What did {name} say?",
}
_ASK_TOPIC = {
    Language.INDONESIAN: "Ada kabar apa soal {name}?",
    Language.ENGLISH: "What is there about {name}?",
}
_ASK_WHY = {
    Language.INDONESIAN: "Kenapa {name} {verb}?",
    Language.ENGLISH: "Why did {name} {verb}?",
}
_CHANGES: Mapping[Language, Mapping[str, str]] = {
    Language.INDONESIAN: {
        verb: verb
        for verb in """ambruk anjlok batal jeblok langka longsor melambung melejit melemah melesat
        melonjak menguat meroket merosot mundur naik padam rontok tumbang turun""".split()
    },
    Language.ENGLISH: {
        verb: verbs.split()[0]
        for verbs in (
            "fall falls fell", "drop drops dropped", "rise rises rose", "surge surges surged",
            "slump slumps slumped", "plunge plunges plunged", "jump jumps jumped",
            "weaken weakens weakened", "resign resigns resigned", "soar soars soared",
        )
        for verb in verbs.split()
    },
}  # fmt: skip
"""Words of titles that people ask the reason of, and how it is asked."""
_NAMES = re.compile(_NAME)
_NO_THINGS = NEVER_SUBJECT | {WordKind.ACTION}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the name that it is about; "" if it asks for a reason."""

    question: str
    about: str


def title_questions(article: Article, language: Language, idf: Idf) -> Iterator[Candidate]:
    """Yield questions in ``language`` about what the title of ``article`` is about.

    Of an article in another language, only names are asked about.
    """
    people = [name for name in _people(article) if _is_in(name, article.title)]
    subjects = [*title_subjects(article, idf), *people]
    if article.language is language:
        yield from _why(article)
    else:
        subjects = [name for name in subjects if not any(map(_is_known, name.split()))]
        subjects.sort(key=lambda name: " " not in name)
    speakers = [name for name in _speakers(article) if name in people]
    yield from _filled(_ASK_SPEAKER[language], speakers)
    yield from _filled(_ASK_TOPIC[language], (_with_article(name, article) for name in subjects))


def body_questions(article: Article, language: Language) -> Iterator[Candidate]:
    """Yield questions in ``language`` about the people whom ``article`` names."""
    yield from _filled(_ASK_SPEAKER[language], _speakers(article))
    yield from _filled(_ASK_TOPIC[language], _people(article)[:3])


def _speakers(article: Article) -> list[str]:
    found = (
        next(filter(None, speaker.groups()))
        for start, end in article.body
        for speaker in _SPEAKER[article.language].finditer(article.text[start:end])
    )
    return [*filter(None, map(person_name, found))]


def _people(article: Article) -> list[str]:
    """Return the people whom the article names, those named most often first."""
    names = (n for start, end in article.body for n in _NAMES.findall(article.text[start:end]))
    small = {word for word in article.text.split() if word.islower()}
    people = Counter(filter(None, map(person_name, names))).most_common()
    return [name for name, _ in people if small.isdisjoint(name.lower().split())]


def _is_in(name: str, title: str) -> bool:
    """Whether a title has a name, or its first or last word."""
    words = name.split()
    return bool({words[0], words[-1]} & {token.text for token in tokenize(title)})


def _why(article: Article) -> Iterator[Candidate]:
    """Yield why what the title begins with rose or fell."""
    words = [token.text for token in tokenize(article.title)]
    changes = _CHANGES[article.language]
    before = list(takewhile(lambda word: word.lower() not in changes, words))
    name = " ".join(before)
    if 0 < len(before) <= min(_MAX_WORDS, len(words) - 1) and article.title.startswith(name):
        verb = changes[words[len(before)].lower()]
        about = " ".join(word_in_sentence(word, article) for word in before)
        if not _says_what_is_done(about, article.language):
            yield Candidate(_ASK_WHY[article.language].format(name=about, verb=verb), "")


def title_subjects(article: Article, idf: Idf, times: int = 2) -> Iterator[str]:
    """Yield the names of what the title is about, and things that have two words.

    Those that the text has so many ``times``.
    """
    parts = subject_of(article.title.lower(), article.language, idf)
    for words in dict.fromkeys([" ".join(parts), *parts]):
        name = _in_text(words, article, times) if words else ""
        length = len(name.split())
        is_name = not name.islower() and len(name) > _MIN_NAME and not is_place(name.lower())
        is_short = (is_name or length > 1) and length <= _MAX_WORDS
        if is_short and _is_thing(name, article.language) and not _is_common_noun(name, article):
            yield name


def _in_text(words: str, article: Article, times: int) -> str:
    """Return words of the title, and names around them, as the text has them most often.

    "" unless it has them so many ``times``.
    """
    names = r"[A-Z][\w'’-]+ "
    written = rf"(?:(?<=[a-z,] ){names}(?:{names})*)?\b(?i:{re.escape(words)})\b(?: [A-Z][\w'’-]+)*"
    found = re.findall(written, article.text)
    if len(found) < times:
        return ""
    counted: Counter[str] = Counter(found)
    usual = counted.most_common(1)[0][0]
    whole = [each for each, count in counted.most_common() if count >= times and " " in each]
    is_part = article.language is Language.ENGLISH and " " not in usual and whole
    return whole[0] if is_part else usual


def _is_common_noun(name: str, article: Article) -> bool:
    """Return whether an English text writes a word of its title in small letters, too.

    At the begin of a sentence and in titles, common nouns have capitals as names have.
    """
    if article.language is not Language.ENGLISH or " " in name or name.isupper():
        return False
    return re.search(rf"\b{re.escape(name.lower())}\b", article.text) is not None


def _with_article(name: str, article: Article) -> str:
    """Return a name as an English text has it: ``the Moon`` if that is how it is mostly written."""
    if article.language is not Language.ENGLISH or name.islower():
        return name
    written = len(re.findall(rf"\b{re.escape(name)}\b", article.text))
    with_article = len(re.findall(rf"\b[Tt]he {re.escape(name)}\b", article.text))
    return f"the {name}" if with_article > written / 2 else name


def word_in_sentence(word: str, article: Article) -> str:
    """Return a word of the title in small letters, unless it is a name."""
    small = word.lower()
    known = read_word(small, article.language)[2] is not WordKind.CONTENT and not word.isupper()
    return small if known or re.search(rf"\b{re.escape(small)}\b", article.text) else word


def _is_thing(words: str, language: Language) -> bool:
    """Whether words name a thing, neither an office nor what one does."""
    is_office = is_general(words.split(maxsplit=1)[0], language) if words else True
    is_office |= words.lower().startswith("kemen")
    return not is_office and not _says_what_is_done(words, language)


def _says_what_is_done(words: str, language: Language) -> bool:
    kinds = [read_word(word, language)[2] for word in words.split() if not word.isupper()]
    return not _NO_THINGS.isdisjoint(kinds)


def person_name(name: str) -> str:
    """Return a person's name without titles before it; "" if it names an office or a place."""
    words = [word for word in name.split() if not word.isupper()]
    while words and _is_known(words[0]):
        del words[0]
    if len(words) < 2 or any(map(_is_known, words)):
        return ""
    return " ".join(words)


def _is_known(word: str) -> bool:
    small = word.lower()
    return is_place(small) or any(
        read_word(small, language)[2] is not WordKind.CONTENT for language in Language
    )


def _filled(template: str, names: Iterable[str]) -> Iterator[Candidate]:
    for name in dict.fromkeys(names):
        question = template.format(name=name)
        if len(question) <= MAX_LENGTH:
            yield Candidate(question, name)
