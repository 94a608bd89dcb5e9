"""The parts that are not ready, in words."""

from collections.abc import Container

from bot.monitoring.health import ReadyPart
from bot.texts.monitoring import MonitoringTexts


def words_of(unready: Container[object], texts: MonitoringTexts) -> list[str]:
    """Return a word for each part, but for what passes by itself: a start and an end."""
    words = {
        ReadyPart.STORAGE: texts.part_storage,
        ReadyPart.INDEX: texts.part_index,
        ReadyPart.TELEGRAM: texts.part_telegram,
        ReadyPart.JOBS: texts.part_jobs,
    }
    return [text for part, text in words.items() if part in unready]
