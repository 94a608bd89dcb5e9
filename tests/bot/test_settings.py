"""Settings: what is taken from where, and every mistake named at once without a secret."""

import os
import traceback
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from bot.configuration.cluster import ClusterSettings, Mode
from bot.configuration.operation import OperationSettings
from bot.errors import Problem, SettingsError
from bot.fetching.proxies import Proxy
from bot.model.interface_language import InterfaceLanguage
from bot.runtime.log_format import LogFormat
from bot.services.network import proxy_routes
from bot.settings import LogLevel, Settings, load_settings
from index.types import Language

ROOT = Path(__file__).parents[2]
TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-_"

CLUSTER_DEFAULTS = {
    "database": None,
    "opensearch": (),
    "opensearch_index": "kutip",
    "opensearch_shards": 1,
    "opensearch_replicas": 1,
    "opensearch_user": "",
    "opensearch_password": None,
    "opensearch_ca": None,
    "opensearch_verify": True,
    "mode": Mode.POLLING,
    "webhook_url": "",
    "webhook_listen": "127.0.0.1",
    "webhook_port": 8080,
    "webhook_secret": None,
    "webhook_certificate": None,
    "webhook_key": None,
    "messages_per_second": 30,
}
OPERATION_DEFAULTS = {
    "log_format": LogFormat.AUTO,
    "api_local": False,
    "proxy": None,
    "free_mb": 500,
    "questions_per_minute": 60,
    "group_questions_per_minute": 60,
    "inline_per_minute": 120,
    "uploads_per_hour": 120,
    "unanswered_days": 30,
    "answers_days": 30,
    "statistics_days": 400,
    "audit_days": 365,
    "messages_days": 30,
    "updates_days": 2,
    "inactive_days": 365,
}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment without any variable of ours; what a test sets is undone."""
    for name in [name for name in os.environ if name.upper().startswith("KUTIP_")]:
        monkeypatch.delenv(name)
    yield monkeypatch


def write(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / ".env"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def problems_of(env_file: Path | None) -> tuple[Problem, ...]:
    with pytest.raises(SettingsError) as caught:
        load_settings(env_file)
    return caught.value.problems


def test_everything_has_a_default() -> None:
    assert load_settings(None).model_dump() == CLUSTER_DEFAULTS | OPERATION_DEFAULTS | {
        "token": None,
        "api_url": "https://api.telegram.org/bot",
        "articles": Path("articles"),
        "data": Path("data"),
        "reader": None,
        "owners": frozenset(),
        "language": Language.INDONESIAN,
        "log_level": LogLevel.INFO,
        "time_zone": "Asia/Jakarta",
        "topics": 50,
        "topic_share": 50,
        "alerts_per_hour": 20,
        "alert_days": 7,
        "story_days": 7,
        "watch": True,
        "reload_minutes": 0,
        "feedback_days": 365,
        "monitoring_port": 0,
        "monitoring_listen": "127.0.0.1",
        "backup_hours": 24,
        "backup_keep": 7,
        "backups": None,
        "fetch_allow": (),
    }


def test_a_missing_file_is_no_mistake(tmp_path: Path) -> None:
    assert load_settings(tmp_path / ".env") == load_settings(None)


def test_every_setting_can_be_set_in_the_file(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        f"KUTIP_TOKEN={TOKEN}",
        "KUTIP_API_URL=http://127.0.0.1:8081/bot/",
        "KUTIP_ARTICLES=/srv/news",
        "KUTIP_DATA=~/kutip",
        "KUTIP_READER=/srv/reader",
        "KUTIP_OWNERS= 42 , 7,,42",
        "KUTIP_LANGUAGE=EN",
        "KUTIP_LOG_LEVEL=debug",
        "KUTIP_WATCH=No",
        "KUTIP_RELOAD_MINUTES=30",
        "KUTIP_FEEDBACK_DAYS=90",
        "KUTIP_MONITORING_PORT=9464",
        "KUTIP_MONITORING_LISTEN= ::1 ",
        "KUTIP_BACKUP_HOURS=0",
        "KUTIP_BACKUP_KEEP=3",
        "KUTIP_BACKUPS=~/backups",
        "OTHER_PROGRAM=1",
    )
    assert load_settings(file).model_dump() == CLUSTER_DEFAULTS | OPERATION_DEFAULTS | {
        "token": SecretStr(TOKEN),
        "api_url": "http://127.0.0.1:8081/bot",
        "articles": Path("/srv/news"),
        "data": Path.home() / "kutip",
        "reader": Path("/srv/reader"),
        "owners": frozenset({7, 42}),
        "language": Language.ENGLISH,
        "log_level": LogLevel.DEBUG,
        "time_zone": "Asia/Jakarta",
        "topics": 50,
        "topic_share": 50,
        "alerts_per_hour": 20,
        "alert_days": 7,
        "story_days": 7,
        "watch": False,
        "reload_minutes": 30,
        "feedback_days": 90,
        "monitoring_port": 9464,
        "monitoring_listen": "::1",
        "backup_hours": 0,
        "backup_keep": 3,
        "backups": Path.home() / "backups",
        "fetch_allow": (),
    }


def test_the_environment_goes_before_the_file(
    tmp_path: Path, environment: pytest.MonkeyPatch
) -> None:
    environment.setenv("KUTIP_LANGUAGE", "en")
    assert load_settings(write(tmp_path, "KUTIP_LANGUAGE=id")).language is InterfaceLanguage.ENGLISH


@pytest.mark.parametrize("empty", ["", " ", '""'])
def test_what_is_set_to_nothing_is_not_set(tmp_path: Path, empty: str) -> None:
    file = write(tmp_path, f"KUTIP_TOKEN={empty}", f"KUTIP_OWNERS={empty}", "KUTIP_DATA=")
    assert load_settings(file) == load_settings(None)


def test_a_token_of_spaces_is_no_token() -> None:
    assert Settings.model_validate({"token": "  "}).token is None


def test_a_byte_order_mark_does_not_hide_the_first_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("KUTIP_TOKEN=42:TEST\n", "utf-8-sig")
    assert load_settings(file).token == SecretStr("42:TEST")


def test_settings_cannot_be_changed() -> None:
    settings = load_settings(None)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(settings, "articles", Path("elsewhere"))  # noqa: B010 - the type checker sees it, too


def test_values_of_the_right_type_are_taken_as_they_are() -> None:
    settings = Settings(token=SecretStr("42:TEST"), owners=frozenset({7}), data=Path("/tmp/x"))  # noqa: S108 - never opened
    assert settings.token == SecretStr("42:TEST")
    assert settings.owners == {7}
    assert settings.data == Path("/tmp/x")  # noqa: S108 - never opened


def test_all_mistakes_are_named_together(tmp_path: Path, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("KUTIP_ARTICLE", "berita")
    file = write(
        tmp_path,
        "KUTIP_TOKEN=telegram",
        "KUTIP_API_URL=ftp://example.org/bot",
        "KUTIP_OWNERS=42, budi, -7, 0",
        "KUTIP_DATA=~nobody-of-this-name/x",
        "KUTIP_LANGUAGE=fr",
        "KUTIP_LOG_LEVEL=loud",
        "KUTIP_COLOUR=red",
        "no value here",
        "KUTIP_TOPICS=0",
        "KUTIP_TIME_ZONE=../Jakarta",
    )
    assert sorted(problems_of(file), key=repr) == sorted(
        [
            Problem(".env", "settings_line", {"line": 8}),
            Problem("KUTIP_ARTICLE", "settings_misspelt", {"suggestion": "KUTIP_ARTICLES"}),
            Problem("KUTIP_COLOUR", "settings_unknown", {}),
            Problem("KUTIP_TOKEN", "settings_token", {}),
            Problem("KUTIP_API_URL", "settings_url", {}),
            Problem("KUTIP_OWNERS", "settings_owners", {"value": "budi, -7, 0"}),
            Problem("KUTIP_DATA", "settings_path", {"value": "~nobody-of-this-name/x"}),
            Problem("KUTIP_LANGUAGE", "settings_choice", {"value": "fr", "choices": "id, en, ms"}),
            Problem("KUTIP_TOPICS", "settings_number", {"value": "0", "least": 1, "most": 1000}),
            Problem("KUTIP_TIME_ZONE", "settings_zone", {"value": "../Jakarta"}),
            Problem(
                "KUTIP_LOG_LEVEL",
                "settings_choice",
                {"value": "loud", "choices": "DEBUG, INFO, WARNING, ERROR, CRITICAL"},
            ),
        ],
        key=repr,
    )


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1:8081/bot",
        "http:///bot",
        "http://127.0.0.1:8081",
        "http://127.0.0.1:x/bot",
        "http://127.0.0.1:0/bot",
        "http://[::1/bot",
        "https://api.telegram.org/bot?a=b",
        f"https://api.telegram.org/bot{TOKEN}",
    ],
)
def test_an_address_that_no_token_can_follow_is_refused(tmp_path: Path, address: str) -> None:
    file = write(tmp_path, f"KUTIP_API_URL={address}")
    assert problems_of(file) == (Problem("KUTIP_API_URL", "settings_url", {}),)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"KUTIP_TOKEN=\xff\xfe\x00")
    assert problems_of(file) == (Problem(".env", "settings_file", {}),)


def test_a_folder_in_the_files_place_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path) == (Problem(tmp_path.name, "settings_file", {}),)


@pytest.mark.parametrize(
    "line",
    [
        f"KUTIP_TOKEN={TOKEN}!",
        f"KUTIP_API_URL=https://api.telegram.org/bot{TOKEN}",
        f"KUTIP_OWNERS=1, {TOKEN}",
        f"KUTIP_OWNERS={TOKEN.partition(':')[2]}",
        f"KUTIP_LANGUAGE={TOKEN}",
        f"KUTIP_DATA=~{TOKEN}/x",
        f"KUTIP_TOKEN {TOKEN}",
        f"KUTIP_TOPICS={TOKEN}",
        f"KUTIP_WATCH={TOKEN}",
    ],
)
def test_no_mistake_shows_the_token(tmp_path: Path, line: str) -> None:
    """Not even a token that was put in the wrong place, in the error or in what led to it."""
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, line))
    secret = TOKEN.partition(":")[2]
    assert secret not in repr(caught.value)
    assert secret not in repr(caught.value.problems)
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_settings_do_not_show_the_token(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, f"KUTIP_TOKEN={TOKEN}"))
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump()} "
    assert TOKEN not in settings.model_dump_json()


def test_a_long_value_is_cut_in_the_message(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path, "KUTIP_LANGUAGE=" + "bahasa " * 30))
    assert len(str(problem.arguments["value"])) == 40


def test_the_example_file_lists_every_setting_with_its_comment_and_default() -> None:
    example = ROOT / ".env.example"
    assert load_settings(example) == load_settings(None)
    fields = Settings.model_fields
    more = OperationSettings.model_fields | ClusterSettings.model_fields
    own = [each for each in fields.items() if each[0] not in more]
    blocks = example.read_text("utf-8").strip().split("\n\n")[1:]
    assert [block.split("=")[0] for block in blocks] == [
        f"# {field.description}\nKUTIP_{name.upper()}" for name, field in [*own, *more.items()]
    ]


def test_a_switch_takes_the_usual_words_and_no_others(tmp_path: Path) -> None:
    for word, value in (("on", True), ("FALSE", False), ("1", True), ("no", False)):
        assert load_settings(write(tmp_path, f"KUTIP_WATCH={word}")).watch is value
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, "KUTIP_WATCH=perhaps"))
    arguments: dict[str, str | int] = {"value": "perhaps", "choices": "yes, no"}
    assert caught.value.problems == (Problem("KUTIP_WATCH", "settings_choice", arguments),)


@pytest.mark.parametrize(
    "address",
    [
        "http://proxy.example:3128",
        "https://budi:rahasia@proxy.example",
        "socks5://proxy.example:1080/",
        "socks5h://budi:p%40ss@[2001:db8::1]:1080",
    ],
)
def test_a_proxy_of_every_kind_can_be_set(tmp_path: Path, address: str) -> None:
    settings = load_settings(write(tmp_path, f"KUTIP_PROXY={address}"))
    assert settings.proxy == SecretStr(address)


@pytest.mark.parametrize(
    "address",
    [
        "proxy.example:3128",
        "socks4://a:rahasia@proxy.example",
        "ftp://a:rahasia@proxy.example",
        "http://a:rahasia@:3128",
        "http://a:rahasia@proxy.example:0",
        "http://a:rahasia@proxy.example:x",
        "http://a:rahasia@proxy.example/path",
        "socks5://a:rahasia@proxy.example?a=b",
    ],
)
def test_what_is_no_proxy_is_named_without_its_password(
    tmp_path: Path, address: str, environment: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(write(tmp_path, f"KUTIP_PROXY={address}"))
    assert caught.value.problems == (Problem("KUTIP_PROXY", "settings_proxy", {}),)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.problems)
    assert "rahasia" not in shown.replace(__file__, "")
    if "://" in address:  # other programs take an address without a scheme
        environment.setenv("all_proxy", address)
        assert problems_of(None) == (Problem("ALL_PROXY", "settings_proxy", {}),)


def test_the_systems_proxies_are_taken_where_the_settings_name_none(
    environment: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"):
        environment.delenv(name, raising=False)
        environment.delenv(name.lower(), raising=False)
    page, secure = httpx.URL("http://warta.example/"), httpx.URL("https://warta.example/")
    environment.setenv("ALL_PROXY", "socks5://all.example:1080")
    assert proxy_routes(load_settings(None)).proxy_for(page) == Proxy("socks5://all.example:1080")
    environment.setenv("HTTPS_PROXY", "CAPITALS.example:3128")
    environment.setenv("https_proxy", "small.example:3128")
    routes = proxy_routes(load_settings(None))
    assert routes.proxy_for(secure) == Proxy("http://small.example:3128")
    assert routes.proxy_for(page) == Proxy("socks5://all.example:1080")
    assert routes.source == "HTTPS_PROXY"
    environment.setenv("KUTIP_PROXY", "http://own.example:3128")
    environment.setenv("NO_PROXY", "dekat.example")
    routes = proxy_routes(load_settings(None))
    assert routes.proxy_for(page) == routes.proxy_for(secure) == Proxy("http://own.example:3128")
    assert routes.proxy_for(httpx.URL("https://dekat.example/")) is None
    assert routes.source == "KUTIP_PROXY"


def test_all_secrets_of_the_settings_are_known_and_none_is_shown(tmp_path: Path) -> None:
    settings = load_settings(
        write(
            tmp_path,
            f"KUTIP_TOKEN={TOKEN}",
            "KUTIP_API_URL=http://budi:kata%2Fapi@127.0.0.1:8081/bot",
            "KUTIP_DATABASE=postgresql://kutip:kata%40db@db.example/kutip",
            "KUTIP_OPENSEARCH_PASSWORD=kata-cari",
            "KUTIP_WEBHOOK_SECRET=kata_kait",
            "KUTIP_PROXY=socks5h://budi:kata%40prx@proxy.example:1080",
        )
    )
    secrets = {TOKEN, TOKEN.partition(":")[2], "kata-cari", "kata_kait"}
    secrets |= {"kata%2Fapi", "kata/api", "kata%40db", "kata@db", "kata%40prx", "kata@prx"}
    assert secrets <= settings.secrets()
    assert "" not in settings.secrets()
    assert {secret for secret in secrets if secret in f"{settings!r} {settings}"} == set()


def test_the_password_of_the_systems_proxy_is_a_secret(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("https_proxy", "budi:kata%40sistem@proxy.example:3128")
    assert {"kata%40sistem", "kata@sistem"} <= load_settings(None).secrets()


@pytest.mark.parametrize("name", ["MONITORING_LISTEN", "WEBHOOK_LISTEN"])
@pytest.mark.parametrize("address", ["' '", "ü.ü..é", f"{'a' * 64}.example", "a b", "*"])
def test_where_to_listen_is_an_address_and_never_everywhere_by_mistake(
    tmp_path: Path, name: str, address: str
) -> None:
    (problem,) = problems_of(write(tmp_path, f"KUTIP_{name}={address}"))
    assert (problem.name, problem.key) == (f"KUTIP_{name}", "settings_listen")


def test_what_several_machines_need_can_be_set(tmp_path: Path) -> None:
    settings = load_settings(
        write(
            tmp_path,
            "KUTIP_DATABASE=postgresql://kutip:p%40ss@db.example:5433/kutip",
            "KUTIP_OPENSEARCH= https://s1.example:9200/ ,https://s2.example:9200",
            "KUTIP_OPENSEARCH_SHARDS=3",
            "KUTIP_OPENSEARCH_PASSWORD=geheim",
            "KUTIP_OPENSEARCH_VERIFY=no",
            "KUTIP_MODE=Webhook",
            "KUTIP_WEBHOOK_URL=https://bot.example/telegram",
            "KUTIP_WEBHOOK_SECRET=abc_-123",
        )
    )
    assert settings.opensearch == ("https://s1.example:9200", "https://s2.example:9200")
    assert (settings.opensearch_shards, settings.opensearch_verify) == (3, False)
    assert (settings.mode, settings.webhook_url) == (Mode.WEBHOOK, "https://bot.example/telegram")
    shown = f"{settings!r} {settings.model_dump()} {settings.model_dump_json()}"
    assert not any(secret in shown for secret in ("p%40ss", "geheim", "abc_-123"))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("DATABASE=mysql://db.example/kutip", "settings_database"),
        ("DATABASE=postgresql://db.example", "settings_database"),
        ("DATABASE=kutip.db", "settings_database"),
        ("DATABASE=postgresql://a:secret-pass@db.example/k?opt=1", "settings_database_option"),
        ("DATABASE=postgresql://a:secret-pass@db.example/k?sslmode", "settings_database_option"),
        ("DATABASE=postgresql://db.example/k?sslmode=on", "settings_database_option"),
        ("OPENSEARCH=s1.example:9200", "settings_addresses"),
        ("OPENSEARCH=https://a:secret-pass@s1.example:9200", "settings_addresses"),
        ("OPENSEARCH_INDEX=Kutip", "settings_index"),
        ("OPENSEARCH_INDEX=../x", "settings_index"),
        ("WEBHOOK_URL=http://bot.example/telegram", "settings_webhook"),
        ("WEBHOOK_URL=https://bot.example/telegram?a=b", "settings_webhook"),
        ("WEBHOOK_SECRET=two words", "settings_secret"),
        ("MODE=webhook", "settings_webhook_missing"),
        ("MODE=push", "settings_choice"),
    ],
)
def test_what_several_machines_cannot_use_is_named(tmp_path: Path, line: str, key: str) -> None:
    (problem,) = problems_of(write(tmp_path, f"KUTIP_{line}"))
    assert problem.key == key
    assert "secret-pass" not in repr(problem)
