"""Lines of conversation: small talk, and what leads back to the articles."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationTexts(Catalog):
    """Texts of conversation; those of small talk are named as the kinds of small talk are."""

    abilities: str
    acknowledgement: str
    advice: str
    apology: str
    chat: str
    complaint: str
    emoji: str
    farewell: str
    forecast: str
    greeting: str
    identity: str
    insult: str
    list_ended: str
    invitation: str
    languages: str
    laughter: str
    machine: str
    no_such_number: str
    nothing_before: str
    press_to_save: str
    opinion: str
    page_add: str
    page_fetching: str
    page_there: str
    page_unknown: str
    pages_left: str
    passage_known: str
    passage_nearest: str
    passage_related: str
    passage_unknown: str
    praise: str
    presence: str
    salam: str
    sources: str
    task: str
    telegram_only: str
    translation: str
    unclear: str
    weather: str
    wellbeing: str
    which_number: str
    wish: str
    other_language: str
    other_language_only: str
    answered_instead: str
    days_future: str
    days_no_such_day: str
    days_reversed: str
    news_instead: str
    news_instead_undated: str
    news_of: str
    news_old: str
    news_section_empty: str
    news_title: str
    refused_of: str
    take_back: str
    proposal_ask: str
    proposal_done: str
    proposal_in_title: str
    proposal_yes: str
    refused: str
    refused_about: str
    refused_beside: str
    refused_closest: str
    refused_missing: str
    subject_missing: str
    subject_which: str
    thanks: str


_INDONESIAN = ConversationTexts(
    language=Language.INDONESIAN,
    answered_instead="Dari {conditions} tidak ada yang menjawab itu. Yang terbaru:",
    days_future="Berita {words} belum ada: itu belum terjadi.",
    days_no_such_day="Tidak ada tanggal {words}.",
    days_reversed="Tanggalnya terbalik: {words}. Tulis yang lebih awal dulu.",
    news_instead="Tidak ada berita untuk {conditions}. Terbaru yang saya punya: {day}",
    news_instead_undated="Tidak ada berita untuk {conditions}. Terbaru yang saya punya:",
    news_of="Berita: {conditions}",
    news_old="Tidak ada berita baru untuk {conditions}. Terbaru yang saya punya: {day}",
    news_section_empty="Belum ada artikel di rubrik {section}.",
    news_title="Berita terbaru",
    refused_of="Artikel dari {conditions} tidak menjawab itu.",
    take_back="✕ {label}",
    greeting="Halo! Mau tanya apa tentang berita?",
    abilities=(
        "Saya menjawab pertanyaan tentang berita dengan kutipan dari artikelnya, dan "
        "mengabari Anda kalau ada berita baru. Tulis saja pertanyaannya, atau lihat /help."
    ),
    acknowledgement="Baik. Kalau ada lagi yang mau ditanyakan, tulis saja.",
    advice="Saya tidak bisa memberi saran; saya hanya mengutip berita. Coba tanyakan faktanya.",
    apology="Tidak apa-apa. Mau tanya apa?",
    chat="Saya kurang pandai mengobrol, tapi bisa mencarikan berita. Mau tahu tentang apa?",
    complaint="Maaf. Maksudnya tentang apa? Tulis dengan kata lain, saya cari lagi.",
    emoji="Ada yang mau ditanyakan? Tulis saja dengan beberapa kata.",
    farewell="Sampai jumpa! Tulis lagi kapan saja.",
    forecast="Saya tidak bisa menebak yang belum terjadi; saya hanya tahu yang sudah diberitakan.",
    identity=(
        "Saya Kutip, bot yang menjawab pertanyaan dengan kutipan dari artikel berita. Caranya "
        "ada di /help."
    ),
    insult="Maaf kalau saya mengecewakan. Mau saya carikan apa?",
    invitation="Silakan! Tentang apa?",
    languages="Bahasa Indonesia dan Inggris. Tulis saja, atau pilih dengan /language.",
    laughter="Hehe. Ada lagi yang mau ditanyakan?",
    list_ended="Daftarnya sampai di sini. Artikel lainnya ada di /latest.",
    machine=(
        "Saya program komputer, bukan orang atau ChatGPT. Saya tidak mengarang: saya hanya "
        "mengutip artikel berita."
    ),
    no_such_number="Nomor itu tidak ada di jawaban terakhir.",
    press_to_save="Tekan ✓ di bawah pratinjau tadi, lalu saya simpan.",
    nothing_before="Belum ada jawaban sebelumnya. Mau tanya apa?",
    opinion="Saya tidak punya pendapat; saya hanya mengutip berita. Coba tanyakan faktanya.",
    page_add="➕ Tambahkan",
    page_fetching="Halamannya saya ambil dulu…",
    page_there="Ada di koleksi: {title}",
    page_unknown="Belum ada di koleksi: {address}",
    pages_left="{count:tautan lain} tidak saya periksa.",
    passage_known="Artikel ini ada di koleksi: {title}",
    passage_nearest="Yang paling dekat:",
    passage_related="Yang berkaitan:",
    passage_unknown="Artikel ini belum ada di koleksi.",
    praise="Senang bisa membantu!",
    presence="Ya, saya di sini. Mau tanya apa?",
    salam="Waalaikumsalam! Mau tanya apa tentang berita?",
    sources=(
        "Semua yang saya kutip dari artikel berita; sumber dan tautannya ada di bawah tiap "
        "kutipan. Artikel terbaru ada di /latest."
    ),
    task="Itu di luar kemampuan saya; saya hanya mencari dan mengutip berita.",
    translation="Saya tidak bisa menerjemahkan; saya hanya mengutip berita apa adanya.",
    unclear="Saya belum mengerti. Coba tulis pertanyaannya dengan beberapa kata.",
    weather=(
        "Saya tidak punya prakiraan cuaca; coba bmkg.go.id. Yang bisa saya cari: berita "
        "tentang cuaca."
    ),
    wellbeing="Baik, terima kasih. Mau tanya apa tentang berita?",
    which_number="Yang nomor berapa? Tulis angkanya, atau lihat semua di /latest.",
    wish="Amin, terima kasih.",
    other_language="bahasa Inggris",
    other_language_only="Yang saya temukan berbahasa Inggris.",
    proposal_ask="Belum disimpan. Tekan ✓ kalau sudah pas, atau pilih topik dan jadwal lain.",
    proposal_done="Siap, saya kabari.",
    proposal_in_title="Hanya di judul",
    proposal_yes="✓ Ya, kabari",
    refused="Artikel yang saya punya tidak menjawab itu. Lihat apa saja yang ada di /latest.",
    refused_about="Ada artikel tentang {about}, tapi tidak menjawab itu. Yang paling dekat:",
    refused_beside=(
        "Ada artikel tentang {about}, tapi belum ada yang menyebut {missing}. Yang paling dekat:"
    ),
    refused_closest="Belum tentu ini yang dicari, tapi yang paling dekat:",
    refused_missing="Belum ada artikel tentang {missing}.",
    subject_missing="Tentang apa? Tulis pertanyaannya dengan nama atau topiknya, ya.",
    subject_which="Tentang apa?",
    telegram_only="Kabar hanya bisa saya kirim lewat Telegram; di sini saya cuma menjawab.",
    thanks="Sama-sama! Silakan tanya lagi kapan saja.",
)

_ENGLISH = ConversationTexts(
    language=Language.ENGLISH,
    answered_instead="Nothing from {conditions} answers that. The newest that does:",
    days_future="There is no news of {words} yet: it hasn't happened.",
    days_no_such_day="There is no such date as {words}.",
    days_reversed="Those dates are the wrong way round: {words}. Put the earlier one first.",
    news_instead="There is no news for {conditions}. The newest I have: {day}",
    news_instead_undated="There is no news for {conditions}. The newest I have:",
    news_of="News: {conditions}",
    news_old="There is no recent news for {conditions}. The newest I have: {day}",
    news_section_empty="There are no articles in {section} yet.",
    news_title="Newest headlines",
    refused_of="The articles from {conditions} don't answer that.",
    take_back="✕ {label}",
    greeting="Hello! What would you like to know?",
    abilities=(
        "I answer questions about the news with quotes from the articles, and notify you when "
        "there is something new. Just write your question, or see /help."
    ),
    acknowledgement="All right. If there's anything else, just ask.",
    advice="I can't give advice; I only quote the news. Try asking for the facts.",
    apology="No problem. What would you like to know?",
    chat="I'm not much of a talker, but I can find news for you. What about?",
    complaint="Sorry. What did you mean? Put it in other words and I'll search again.",
    emoji="Is there something you'd like to ask? Just write it in a few words.",
    farewell="Goodbye! Write any time.",
    forecast="I can't guess what hasn't happened yet; I only know what has been reported.",
    identity="I'm Kutip, a bot that answers questions with quotes from news articles. See /help.",
    insult="Sorry if I let you down. What can I look up for you?",
    invitation="Go ahead! What is it about?",
    languages="Indonesian and English. Just write, or choose with /language.",
    laughter="Haha. Anything else you'd like to know?",
    list_ended="The list ends here. See all articles in /latest.",
    machine=(
        "I'm a computer program, not a person or ChatGPT. I make nothing up: I only quote "
        "news articles."
    ),
    no_such_number="The last answer has no such number.",
    press_to_save="Press ✓ under the preview above and I'll save it.",
    nothing_before="There is no answer to go on from yet. What would you like to know?",
    opinion="I have no opinions; I only quote the news. Try asking for the facts.",
    page_add="➕ Add it",
    page_fetching="Fetching the page…",
    page_there="In the collection: {title}",
    page_unknown="Not in the collection yet: {address}",
    pages_left="I didn't look up {count:more link|more links}.",
    passage_known="This article is in the collection: {title}",
    passage_nearest="The nearest:",
    passage_related="Related:",
    passage_unknown="This article isn't in the collection yet.",
    praise="Glad I could help!",
    presence="Yes, I'm here. What would you like to know?",
    salam="Waalaikumsalam! What would you like to know?",
    sources=(
        "Everything I quote is from news articles; the source and its link are below each quote. "
        "The newest articles are in /latest."
    ),
    task="That's beyond me; I only find and quote news.",
    translation="I can't translate; I only quote the news as it is.",
    unclear="I don't understand yet. Try writing your question in a few words.",
    weather=(
        "I have no weather forecasts; try bmkg.go.id. What I can find is news about the weather."
    ),
    wellbeing="Fine, thank you. What would you like to know?",
    which_number="Which one? Write its number, or see all of them in /latest.",
    wish="Thank you, and all the best to you.",
    other_language="in Indonesian",
    other_language_only="What I found is in Indonesian.",
    proposal_ask="Not saved yet. Press ✓ if it fits, or choose another topic or time.",
    proposal_done="OK, I'll notify you.",
    proposal_in_title="Only in titles",
    proposal_yes="✓ Yes, notify me",
    refused="The articles I have don't answer that. See what there is with /latest.",
    refused_about="There are articles about {about}, but they don't answer that. The nearest:",
    refused_beside=(
        "There are articles about {about}, but none mentions {missing} yet. The nearest:"
    ),
    refused_closest="This may not be what you're after, but it comes closest:",
    refused_missing="There are no articles about {missing} yet.",
    subject_missing="About what? Please ask again with the name or topic.",
    subject_which="About what?",
    telegram_only="I can send alerts on Telegram only; here I just answer.",
    thanks="You're welcome! Ask me anything, any time.",
)

CONVERSATION: Mapping[Language, ConversationTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
