"""What docs/security.md promises of the code as a whole, held by reading the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.audit import FAULTS, NOT_HERE, verdict

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "index")
UNSAFE_MODULES = {
    *("pickle", "cPickle", "_pickle", "marshal", "shelve", "dbm", "dill", "cloudpickle", "joblib"),
    *("jsonpickle", "yaml", "xmlrpc", "telnetlib", "ftplib", "pty"),
}
UNSAFE_CALLS = {
    *("eval", "exec", "compile", "__import__", "os.system", "os.popen", "tempfile.mktemp"),
    *("ssl._create_unverified_context", "subprocess.getoutput", "subprocess.getstatusoutput"),
    *("builtins.eval", "builtins.exec", "np.fromregex", "pd.read_pickle", "torch.load"),
}
UNSAFE_ARGUMENTS = {
    ("shell", True),
    ("allow_pickle", True),
    ("verify", False),
    ("check_hostname", False),
    ("resolve_entities", True),
    ("load_dtd", True),
    ("no_network", False),
}
UNSAFE_METHODS = {"extractall", "fromstring_unsafe"}
UNSAFE_NAMES = {"CERT_NONE", "PROTOCOL_SSLv3", "PROTOCOL_TLSv1"}
PROMISED = re.compile(r"`(tests/[\w/.]+)`?(?:::(\w+))?")


def unsafe(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What of a module could run what it reads, or believe whom it does not know."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = {alias.name.partition(".")[0] for alias in node.names}
            yield from ((node.lineno, name) for name in names & UNSAFE_MODULES)
        elif isinstance(node, ast.ImportFrom):
            base = (node.module or "").partition(".")[0]
            yield from ((node.lineno, name) for name in {base} & UNSAFE_MODULES)
        elif isinstance(node, ast.Attribute) and node.attr in UNSAFE_NAMES:
            yield node.lineno, node.attr
        elif isinstance(node, ast.Call):
            yield from ((node.lineno, found) for found in unsafe_in_call(node))


def unsafe_in_call(node: ast.Call) -> Iterator[str]:
    called = ast.unparse(node.func)
    if called in UNSAFE_CALLS or called.rpartition(".")[2] in UNSAFE_METHODS:
        yield called
    for keyword in node.keywords:
        if isinstance(keyword.value, ast.Constant):
            pair = (keyword.arg or "", keyword.value.value)
            if pair in UNSAFE_ARGUMENTS:
                yield f"{pair[0]}={pair[1]}"


def test_nothing_that_is_read_is_run_and_no_certificate_is_passed_over() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} {what}"
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
        for line, what in unsafe(ast.parse(file.read_text("utf-8")))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from marshal import loads",
        "import yaml.loader",
        "eval(text)",
        "exec(text)",
        "np.load(path, allow_pickle=True)",
        "subprocess.run(text, shell=True)",
        "os.system(text)",
        "httpx.get(url, verify=False)",
        "context.verify_mode = ssl.CERT_NONE",
        "archive.extractall(folder)",
        "lxml.etree.XMLParser(resolve_entities=True)",
    ],
)
def test_the_reader_of_the_code_sees_what_is_unsafe(code: str) -> None:
    assert list(unsafe(ast.parse(code)))


def test_every_test_that_the_page_on_security_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = PROMISED.findall(page)
    assert len(named) >= 20
    missing = [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).exists()
        or (name and f"def {name}(" not in (ROOT / path).read_text("utf-8"))
    ]
    assert missing == []


KNOWN = {"name": "a", "version": "1", "vulns": []}
FAULTY = {"name": "b", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


def test_an_audit_without_an_answer_is_not_run_and_not_passed() -> None:
    assert verdict([KNOWN]) == (0, [])
    assert verdict([UNKNOWN, FAULTY]) == (FAULTS, ["b 1: CVE-1, mended in 2"])
    assert verdict([KNOWN, UNKNOWN])[0] == verdict([])[0] == NOT_HERE
