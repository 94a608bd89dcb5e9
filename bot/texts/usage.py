"""Texts of the command line's help and usage errors."""

from bot.texts.text_fields import TextFields


class UsageTexts(TextFields):
    """Commands, options and arguments, and what can be wrong with them."""

    # The frame of the help
    usage: str
    usage_hint: str
    options: str
    commands: str
    options_metavar: str
    command_metavar: str
    required: str

    # The program and its commands
    help_kutip: str
    help_ask: str
    help_backup: str
    help_chat: str
    help_check: str
    help_eval: str
    help_export: str
    help_export_feedback: str
    help_import: str
    help_move: str
    help_playground: str
    help_reload: str
    help_restore: str
    help_run: str
    help_samples: str
    help_settings: str
    help_status: str

    # Options by their parameters' names
    option_help: str
    option_version: str
    option_verbose: str
    option_as_json: str
    option_articles: str
    option_queries: str
    option_qrels: str
    option_typos: str
    option_limit_first: str
    option_reader: str
    option_run_file: str
    option_answers_file: str
    option_of_language: str
    option_overwrite: str
    option_remove: str
    option_delete_webhook: str
    option_no_browser: str
    option_port: str
    option_to: str
    option_yes: str

    # Arguments by their parameters' names, and the values of options
    argument_question: str
    argument_file: str
    argument_files: str
    value_file: str
    value_number: str
    value_address: str

    # What is wrong
    usage_no_option: str
    usage_no_command: str
    usage_similar: str
    usage_missing: str
    usage_needs_value: str
    usage_takes_no_value: str
    usage_number: str
    usage_extra: str
    interrupted: str
