"""Feed documents and pages for tests, their articles told apart by number."""

STORY = "Nelayan di desa {0} pulang dengan perahu yang penuh ikan pada malam ke-{0}. "


def rss(*items: str, title: str = "Warta Umpan") -> str:
    """Return a feed of the items."""
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f"<title>{title}</title><link>/</link>"
    return f'<rss version="2.0" {content}><channel>{head}{"".join(items)}</channel></rss>'


def full(number: int, link: str = "", date: str = "Sat, 14 Mar 2026 08:00:00 +0700") -> str:
    """Return an item with the whole text of its article."""
    return (
        f"<item><title>Panen ikan {number}</title><guid>g{number}</guid>"
        f"<link>{link or f'/{number}'}</link><pubDate>{date}</pubDate>"
        f"<content:encoded>{STORY.format(number) * 8}</content:encoded></item>"
    )


def teaser(number: int) -> str:
    """Return an item whose article is on its page."""
    return (
        f"<item><title>Berita {number}</title><guid>t{number}</guid><link>/halaman/{number}</link>"
        "<description>Ringkasan pendek.</description></item>"
    )


def page(number: int) -> str:
    """Return the page of ``teaser(number)``."""
    paragraphs = "".join(f"<p>{STORY.format(number) * 3}</p>" for _ in range(3))
    return (
        f'<html lang="id"><head><title>Berita {number}</title>'
        '<meta property="og:site_name" content="Situs Warta"></head>'
        f"<body><article><h1>Berita {number}</h1>{paragraphs}</article></body></html>"
    )
