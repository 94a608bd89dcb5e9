"""Texts about adding, removing and editing articles."""

from bot.texts.catalog import Catalog


class ArticleTexts(Catalog):
    """Adding pages and documents; removing and editing articles."""

    command_add: str
    command_remove: str
    command_edit: str

    # Pages
    add_how: str
    draft_title: str
    draft_date: str
    draft_source: str
    draft_length: str
    draft_unknown: str
    draft_short: str
    draft_known: str
    draft_save: str
    draft_discard: str
    draft_discarded: str
    draft_gone: str
    page_added: str
    page_changed: str
    page_known: str
    page_is_feed: str

    # Documents
    document_started: str
    document_done: str
    document_nothing: str
    document_too_large: str
    document_failed: str

    # Files on the command line
    import_done: str
    import_folder: str
    import_nothing: str
    export_done: str
    export_there: str
    export_ending: str

    # Removing
    remove: str
    remove_how: str
    remove_which: str
    removed: str
    undo: str
    undo_gone: str
    restored: str

    # Editing
    edit_how: str
    edit_how_fields: str
    edit_example: str
    edit_done: str
    edit_same: str
    edit_field_title: str
    edit_field_date: str
    edit_field_source: str
    edit_field_section: str
    edit_date_unclear: str
    edit_empty: str
    edit_which: str
    edit_undo: str
    edit_undo_gone: str
    edit_undone: str

    # What went wrong
    change_failed: str
    load_forbidden: str
    load_is_folder: str
    load_gone: str
    load_name_too_long: str
    load_too_many_open: str
    load_unreadable: str
    load_no_process: str
    load_too_complex: str
    load_bad_row: str
    load_too_many_files: str
    load_not_a_file: str
    load_encrypted: str
    load_nested_archive: str
    load_too_many_rows: str
    load_bomb: str
    load_failed: str
    load_too_many_failures: str
    load_too_slow: str

    # Audit log
    did_add: str
    did_import: str
    did_remove: str
    did_restore: str
    did_edit: str
