"""Commands whose help and usage errors are in the command line's language.

click has its own words in English; here they come from the catalog, by the names of commands and
parameters.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import IO, Any

import click

from bot.runtime.environment import command_line_language
from bot.texts.usage import UsageTexts


def usage_texts() -> UsageTexts:
    """Return the texts in the command line's language."""
    return UsageTexts(command_line_language())


class Failure(click.ClickException):
    """An error that ends the program with a message for a person."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message to standard error."""
        click.echo(f"kutip: {self.message}", file=file, err=True)


class WrongUsage(Failure):
    """Arguments that are no use of a command; shows which are."""

    exit_code = 2

    def __init__(self, message: str, context: click.Context) -> None:
        super().__init__(message)
        self.context = context

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the usage, how to get help, and the message."""
        hint = usage_texts().format("usage_hint", command=self.context.command_path)
        click.echo(f"{self.context.get_usage()}\n{hint}\n", file=file, err=True)
        super().show(file)


class UsageFormatter(click.HelpFormatter):
    """Writes the frame of the help in the command line's language."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.texts = usage_texts()

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or f"{self.texts.usage} ")


class UsageContext(click.Context):
    """A context whose help is written by :class:`UsageFormatter`."""

    formatter_class = UsageFormatter


class CatalogCommand(click.Command):
    """A command with its texts in the catalog: ``help_NAME``, ``option_NAME``, ``argument_NAME``.

    NAME is that of the command or parameter.
    """

    context_class = UsageContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set the texts and parse the arguments; raises WrongUsage."""
        texts, strict = usage_texts(), not ctx.allow_extra_args
        set_texts(self, texts)
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            raise wrong_usage(error, ctx) from None
        if rest and strict:
            raise WrongUsage(texts.format("usage_extra", words=" ".join(rest)), ctx)
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = usage_texts().option_help
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the options do."""
        texts = usage_texts()
        options = (each for each in self.get_params(ctx) if isinstance(each, click.Option))
        records = filter(None, (each.get_help_record(ctx) for each in options))
        rows = ((name, text.replace("[required]", texts.required)) for name, text in records)
        write_section(formatter, texts.options, rows)


def set_texts(command: click.Command, texts: UsageTexts) -> None:
    """Give a command and its parameters their texts."""
    command.help = texts.format(help_key(str(command.name)))
    command.options_metavar = texts.options_metavar
    for each in command.params:
        if isinstance(each, click.Option):
            each.help = texts.format(f"option_{each.name}")
            if not is_flag(each):
                each.metavar = _value(each.type, texts)
        else:
            name = texts.format(f"argument_{each.name}")
            each.metavar = name if each.required else f"[{name}]"


def _value(type_: "click.ParamType[Any]", texts: UsageTexts) -> str:
    match type_:
        case click.types.IntParamType():
            return texts.value_number
        case click.Choice(choices=choices):
            return "|".join(choices)
        case click.types.StringParamType():
            return texts.value_address
        case _:
            return texts.value_file


def write_section(
    formatter: click.HelpFormatter, title: str, rows: Iterable[tuple[str, str]]
) -> None:
    """Write a title, and what each of several things does."""
    with formatter.section(title):
        formatter.write_dl(list(rows))


def wrong_usage(error: click.UsageError, context: click.Context) -> WrongUsage:
    """Return what click found wrong, in words of ours."""
    texts, parameters = usage_texts(), context.command.get_params(context)
    match error:
        case click.NoSuchOption(option_name=name):
            options = [option for each in parameters for option in each.opts]
            text = no_such("usage_no_option", name, options)
        case click.BadOptionUsage(option_name=name):
            flags = {option for each in parameters if is_flag(each) for option in each.opts}
            key = "usage_takes_no_value" if name in flags else "usage_needs_value"
            text = texts.format(key, name=name)
        case click.BadParameter(param=click.Parameter() as parameter):
            is_missing = isinstance(error, click.MissingParameter)
            key = "usage_missing" if is_missing else "usage_number"
            text = texts.format(key, name=_shown(parameter, context))
        case _:
            text = error.format_message()
    return WrongUsage(text, context)


def help_key(command: str) -> str:
    """Return the key of a command's help."""
    return f"help_{command.replace('-', '_')}"


def no_such(key: str, name: str, names: Iterable[str]) -> str:
    """Say that there is no such option or command, and name the nearest."""
    texts = usage_texts()
    text = texts.format(key, name=name)
    similar = get_close_matches(name, names, n=1)
    return texts.format("usage_similar", text=text, similar=similar[0]) if similar else text


def is_flag(parameter: click.Parameter) -> bool:
    """Return whether it is an option that takes no value."""
    return isinstance(parameter, click.Option) and parameter.is_flag


def _shown(parameter: click.Parameter, context: click.Context) -> str:
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.make_metavar(context).removesuffix("...")
