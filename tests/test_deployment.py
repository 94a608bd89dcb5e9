"""deploy/cluster: what stands there is what Kutip and the proxy need. No container is started."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from bot.configuration.cluster import Mode
from bot.runtime.environment import PREFIX
from bot.settings import Settings, load_settings

FOLDER = Path(__file__).parents[1] / "deploy" / "cluster"
ROOT = FOLDER.parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CADDYFILE = (FOLDER / "Caddyfile").read_text("utf-8")
DOCKERFILE = (FOLDER / "Dockerfile").read_text("utf-8")
EXAMPLE = (FOLDER / ".env.example").read_text("utf-8")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::[-?]([^}]*))?\}")
NODES = ("opensearch1", "opensearch2", "opensearch3")
BOTS = ("bot1", "bot2")
VALUES = {
    "KUTIP_TOKEN": "42:TEST",
    "KUTIP_OWNERS": "7",
    "DOMAIN": "bot.example.org",
    "POSTGRES_PASSWORD": "secret1",
    "OPENSEARCH_PASSWORD": "Secret-22",
}


def filled(value: object) -> str:
    """A value with what .env says put in."""
    return VARIABLE.sub(lambda found: VALUES[found[1]], str(value))


def environment(name: str) -> dict[str, str]:
    return {key: filled(value) for key, value in SERVICES[name]["environment"].items()}


@pytest.fixture(params=BOTS)
def settings(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a bot there, with none misspelt or wrong: else loading raises."""
    for name, value in environment(request.param).items():
        monkeypatch.setenv(name, value)
    return load_settings(env_file=None)


def test_the_services_are_there() -> None:
    assert set(SERVICES) == {*BOTS, *NODES, "postgresql", "proxy"}


def test_the_settings_of_the_bots_are_settings_with_right_values(settings: Settings) -> None:
    assert settings.database == SecretStr("postgresql://kutip:secret1@postgresql:5432/kutip")
    assert settings.opensearch == tuple(f"https://{node}:9200" for node in NODES)
    assert settings.opensearch_password == SecretStr(VALUES["OPENSEARCH_PASSWORD"])
    assert settings.opensearch_replicas == len(NODES) - 2  # any one of three nodes may die
    assert settings.mode is Mode.WEBHOOK
    assert settings.messages_per_second * len(BOTS) <= 30


def test_the_bots_differ_in_nothing_but_their_folder() -> None:
    first, second = (dict(SERVICES[name]) for name in BOTS)
    folders = [first.pop("volumes"), second.pop("volumes")]
    assert first == second
    data = [[each for each in volumes if each.endswith(":/data")] for volumes in folders]
    assert data == [["bot1:/data"], ["bot2:/data"]]
    assert [volumes[1] for volumes in folders] == [folders[0][1]] * 2
    assert folders[0][1].endswith(":/articles:ro")


def test_the_servers_and_the_bots_agree() -> None:
    database = environment("postgresql")
    assert (database["POSTGRES_USER"], database["POSTGRES_DB"]) == ("kutip", "kutip")
    assert database["POSTGRES_PASSWORD"] == VALUES["POSTGRES_PASSWORD"]
    for node in NODES:
        own = environment(node)
        assert own["node.name"] == node
        assert own["discovery.seed_hosts"].split(",") == list(NODES)
        assert own["cluster.initial_cluster_manager_nodes"].split(",") == list(NODES)
        assert own["OPENSEARCH_INITIAL_ADMIN_PASSWORD"] == VALUES["OPENSEARCH_PASSWORD"]


def test_the_proxy_passes_the_webhook_on(settings: Settings) -> None:
    """Its path and port are those of the settings, and of what says whether a bot is there."""
    path = "/" + settings.webhook_url.split("/", maxsplit=3)[3]
    assert settings.webhook_url == f"https://{VALUES['DOMAIN']}{path}"
    assert CADDYFILE.splitlines()[3] == "{$DOMAIN} {"
    assert f"\t@telegram path {path}\n" in CADDYFILE
    upstreams = " ".join(f"{name}:{settings.webhook_port}" for name in BOTS)
    assert f"reverse_proxy {upstreams} {{" in CADDYFILE
    assert f"health_uri {path}\n" in CADDYFILE
    health = SERVICES["bot1"]["healthcheck"]["test"][-1]
    assert f"'127.0.0.1', {settings.webhook_port}," in health
    assert f"'GET', '{path}'" in health
    assert environment("proxy") == {"DOMAIN": VALUES["DOMAIN"]}
    assert settings.webhook_listen == "0.0.0.0"  # noqa: S104 - in a container of its own


def test_images_are_pinned_and_only_the_proxy_is_reached_from_outside() -> None:
    base = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    for image in [*base, *(service["image"] for service in SERVICES.values())]:
        assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z]+)*$", image), image
    assert len(set(base)) == 1
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_everything_is_watched_and_started_again() -> None:
    for name, service in SERVICES.items():
        assert service["restart"] == "unless-stopped"
        assert ("healthcheck" in service) == (name != "proxy")


def test_volumes_and_files_are_there() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service["volumes"]]
    sources = [VARIABLE.sub(lambda found: found[2], volume).split(":")[0] for volume in mounted]
    assert {each for each in sources if "/" not in each} == set(COMPOSE["volumes"])
    for source in sources:
        assert "/" not in source or (FOLDER / source).exists()
    build = SERVICES["bot1"]["build"]
    assert (FOLDER / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).exists()


def test_the_example_has_every_variable_and_no_other() -> None:
    used = {found[1] for found in VARIABLE.finditer((FOLDER / "compose.yaml").read_text("utf-8"))}
    assert set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)) == used
    required = {
        found[1] for found in VARIABLE.finditer(str(SERVICES)) if found[2] == "set it in .env"
    }
    assert required == set(VALUES) - {"KUTIP_OWNERS"}


def test_the_image_runs_kutip_as_nobody_in_particular() -> None:
    lines = DOCKERFILE.splitlines()
    assert lines.index("USER kutip") < lines.index('CMD ["run"]')
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    files = [name for line in copied for name in line.split()]
    ignored = (FOLDER / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert all((ROOT / name).exists() and f"!{name}" in ignored for name in files)
    names = re.findall(rf"\b({PREFIX}\w+)=", DOCKERFILE)
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    assert names
    assert set(names) <= known
