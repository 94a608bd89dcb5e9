"""Texts of `kutip move`."""

from bot.texts.catalog import Catalog


class MovingTexts(Catalog):
    """Progress and result of moving an installation."""

    move_begins: str
    move_progress: str
    move_table: str
    move_done: str
    move_damaged: str
    move_with_nul: str
    move_left_out: str
    move_source_stays: str
    move_next_postgresql: str
    move_next_file: str
