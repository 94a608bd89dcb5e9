"""deploy/: what stands there is what Kutip and the proxy need; tests/install carries it out."""

import re
import tomllib
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
ALONE = ROOT / "deploy" / "docker"
SYSTEMD = ROOT / "deploy" / "systemd"
ALONE_COMPOSE: dict[str, Any] = yaml.safe_load((ALONE / "compose.yaml").read_text("utf-8"))
DOCKERFILE = (ALONE / "Dockerfile").read_text("utf-8")
VERSION: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::[-?]([^}]*))?\}")
SETTINGS = {PREFIX + field.upper() for field in Settings.model_fields}
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
    assert "127.0.0.1:%s/readyz" in SERVICES["bot1"]["healthcheck"]["test"][-1]
    assert environment("proxy") == {"DOMAIN": VALUES["DOMAIN"]}
    assert settings.webhook_listen == "0.0.0.0"  # noqa: S104 - in a container of its own


def test_images_are_pinned_and_only_the_proxy_is_reached_from_outside() -> None:
    base = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    bot = ALONE_COMPOSE["services"]["kutip"]
    for image in [*base, bot["image"], *(service["image"] for service in SERVICES.values())]:
        assert re.search(r":\d+\.\d+(\.\d+)?(-[a-z]+)*$", image), image
    assert len(set(base)) == 1
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_everything_is_watched_and_started_again() -> None:
    for name, service in SERVICES.items():
        assert service["restart"] == "unless-stopped"
        assert ("healthcheck" in service) == (name != "proxy")


@pytest.mark.parametrize("compose", [COMPOSE, ALONE_COMPOSE], ids=["cluster", "docker"])
def test_no_service_fills_the_machine(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert service["logging"]["driver"] == "json-file", name
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}, name


def test_a_node_of_opensearch_has_twice_the_memory_of_its_heap() -> None:
    for node in NODES:
        heap = re.search(r"-Xmx(\d+)g", environment(node)["OPENSEARCH_JAVA_OPTS"])
        assert heap is not None
        assert int(SERVICES[node]["mem_limit"].rstrip("g")) == 2 * int(heap[1])


def test_both_ways_may_be_on_one_machine() -> None:
    assert COMPOSE["name"] != ALONE_COMPOSE["name"]


def test_volumes_and_files_are_there() -> None:
    mounted = [volume for service in SERVICES.values() for volume in service["volumes"]]
    sources = [VARIABLE.sub(lambda found: found[2], volume).split(":")[0] for volume in mounted]
    assert {each for each in sources if "/" not in each} == set(COMPOSE["volumes"])
    for source in sources:
        assert "/" not in source or (FOLDER / source).exists()
    build = SERVICES["bot1"]["build"]
    assert (FOLDER / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).exists()


@pytest.mark.parametrize("folder", [FOLDER, ALONE], ids=lambda folder: folder.name)
def test_the_example_has_every_variable_and_no_other(folder: Path) -> None:
    used = {found[1] for found in VARIABLE.finditer((folder / "compose.yaml").read_text("utf-8"))}
    example = (folder / ".env.example").read_text("utf-8")
    assert set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == used


def test_what_has_to_be_set_is_asked_for() -> None:
    required = {
        found[1] for found in VARIABLE.finditer(str(SERVICES)) if found[2] == "set it in .env"
    }
    assert required == set(VALUES) - {"KUTIP_OWNERS"}


def test_the_image_runs_kutip_as_nobody_in_particular() -> None:
    lines = DOCKERFILE.splitlines()
    assert lines.index("USER 10001:10001") < lines.index('CMD ["run"]')
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    files = [name for line in copied for name in line.split()]
    ignored = (ALONE / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert {f"!{name}" for name in files} | {"*", "**/__pycache__"} == set(ignored)
    assert all((ROOT / name).exists() for name in files)
    names = re.findall(rf"\b({PREFIX}\w+)=", DOCKERFILE)
    assert names
    assert set(names) <= SETTINGS


def test_the_container_has_no_rights_and_writes_its_volume_only() -> None:
    service = ALONE_COMPOSE["services"]["kutip"]
    assert service["read_only"] is service["init"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert [volume for volume in service["volumes"] if not volume.endswith(":ro")] == ["data:/data"]
    assert "ports" not in service
    assert int(service["stop_grace_period"].rstrip("s")) > 10
    assert {name for name in service["environment"] if name.startswith(PREFIX)} <= SETTINGS


def test_compose_and_image_ask_the_same_whether_it_is_healthy() -> None:
    image = re.search(r'CMD \["python", "-c", "(.+)"\]', DOCKERFILE)
    assert image is not None
    assert ALONE_COMPOSE["services"]["kutip"]["healthcheck"]["test"][-1] == image[1]
    assert "127.0.0.1:%s/healthz" in image[1]
    both = SERVICES["bot1"]["healthcheck"]["test"][-1]
    assert both == image[1].replace("/healthz", "/readyz")


def test_the_image_of_the_cluster_is_the_same_with_what_several_machines_need() -> None:
    build = SERVICES["bot1"]["build"]
    alone = ALONE_COMPOSE["services"]["kutip"]["build"]
    assert build == alone | {"args": {"REQUIREMENTS": "cluster"}}
    assert (ROOT / "requirements" / "cluster.txt").exists()


def test_the_version_is_that_of_the_project() -> None:
    images = [SERVICES["bot1"]["image"], ALONE_COMPOSE["services"]["kutip"]["image"]]
    assert images == [f"kutip-cluster:{VERSION}", f"kutip:{VERSION}"]
    assert f'image.version="{VERSION}"' in DOCKERFILE
    assert f"--tag kutip:{VERSION} " in DOCKERFILE
    pages = (ROOT / "docs" / f"{name}.md" for name in ("install", "systemd", "docker", "releasing"))
    for page in pages:
        wheels = re.findall(r"kutip[-:](\d+\.\d+\.\d+)", page.read_text("utf-8"))
        assert set(wheels) <= {VERSION}


def test_the_unit_and_its_settings_name_what_the_page_makes() -> None:
    unit = (SYSTEMD / "kutip.service").read_text("utf-8")
    page = (ROOT / "docs" / "systemd.md").read_text("utf-8")
    folder = re.search(r"^WorkingDirectory=(.+)$", unit, re.MULTILINE)
    program = re.search(r"^ExecStart=(\S+) run$", unit, re.MULTILINE)
    assert folder is not None
    assert program is not None
    assert f"{folder[1]}/.env" in page
    assert re.search(r"^StartLimitIntervalSec=0$", unit, re.MULTILINE), "it may give up for good"
    assert "StartLimitBurst" not in unit
    assert re.search(r"^RestartSec=5s$", unit, re.MULTILINE)
    assert "is tried again every five seconds, without an end" in page
    assert f"sudo -u kutip {program[1]} check" in page
    example = dict(
        line.split("=", 1)
        for line in (SYSTEMD / ".env.example").read_text("utf-8").splitlines()
        if line.startswith(PREFIX)
    )
    assert set(example) <= SETTINGS
    state = re.search(r"^StateDirectory=(.+)$", unit, re.MULTILINE)
    assert state is not None
    assert example["KUTIP_DATA"] == f"/var/lib/{state[1]}"
    assert f"--group kutip {example['KUTIP_ARTICLES']}\n" in page
