"""Questions that go on from an answer: what else its article tells, as a reader would ask it.

What people who are quoted in it say of its subject, and why or when what its headline says
happened. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bot.questions.candidates import MAX_LENGTH, title_subjects, word_in_sentence
from index.analysis import analyzer_for
from index.query.subject_words import WordKind, is_place, read_word
from index.quotations.finder import find_quotations
from index.text.sentences import split_sentences
from index.types import Article, Idf, Language, Span

_SAID = {
    Language.INDONESIAN: "Apa kata {name} soal {topic}?",
    Language.ENGLISH: "What did {name} say about {topic}?",
}
_WHY = {Language.INDONESIAN: "Kenapa {clause}?", Language.ENGLISH: "Why did {clause}?"}
_WHEN = {Language.INDONESIAN: "Kapan {clause}?", Language.ENGLISH: "When did {clause}?"}
_CAUSE = {
    Language.INDONESIAN: re.compile(
        r"\b(?:karena|akibat|lantaran|gara-gara|disebabkan|dipicu|sebab|imbas|menyusul)\b",
        re.IGNORECASE,
    ),
    Language.ENGLISH: re.compile(
        r"\b(?:because|due to|caused by|after|amid|over|citing|since|as a result)\b", re.IGNORECASE
    ),
}
_DAY = {
    Language.INDONESIAN: re.compile(
        r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)|\b\d{1,2} (?:Januari|Februari|Maret|April|Mei|Juni|Juli"
        r"|Agustus|September|Oktober|November|Desember)\b"
    ),
    Language.ENGLISH: re.compile(
        r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:Jan|Feb|March|April|May|June|July|Aug"
        r"|Sept|Oct|Nov|Dec)[a-z.]* \d{1,2}\b"
    ),
}
_NO_CLAUSE = re.compile(r"[:;?!,\"“”‘()/|&…]|\.\.|'|’(?!s\b)|\s[-–—]\s|^\d")
_CLAUSE_WORDS = range(3, 9)
_NO_SUBJECT = frozenset(
    """ini itu begini begitu cara tips jadwal viral heboh kenapa mengapa apa apakah siapa kapan
    bagaimana berapa kata respons hasil daftar foto video potret link momen fakta profil sosok harga
    alasan penyebab kronologi waspada awas hore duh wow ngeri geger kocak pria wanita cek simak
    yuk ada tak tidak bukan demi saat usai jelang sebelum setelah agar jika kalau meski tanpa dari
    di ke pada dengan untuk lewat bak bikin jadi bisa mau top how why what when where who which
    here the a an watch photos opinion live fact review best is are was were do does did can should
    if after as these this five ten""".split()
)
"""Words with which no headline begins that is a sentence with its subject first."""
_VERBS = {
    verbs.split()[0]: verbs.split()
    for verbs in (
        "raise raises raised", "cut cuts", "win wins won", "lose loses lost", "ban bans banned",
        "reject rejects rejected", "approve approves approved", "launch launches launched",
        "announce announces announced", "recall recalls recalled", "close closes closed",
        "leave leaves left", "return returns returned", "fall falls fell", "rise rises rose",
        "drop drops dropped", "hold holds held", "hit hits", "kill kills killed", "sue sues sued",
        "arrest arrests arrested", "resign resigns resigned", "quit quits", "warn warns warned",
        "declare declares declared", "block blocks blocked", "delay delays delayed",
        "open opens opened", "sign signs signed", "end ends ended", "begin begins began",
        "halt halts halted", "tighten tightens tightened", "fire fires fired", "file files filed",
    )
}  # fmt: skip
_BASES = {form: base for base, forms in _VERBS.items() for form in forms}
_NAME_KINDS = {WordKind.CONTENT, WordKind.ACTION, WordKind.NOUN}
"""Kinds of the words of names, in small letters: *dimas* has the form of a verb."""
_SAME = 0.5
"""Share of the headline's terms that a sentence says at least, if it tells more of the same."""


@dataclass(frozen=True, slots=True)
class RelatedCandidate:
    """A question, and the sentences of the article one of which answers it."""

    question: str
    sentences: tuple[Span, ...]


def related_candidates(article: Article, idf: Idf) -> list[RelatedCandidate]:
    """Return questions in the article's language that its text may answer."""
    sentences = [each for span in article.body for each in split_sentences(article.text, *span)]
    found = [
        *_of_headline(article, sentences),
        *_of_speakers(article, sentences, idf),
    ]
    distinct = {each.question: each for each in reversed(found) if len(each.question) <= MAX_LENGTH}
    return [each for each in found if distinct.get(each.question) is each and each.sentences]


def _of_speakers(
    article: Article, sentences: Sequence[Span], idf: Idf
) -> Iterator[RelatedCandidate]:
    """Yield what each person who is quoted says of the headline's subject."""
    topics = dict.fromkeys([*title_subjects(article, idf), *title_subjects(article, idf, 1)])
    quoted: dict[str, list[Span]] = {}
    for each in find_quotations(article.text, article.language):
        if _is_person(each.speaker):
            quoted.setdefault(each.speaker, []).append(Span(each.start, each.end))
    for name, spans in quoted.items():
        words = set(name.lower().split())
        topic = next((each for each in topics if words.isdisjoint(each.lower().split())), "")
        last = name.split()[-1]
        says = tuple(
            each
            for each in sentences
            if last in article.text[slice(*each)] or any(spans_meet(each, span) for span in spans)
        )
        if topic:
            yield RelatedCandidate(_SAID[article.language].format(name=name, topic=topic), says)


def _is_person(name: str) -> bool:
    """Whether a speaker's name is a person's: of several words, none of them a place or a thing."""
    words = name.lower().split()
    return len(words) > 1 and not any(
        is_place(word) or read_word(word, language)[2] not in _NAME_KINDS
        for word in words
        for language in Language
    )


def _of_headline(article: Article, sentences: Sequence[Span]) -> Iterator[RelatedCandidate]:
    """Yield why and when what the headline says happened."""
    clause = _clause(article)
    if not clause:
        return
    terms = analyzer_for(article.language).terms
    headline = set(terms(article.title))
    for template, needed in ((_WHY, _CAUSE), (_WHEN, _DAY)):
        telling = tuple(
            each
            for each in sentences
            if needed[article.language].search(text := article.text[slice(*each)])
            and len(headline.intersection(terms(text))) >= _SAME * len(headline)
        )
        yield RelatedCandidate(template[article.language].format(clause=clause), telling)


def _clause(article: Article) -> str:
    """Return the headline as a question goes on, *polisi tangkap begal*; "" if it does not fit."""
    words = article.title.split()
    if len(words) not in _CLAUSE_WORDS or _NO_CLAUSE.search(article.title):
        return ""
    if words[0].lower() in _NO_SUBJECT:
        return ""
    written = [_written(word, article) for word in words]
    if article.language is Language.ENGLISH:
        return _in_base_form(written)
    is_verb = partial(_is_verb, language=article.language)
    return " ".join(written) if any(map(is_verb, words[1:4])) else ""


def _written(word: str, article: Article) -> str:
    """Return a word of the headline as the text has it inside a sentence."""
    inside = rf"(?<=[a-z,] ){re.escape(word)}\b"
    is_name = re.search(inside, article.text) and word.lower() not in article.text.split()
    return word if is_name else word_in_sentence(word, article)


def _in_base_form(words: Sequence[str]) -> str:
    """Return an English headline behind *did*; "" unless its verb is known."""
    for at, word in enumerate(words[1:4], 1):
        if word in _BASES:
            return " ".join([*words[:at], _BASES[word], *words[at + 1 :]])
    return ""


def _is_verb(word: str, language: Language) -> bool:
    return read_word(word.lower(), language)[2] in {WordKind.VERB, WordKind.ACTION}


def spans_meet(one: Span, other: Span) -> bool:
    """Return whether two spans share characters."""
    return one.start < other.end and other.start < one.end
