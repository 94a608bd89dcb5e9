"""The page in Chromium, in front of the real bot: what a person does there, and sees."""

import re
from dataclasses import replace
from pathlib import Path

from playwright.async_api import FilePayload, Locator, expect

from bot.playground.botapi import BotApiServer
from bot.playground.page.view import Cast
from tests.page.conftest import Windows
from tests.page.screen import ANSWER, EARTHQUAKE, PHONE, QUESTION, Screen


async def height(shown: Locator) -> float:
    box = await shown.bounding_box()
    assert box is not None
    return float(box["height"])


async def test_a_question_is_answered_as_a_reply_with_quotes_and_buttons(screen: Screen) -> None:
    await screen.say("/start")
    await expect(screen.last).to_contain_text("Kutip")
    answer = await screen.ask(QUESTION)
    await expect(answer.locator("blockquote").first).to_contain_text(ANSWER)
    await expect(answer.locator("blockquote strong").first).to_be_visible()
    await expect(answer.locator(".replied")).to_contain_text(QUESTION)
    await expect(answer.locator("time")).to_have_text(re.compile(r"^\d\d[.:]\d\d$"))
    await expect(answer.locator(".key").first).to_be_visible()
    await expect(screen.messages.nth(2)).to_have_class(re.compile(r"\bown\b"))


async def test_the_time_of_a_message_stands_in_its_bubble(windows: Windows) -> None:
    """It floats, and so takes a line of its own where the last one of the text is full."""
    screen = await windows.open(width=PHONE)
    await screen.ask("kapan krakatau meletus")
    bubble = await screen.last.locator(".bubble").bounding_box()
    clock = await screen.last.locator("time").bounding_box()
    assert bubble is not None
    assert clock is not None
    assert clock["y"] + clock["height"] <= bubble["y"] + bubble["height"]


async def test_an_empty_chat_has_a_button_to_start(screen: Screen) -> None:
    await screen.page.get_by_role("button", name="MULAI").click()
    await expect(screen.last).to_contain_text("Halo, saya Kutip")
    await expect(screen.log.locator(".welcome")).to_have_count(0)


async def test_quotations_unfold_and_fold(windows: Windows) -> None:
    screen = await windows.open(width=PHONE)
    answer = await screen.ask(QUESTION)
    await expect(answer.locator(".unfold:visible").first).to_be_visible()
    quote = answer.locator("blockquote:has(.unfold:visible)").first
    folded = await height(quote)
    await quote.get_by_role("button", name="Selengkapnya").click()
    unfolded = quote.get_by_role("button", name="Lipat")
    await expect(unfolded).to_have_attribute("aria-expanded", "true")
    assert await height(quote) > folded
    await unfolded.click()
    await expect(quote.get_by_role("button", name="Selengkapnya")).to_be_visible()
    assert await height(quote) == folded


async def test_an_article_is_read_page_by_page_in_place(screen: Screen) -> None:
    await screen.ask(QUESTION)
    await screen.press("📖")
    await expect(screen.key("2 »")).to_be_visible()
    count = await screen.messages.count()
    await screen.press("2 »")
    await expect(screen.key("« 1")).to_be_visible()
    await expect(screen.messages).to_have_count(count)


async def test_a_topic_is_subscribed_to_and_an_alert_arrives_beside_what_is_read(
    screen: Screen, home: Path, cast: Cast
) -> None:
    """The alert comes while another chat is open; the owner brings the article by /reload."""
    await screen.ask("/subscribe gempa ternate")
    await screen.press("✓")
    await expect(screen.last).to_contain_text(re.compile("gempa ternate", re.IGNORECASE))
    await screen.choose("Redaksi")
    await expect(screen.status).to_contain_text("pemilik redaksi")
    await screen.ask("/start")
    today = screen.page.evaluate("new Date().toISOString().slice(0, 10)")
    article = EARTHQUAKE.format(date=await today)
    (home / "articles" / "gempa.txt").write_text(article, "utf-8")
    await screen.say("/reload")
    await expect(screen.last).to_contain_text("Baru: 1", timeout=30_000)
    await expect(screen.unread("Ani")).to_have_text("1", timeout=60_000)
    await expect(screen.unread("Ani")).to_have_attribute("aria-label", "1 belum dibaca")
    await expect(screen.chat("Ani")).to_contain_text("Gempa Mengguncang Ternate")
    assert await screen.page.title() == "(1) Kutip"
    await screen.choose("Ani")
    await expect(screen.last).to_contain_text("Gempa Mengguncang Ternate")
    await expect(screen.unread("Ani")).to_have_count(0)
    assert await screen.page.title() == "Kutip"


async def test_the_owner_sends_a_document_that_becomes_an_article(screen: Screen) -> None:
    await screen.choose("Redaksi")
    await screen.ask("/start")
    content = EARTHQUAKE.format(date="2026-03-01").encode()
    document: FilePayload = {"name": "gempa.txt", "mimeType": "text/plain", "buffer": content}
    await screen.page.set_input_files("#file", document)
    await expect(screen.log.locator(".own .document")).to_contain_text("gempa.txt")
    await expect(screen.last).to_contain_text("Gempa Mengguncang Ternate", timeout=30_000)
    async with screen.page.expect_download() as download:
        await screen.log.locator(".document").click()
    assert (await download.value).suggested_filename == "gempa.txt"


async def test_pictures_are_shown(screen: Screen) -> None:
    await screen.choose("Redaksi")
    await screen.ask("/start")
    await screen.say("/stats")
    picture = screen.log.locator("img.picture")
    await expect(picture).to_be_visible(timeout=60_000)
    assert await picture.evaluate("each => each.naturalWidth") > 100
    assert await picture.get_attribute("alt") == "Gambar dari Kutip"
    async with screen.page.expect_popup() as opened:
        await picture.click()
    whole = (await opened.value).locator("img")
    assert await whole.evaluate("each => each.naturalWidth") > 100


async def test_the_bots_language_is_switched_by_its_button(screen: Screen) -> None:
    await screen.ask("/language")
    await screen.press("English")
    await screen.ask("/start")
    await expect(screen.last).to_contain_text("Hello")


async def test_the_page_speaks_the_browsers_language(windows: Windows) -> None:
    for locale, language, write in (
        ("id-ID", "id", "Tulis pesan"),
        ("fr-FR", "en", "Write a message"),
    ):
        screen = await windows.open(locale=locale)
        assert await screen.page.get_attribute("html", "lang") == language
        await expect(screen.text).to_have_attribute("placeholder", write)
        await expect(screen.page.get_by_role("textbox", name=write)).to_be_visible()


async def test_on_a_phone_there_is_the_list_or_a_chat(windows: Windows) -> None:
    screen = await windows.open(width=PHONE)
    await expect(screen.text).to_be_visible()
    await expect(screen.chat("Budi")).to_be_hidden()
    await screen.page.get_by_role("button", name="Kembali ke daftar obrolan").click()
    await expect(screen.text).to_be_hidden()
    await screen.choose("Budi")
    await expect(screen.status).to_contain_text("Budi")
    assert await height(screen.text) > 30
    await screen.ask(QUESTION)
    await expect(screen.last).to_contain_text(ANSWER)
    for place in ("document.documentElement", "document.getElementById('log')"):
        assert await screen.page.evaluate(f"{place}.scrollWidth <= {place}.clientWidth")


async def test_everything_can_be_done_by_the_keyboard_alone(screen: Screen) -> None:
    press = screen.page.keyboard.press
    await expect(screen.page.get_by_role("button", name="MULAI")).to_be_visible()
    await screen.text.focus()
    await screen.page.keyboard.type("/art")
    await expect(screen.menu).to_have_count(1)
    await press("Tab")
    await expect(screen.text).to_have_value("/article ")
    await screen.page.keyboard.type("1")
    await press("Enter")
    await expect(screen.replies).to_have_count(1)
    await screen.page.keyboard.type("/")
    await expect(screen.menu.first).to_have_attribute("aria-selected", "true")
    await press("ArrowDown")
    await expect(screen.menu.nth(1)).to_have_attribute("aria-selected", "true")
    chosen = await screen.menu.nth(1).get_attribute("id")
    await expect(screen.text).to_have_attribute("aria-activedescendant", str(chosen))
    await press("ArrowUp")
    await press("Enter")  # /start
    await expect(screen.replies).to_have_count(2)
    await press("ArrowUp")  # edits the last own message
    await expect(screen.page.locator("#context")).to_contain_text("Mengedit pesan")
    await press("Escape")
    await expect(screen.page.locator("#context")).to_be_hidden()
    await expect(screen.text).to_have_value("")
    await press("Shift+Tab")
    await press("Shift+Tab")
    await expect(screen.key("")).to_be_focused()
    await screen.log.focus()
    await press("ArrowUp")
    await expect(screen.messages.last).to_be_focused()
    await press("Enter")
    await expect(screen.page.locator("#context")).to_contain_text("Membalas Kutip")
    await expect(screen.text).to_be_focused()
    await screen.page.keyboard.type("makasih")
    await press("Enter")
    await expect(screen.replies).to_have_count(3)
    await expect(screen.messages.nth(-2).locator(".replied")).to_be_visible()
    await screen.chat("Ani").focus()
    await press("ArrowDown")
    await press("Enter")
    await expect(screen.status).to_contain_text("Budi")
    await expect(screen.text).to_be_focused()


async def test_the_focus_stays_on_a_button_whose_message_changes(screen: Screen) -> None:
    await screen.ask("/language")
    await screen.key("English").focus()
    await screen.page.keyboard.press("Enter")
    await expect(screen.log).to_contain_text("English")
    await expect(screen.log.locator(":focus")).to_have_count(1)


async def test_an_own_question_is_edited_and_its_answer_changes(screen: Screen) -> None:
    answer = await screen.ask(QUESTION)
    await screen.log.locator(".own").hover()
    await screen.log.locator(".own").get_by_role("button", name="Edit").click()
    await screen.say("apa itu batik")
    await expect(screen.log.locator(".own .meta")).to_contain_text("diedit")
    await expect(answer).to_contain_text("UNESCO")
    await expect(screen.replies).to_have_count(1)


async def test_in_a_group_people_take_turns_and_have_names(screen: Screen) -> None:
    await screen.choose("Warung Kopi")
    await screen.ask(f"/ask {QUESTION}")
    await expect(screen.last.locator(".author")).to_have_text("Kutip")
    await screen.page.get_by_label("Menulis sebagai").select_option("Tom")
    await expect(screen.log.locator(".own")).to_have_count(0)
    await screen.say("halo semua")
    await expect(screen.log.locator(".own")).to_have_text(re.compile("^halo semua"))
    await expect(screen.replies.first.locator(".author")).to_have_text("Ani")


async def test_words_behind_the_bots_name_bring_cards_to_send(screen: Screen) -> None:
    await screen.choose("Warung Kopi")
    await screen.text.press_sequentially("@kutip_bot naskah proklamasi")
    await expect(screen.menu.first).to_contain_text("Proklamasi")
    sentence, source = screen.menu.first.locator("b"), screen.menu.first.locator("span")
    assert await height(screen.menu.first) > await height(sentence) + await height(source)
    await expect(source).to_be_in_viewport(ratio=1)
    await expect(screen.page.locator('#menu [aria-selected="true"]')).to_have_count(0)
    await screen.text.press("ArrowDown")
    await screen.text.press("Enter")
    await expect(screen.log.locator(".own .author")).to_have_text("lewat @kutip_bot")
    await expect(screen.log.locator(".own .text")).to_contain_text("Proklamasi")
    await expect(screen.text).to_have_value("")
    await screen.ask("@kutip_bot siapa yang mengetik naskah proklamasi")
    await expect(screen.last).to_contain_text(ANSWER)


async def test_a_topic_of_a_forum_has_messages_of_its_own(screen: Screen) -> None:
    await screen.choose("Ekonomi")
    await screen.ask(f"/ask {QUESTION}")
    await expect(screen.last).to_contain_text(ANSWER)
    await screen.choose("Olahraga")
    await expect(screen.messages).to_have_count(0)


async def test_readers_and_owner_have_menus_of_their_own_in_their_language(screen: Screen) -> None:
    async def commands() -> list[str]:
        await screen.text.fill("/")
        await expect(screen.menu.first).to_be_visible()
        found: list[str] = await screen.menu.all_text_contents()
        await screen.text.fill("")
        return found

    reader = await commands()
    assert any(each.startswith("/ask") for each in reader)
    assert not any(each.startswith("/broadcast") for each in reader)
    await screen.choose("Tom")
    assert len(await commands()) == len(reader)
    assert set(await commands()).isdisjoint(reader)
    await screen.choose("Redaksi")
    assert any(each.startswith("/reload") for each in await commands())


async def test_an_alert_of_a_pressed_button_is_a_dialog_that_escape_closes(
    screen: Screen, server: BotApiServer, cast: Cast
) -> None:
    await screen.ask("/language")
    message = list(cast.chats[0].messages.values())[-1]
    old = {"inline_keyboard": [[{"text": "Lama", "callback_data": "z:gone"}]]}
    cast.chats[0].store(replace(message, reply_markup=old))
    await screen.press("Lama")
    dialog = screen.page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await screen.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(screen.key("Lama")).not_to_have_attribute("aria-busy", "true")


async def test_a_file_that_is_too_large_is_refused_in_words(screen: Screen) -> None:
    large: FilePayload = {
        "name": "a.txt",
        "mimeType": "text/plain",
        "buffer": bytes(20 * 1024 * 1024 + 1),
    }
    await screen.page.set_input_files("#file", large)
    await expect(screen.toast).to_have_text("Berkas paling besar 20 MB.")
    await expect(screen.toast).to_have_role("status")
