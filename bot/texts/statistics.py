"""Texts about statistics and unanswered questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.texts.catalog import Catalog
from index.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsTexts(Catalog):
    """Titles and labels of the report and its charts."""

    command_stats: str
    command_gaps: str
    stats_title: str
    stats_period: str
    stats_range: str
    stats_questions: str
    stats_answered: str
    stats_refused: str
    stats_alerts: str
    stats_articles: str
    stats_topics: str
    stats_replies: str
    stats_half: str
    stats_nearly_all: str
    stats_tile_questions: str
    stats_tile_answered: str
    stats_tile_alerts: str
    stats_tile_replies: str
    stats_seconds: str
    stats_instant: str
    stats_unknown: str
    stats_nothing: str
    stats_others: str
    stats_no_source: str
    stats_said_questions: str
    stats_said_no_questions: str
    stats_said_replies: str
    stats_said_alerts: str
    stats_said_articles: str
    stats_said_topics: str
    stats_said_item: str
    stats_how: str
    gaps_how: str
    gaps_title: str
    gaps_none: str
    gaps_item: str
    gaps_range: str
    gaps_whose: str


_INDONESIAN = StatisticsTexts(
    language=Language.INDONESIAN,
    command_stats="Angka: pertanyaan, kabar, artikel",
    command_gaps="Yang ditanyakan dan belum terjawab",
    stats_title="{days:hari} terakhir",
    stats_period="{days:hari}",
    stats_range="{first} – {last}",
    stats_questions="Pertanyaan per hari",
    stats_answered="terjawab",
    stats_refused="tidak terjawab",
    stats_alerts="Kabar terkirim per hari",
    stats_articles="Artikel baru per hari",
    stats_topics="Topik yang paling banyak diikuti",
    stats_replies="Waktu jawab, dalam detik",
    stats_half="median",
    stats_nearly_all="95 %",
    stats_tile_questions="pertanyaan",
    stats_tile_answered="terjawab",
    stats_tile_alerts="kabar",
    stats_tile_replies="waktu jawab",
    stats_seconds="{seconds} dtk",
    stats_instant="< 1 dtk",
    stats_unknown="–",
    stats_nothing="Belum ada",
    stats_others="lainnya",
    stats_no_source="tanpa sumber",
    stats_said_no_questions="Pertanyaan: belum ada",
    stats_said_questions="Pertanyaan: {count}, terjawab {percent}%",
    stats_said_replies="Waktu jawab: median {half}, 95 % {nearly_all}",
    stats_said_alerts="Kabar terkirim: {count}",
    stats_said_articles="Artikel baru: {count}",
    stats_said_topics="Topik (jumlah obrolan):",
    stats_said_item="{name}: {count}",
    stats_how="Angka ada untuk {periods} hari. Misalnya: /stats 7",
    gaps_how="Pertanyaan disimpan selama {most} hari. Misalnya: /gaps {most}",
    gaps_title="Belum terjawab, {days:hari} terakhir",
    gaps_none="Semua pertanyaan {days:hari} terakhir terjawab.",
    gaps_item="{question} (×{count})",
    gaps_range="{first}–{last} dari {total}",
    gaps_whose="Siapa yang bertanya tidak dicatat. Alamat, tautan, dan nomor diganti …",
)

_ENGLISH = StatisticsTexts(
    language=Language.ENGLISH,
    command_stats="Figures: questions, alerts, articles",
    command_gaps="What was asked and not answered",
    stats_title="The last {days:day|days}",
    stats_period="{days:day|days}",
    stats_range="{first} – {last}",
    stats_questions="Questions per day",
    stats_answered="answered",
    stats_refused="not answered",
    stats_alerts="Alerts sent per day",
    stats_articles="New articles per day",
    stats_topics="Most followed topics",
    stats_replies="Reply time, in seconds",
    stats_half="median",
    stats_nearly_all="95 %",
    stats_tile_questions="questions",
    stats_tile_answered="answered",
    stats_tile_alerts="alerts",
    stats_tile_replies="reply time",
    stats_seconds="{seconds} s",
    stats_instant="under 1 s",
    stats_unknown="–",
    stats_nothing="Nothing yet",
    stats_others="others",
    stats_no_source="no source",
    stats_said_no_questions="Questions: none yet",
    stats_said_questions="Questions: {count}, answered {percent}%",
    stats_said_replies="Reply time: median {half}, 95 % {nearly_all}",
    stats_said_alerts="Alerts sent: {count}",
    stats_said_articles="New articles: {count}",
    stats_said_topics="Topics (by chats):",
    stats_said_item="{name}: {count}",
    stats_how="There are figures for {periods} days. Example: /stats 7",
    gaps_how="Questions are kept for {most} days. Example: /gaps {most}",
    gaps_title="Not answered in {days:day|days}",
    gaps_none="Every question was answered (last {days:day|days}).",
    gaps_item="{question} (×{count})",
    gaps_range="{first}–{last} of {total}",
    gaps_whose="Who asked is not recorded. Addresses, links and numbers are replaced by …",
)

STATISTICS: Mapping[Language, StatisticsTexts] = MappingProxyType(
    {Language.INDONESIAN: _INDONESIAN, Language.ENGLISH: _ENGLISH}
)
