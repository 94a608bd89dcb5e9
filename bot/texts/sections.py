"""The names of articles' sections for people."""

from index.text.sections import article_section, section_of, sections
from index.types import Article, Language


def section_text(article: Article, language: Language) -> str:
    """Return the name of an article's section in ``language``, or as its source calls it, or ""."""
    code = section_of(article.section)
    if code is None and article.section:
        return article.section
    code = code or article_section("", article.url)
    return section_text_of(code, language) if code else ""


def section_text_of(code: str, language: Language) -> str:
    """Return the name of the usual section with this code; the code itself if there is none."""
    section = sections().get(code)
    return section.names[language] if section else code
