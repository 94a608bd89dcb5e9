"""Lines of conversation: small talk, and what leads back to the articles."""

from bot.texts.catalog import Catalog


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
    quotes_ended: str
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
