"""Messages about faults of the installation."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.faults import FaultKind, InstallationFault, KeyedText, NotedFault
from bot.model.interface_language import InterfaceLanguage
from bot.status.telling import FaultNews
from bot.texts import texts_for
from handlers.render.characters import units
from handlers.render.faults import MAX_LISTED, render_fault_news, render_faults
from handlers.render.markup import without_tags

NOON = datetime(2026, 5, 29, 12, tzinfo=UTC)
MAX_UNITS = 4096


def feed(number: int) -> InstallationFault:
    """A feed with as long a name and reason as there may be."""
    return InstallationFault(
        FaultKind.FEED,
        KeyedText("fault_feed", {}),
        subject=str(number),
        name="<b>&" * 20,
        reason=KeyedText("fetch_status", {"status": 500}),
    )


@pytest.mark.parametrize("language", InterfaceLanguage)
def test_all_that_is_new_fits_in_one_message(language: InterfaceLanguage) -> None:
    texts, since = texts_for(language), NOON - timedelta(hours=7)
    begun = [(feed(number), since) for number in range(50)]
    ended = [NotedFault(f"feed:{n}", "Warta " * 13, since, ended_at=NOON) for n in range(50)]
    reply = render_fault_news(FaultNews(begun, ended), NOON, texts)
    assert units(without_tags(reply.markup)) <= MAX_UNITS
    lines = without_tags(reply.markup).splitlines()
    assert len([line for line in lines if line.startswith("• ")]) == 2 * MAX_LISTED
    assert lines.count(texts.operating.format("faults_more", count="40")) == 2
    assert "<b>&" not in reply.html.replace("<b>", "", 2).replace("&lt;b&gt;&amp;", "")


def test_without_faults_the_status_says_nothing_of_them() -> None:
    assert render_faults([], NOON, texts_for(InterfaceLanguage.ENGLISH)) == []
