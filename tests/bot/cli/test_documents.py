"""Documents in step with the code: links, commands, settings, manifest, examples."""

import json
import re
import shlex
from pathlib import Path

import pytest
import typer
import yaml
from typer.core import TyperCommand, TyperGroup

from bot.apply.configuration import Configuration
from bot.cli.app import app
from bot.jobs.passages import GLOSSARY
from bot.local_slack.methods import METHODS
from bot.local_slack.scopes import needed_scopes
from bot.manifest import app_manifest
from bot.settings import Settings
from tests.bot.cli.conftest import Run

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
UPLOADS = {"files.getUploadURLExternal", "files.completeUploadExternal"}
"""What the SDK's `files_upload_v2` calls."""


def test_glossary_says_what_the_docs_say() -> None:
    """The assistant and the page explain each word alike."""
    words = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    page = (ROOT / "docs/start-here.md").read_text(encoding="utf-8")

    assert [f"| {word} | {meaning} |" in page for word, meaning in words.items()] == [True] * len(
        words
    )


def blocks(document: Path, language: str) -> list[str]:
    """Every fenced block of a language."""
    found: list[str] = re.findall(rf"```{language}\n(.*?)```", document.read_text(), re.DOTALL)
    return found


def typed_commands(program: str) -> list[str]:
    """Every line that a reader is asked to type, for one program."""
    lines = [
        line.partition(" #")[0].strip()
        for document in DOCUMENTS
        for block in blocks(document, "bash")
        for line in block.splitlines()
    ]
    return sorted({line for line in lines if line.split(" ")[0] == program})


def commands(group: TyperGroup, prefix: str = "") -> list[str]:
    """Every command's full name."""
    names = []
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            names += commands(command, f"{prefix}{name} ")
        else:
            names.append(f"{prefix}{name}")
    return names


def lamplighter() -> TyperGroup:
    """The command line as Click sees it."""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    return command


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_link_leads_somewhere(document: Path) -> None:
    """A relative link names a file of the project."""
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("line", typed_commands("make"))
def test_make_target_exists(line: str) -> None:
    """What a reader is asked to make can be made."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)

    assert line.split(" ")[1] in targets


@pytest.mark.parametrize("line", typed_commands("lamplighter"))
def test_command_is_understood(line: str) -> None:
    """Every option and argument of a documented command exists."""
    arguments = shlex.split(line)[1:]
    command: object = lamplighter()
    while isinstance(command, TyperGroup):
        command = command.commands[arguments.pop(0)]

    assert isinstance(command, TyperCommand)
    assert command.make_context(line, arguments).command is command


def test_check_of_the_readme_says_what_moved(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's own example alerts, and names the column of the story."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "120")
    line = next(line for line in typed_commands("lamplighter") if " check " in line)

    finished = run(*shlex.split(line)[1:])

    assert finished.status == 1
    assert re.search(r"RELP .* alarm", finished.out)


def test_commands_page_lists_each_command() -> None:
    """No command is left out, and none is invented."""
    page = (ROOT / "docs/commands.md").read_text()

    assert sorted(re.findall(r"^\| `lamplighter ([a-z ]+)`", page, re.MULTILINE)) == sorted(
        commands(lamplighter())
    )


def test_example_of_models_and_monitors_is_valid() -> None:
    """The documented file is read without a complaint, and all of it is understood."""
    (example,) = blocks(ROOT / "docs/models-and-monitors.md", "yaml")
    configuration = Configuration.model_validate(yaml.safe_load(example))

    assert configuration.models[0].champion == "v3"
    assert configuration.monitors[0].columns.ignore == ["year"]


def test_env_example_holds_each_setting_with_its_default() -> None:
    """`.env.example` and the settings are the same list, with the same words."""
    text = (ROOT / ".env.example").read_text()
    for name, field in Settings.model_fields.items():
        default = "" if field.default is None else str(field.default)
        assert f"# {field.description}\n{name.upper()}={default}\n" in text
    assert len(re.findall(r"^[A-Z_]+=", text, re.MULTILINE)) == len(Settings.model_fields)


def test_manifest_file_is_what_the_command_prints(run: Run) -> None:
    """`manifest.json` is ready to paste."""
    printed = run("manifest").out

    assert json.loads((ROOT / "manifest.json").read_text()) == json.loads(printed)


def test_manifest_asks_for_the_scopes_that_are_used_and_no_more() -> None:
    """Each Web API method that the code calls has its scope; each scope has a use."""
    manifest = json.loads(json.dumps(app_manifest()))
    scopes = set(manifest["oauth_config"]["scopes"]["bot"])
    source = "".join(
        path.read_text()
        for path in (ROOT / "bot").rglob("*.py")
        if "local_slack" not in path.parts
    )
    called = {method for method in METHODS if f".{method.replace('.', '_')}" in source} | UPLOADS
    needed = {scope for method in called for scope in needed_scopes(method, None)}

    assert "chat.update" in called
    assert scopes == needed | {"commands"}
