"""Sections as pages state them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from index.sources.fields import Fields
from index.sources.html_page import page_article
from index.sources.page_section import page_section
from index.text.sections import MAX_NAME
from tests.index.sources.samples import TEXT, TITLE

URL = "https://warta.example/baca/1"


def data(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def breadcrumbs(*names: str) -> str:
    items = [{"@type": "ListItem", "position": 1, "name": name} for name in names]
    return data({"@type": "BreadcrumbList", "itemListElement": items})


def shown(*names: str, kind: str = 'nav class="breadcrumb"') -> str:
    links = "".join(f"<a href=/x>{name}</a>" for name in names)
    return f"<{kind}>{links}<span>{TITLE}</span></{kind.split(maxsplit=1)[0]}>"


META = '<meta property="article:section" content="{}">'
ITEM = {"@type": "ListItem", "position": 2, "item": {"@id": "/x", "name": "Ekonomi"}}
PAGES = [
    (META.format("Ekonomi"), "Ekonomi"),
    (META.format("Infografis"), "Infografis"),
    (META.format("News"), ""),
    (META.format(""), ""),
    ('<meta name="dtk:namakanal" content="sepakbola">', "sepakbola"),
    ('<meta name="content_category" content="Hukum &amp;amp; Kriminal">', "Hukum & Kriminal"),
    ('<meta name="keywords" content="prabowo, ekonomi">', ""),
    (data({"@type": "NewsArticle", "articleSection": "Politik"}), "Politik"),
    (data({"@graph": [{"@type": "NewsArticle", "articleSection": ["News", "Bola"]}]}), "Bola"),
    (data([{"@type": "WebPage"}, {"articleSection": "Otomotif"}]), "Otomotif"),
    (data({"articleSection": {"name": "Bola"}}), ""),
    ('<script type="application/ld+json">{"articleSection": "Bola",</script>', ""),
    (f'<script type="application/ld+json">{"[" * 100_000}</script>', ""),
    (breadcrumbs("Home", "Kesehatan", TITLE), "Kesehatan"),
    (breadcrumbs("Home", "Kesehatan"), "Kesehatan"),
    (breadcrumbs("Warta", "Infografis", TITLE), "Infografis"),
    (breadcrumbs("Home", TITLE), ""),
    (data({"@type": "BreadcrumbList", "itemListElement": [ITEM]}), "Ekonomi"),
    (data({"@type": "BreadcrumbList", "itemListElement": "x"}), ""),
    (data({"@type": "BreadcrumbList", "itemListElement": ["x", None, 3]}), ""),
    (shown("Beranda", "Wisata"), "Wisata"),
    (shown("Beranda", "Infografis"), "Infografis"),
    (shown("Beranda"), ""),
    (shown("Beranda", "Tekno", kind='div class="c-breadcrumb__list"'), "Tekno"),
    (shown("Beranda", "Tekno", kind='ol itemtype="https://schema.org/BreadcrumbList"'), "Tekno"),
    ("<ul class=breadcrumbs><li>Home</li><li>Opini</li><li>Judul</li></ul>", "Opini"),
    ("<nav class=menu><a>Beranda</a><a>Ekonomi</a></nav>", ""),
    ('<span itemprop="articleSection">Gaya Hidup</span>', "Gaya Hidup"),
    (META.format("Infografis") + breadcrumbs("Home", "Ekonomi", TITLE), "Ekonomi"),
    (META.format("Nasional") + data({"articleSection": "Hukum"}), "Hukum"),
    (META.format("Politik") + breadcrumbs("Home", "Ekonomi", TITLE), "Politik"),
    ("", ""),
]


@pytest.mark.parametrize(("stated", "section"), PAGES)
def test_what_a_page_states(stated: str, section: str) -> None:
    assert page_section(html.document_fromstring(f"<html><body>{stated}</body></html>")) == section


def page(head: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))
    return (
        f"<html lang=id><head><title>{TITLE}</title>{head}</head>"
        f"<body><article><h1>{TITLE}</h1>{text}</article></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("stated", "hinted", "section"),
    [
        ("Ekonomi", "", "Ekonomi"),
        ("", "Ekonomi", "Ekonomi"),
        ("Ekonomi", "Politik", "Ekonomi"),
        ("Infografis", "Politik", "Politik"),
        ("Infografis", "Data", "Infografis"),
    ],
)
def test_a_feed_s_section_serves_where_the_page_names_no_usual_one(
    stated: str, hinted: str, section: str
) -> None:
    hint = Fields("", section=hinted)
    assert page_article(page(META.format(stated)), "k", URL, hint=hint).section == section


_json = st.recursive(
    st.none() | st.integers() | st.text(max_size=80),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["articleSection", "itemListElement", "item", "name", "@type", "@graph"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_json, st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_any_data_gives_a_short_line(value: object, name: str) -> None:
    tree = html.document_fromstring("<html><body><p>x</p></body></html>")
    script = html.Element("script", type="application/ld+json")
    script.text = json.dumps(value)
    tree.append(script)
    meta = html.Element("meta", name="section")
    try:
        meta.set("content", name)
    except ValueError:  # lxml takes no control characters
        meta.set("content", "")
    tree.append(meta)
    found = page_section(tree)
    assert len(found) <= MAX_NAME
    assert not set(found) & set("\n\r\t\x1b\u202e")
