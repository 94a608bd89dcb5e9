"""Texts about what persons said, in their own words."""

from bot.texts.catalog import Catalog


class QuotationTexts(Catalog):
    """Lists of quotations, the persons they are of, and answers in a person's own words."""

    quotations_of: str
    quotations_about: str
    quotations_others: str
    quotations_none: str
    quotations_none_about: str
    quotations_which: str
    quotations_unknown: str
    quotations_nearest: str
    quotations_how: str
    quotations_reading: str
    quotations_read_as: str
    spoken_words: str
    spoken_missing: str
    spoken_elsewhere: str
