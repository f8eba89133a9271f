"""The documents match the code: links, commands, settings, manifest, glossary, examples."""

import json
import re
import shlex
from pathlib import Path

import pytest
import typer
import yaml
from typer.core import TyperCommand, TyperGroup

from assistant.words import GLOSSARY
from bot.apply.configuration import Configuration
from bot.cli.app import app
from bot.local_slack.methods import METHODS
from bot.local_slack.scopes import SCOPES_OF_EVENT, needed_scopes
from bot.manifest import BOT_EVENTS, OPTIONAL_SCOPES, WHY_A_SCOPE, app_manifest
from bot.settings import Settings
from tests.bot.cli.conftest import Run

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
UPLOADS = {"files.getUploadURLExternal", "files.completeUploadExternal"}
"""What the SDK's `files_upload_v2` calls."""
CODE = [
    "lamplighter",
    "bot",
    "handlers",
    "assistant",
    "monitors",
    "deployments",
    "assessments",
    "ground",
    "tests",
    "bench",
]


DIALECT = re.compile(
    r"held against|\banew\b|by (its|their) nature|\bmend|stands? there|\blies in\b|judged rightly"
    r"|nothing the matter|as usual again|\bWho (asked|built|was) (?!.*\?)"
)


def test_the_bot_quotes_the_glossary() -> None:
    """`/lamplighter ask` and the page explain the same words in the same way."""
    words = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    page = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", page, re.MULTILINE)

    assert [row for row in rows if row[0] != "word"] == list(words.items())


def test_the_readme_uses_the_words_of_the_glossary() -> None:
    """Pass mark, band and PSI are explained there in one line each."""
    words = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^- \*\*(.+?)\*\*: (.+)\.$", readme, re.MULTILINE))

    assert list(lines) == ["Pass mark", "Band", "PSI"]
    for word, meaning in lines.items():
        assert words.get(word) == meaning or words[word.lower()].startswith(meaning)


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


def lamplighter() -> TyperGroup:
    """The command line as Click sees it."""
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    return command


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_link_leads_somewhere(document: Path) -> None:
    """A relative link names a file of the project, and a heading that is in it."""
    links = re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", document.read_text())
    targets = [(document.parent / file if file else document, anchor) for file, anchor in links]

    assert [str(target) for target, _ in targets if not target.exists()] == []
    assert [anchor for target, anchor in targets if anchor and anchor not in anchors(target)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_page_is_in_plain_english(document: Path) -> None:
    """No phrase that reads as translated."""
    assert DIALECT.findall(document.read_text(encoding="utf-8")) == []


def anchors(document: Path) -> set[str]:
    """Return what GitHub calls the headings of a page in links."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_each_page_that_the_code_mentions_is_there() -> None:
    """A page that moves takes the code's mentions along."""
    files = [ROOT / "Makefile", *DOCUMENTS]
    files += [found for folder in CODE for found in (ROOT / folder).rglob("*.py")]
    missing = {
        f"{file.relative_to(ROOT)}: {page}"
        for file in files
        for page in re.findall(r"\bdocs/[\w/-]+\.md\b", file.read_text(encoding="utf-8"))
        if not (ROOT / page).exists()
    }

    assert missing == set()


def test_each_page_is_on_a_shelf() -> None:
    """Start here links to every page but the decisions, which have a folder."""
    start = ROOT / "docs/start-here.md"
    pages = {found for found in (ROOT / "docs").rglob("*.md") if found.parent.name != "adr"}
    linked = re.findall(r"\]\(([\w/-]+\.md)", start.read_text(encoding="utf-8"))

    assert {str(page.relative_to(start.parent)) for page in pages - {start}} == set(linked)


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


def test_check_of_the_readme_prints_what_the_readme_shows(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The output under the command is real, and alerts about the column of the story."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    line = next(line for line in typed_commands("lamplighter") if " check " in line)
    shown = next(block for block in blocks(ROOT / "README.md", "text") if "ALERT" in block)

    finished = run(*shlex.split(line)[1:])

    assert finished.status == 1
    assert "".join(f"{line.rstrip()}\n" for line in finished.out.splitlines()) == shown
    assert re.search(r"RELP +ALARM", shown)


def test_example_of_models_and_monitors_is_valid() -> None:
    """The documented file is read without a complaint, and all of it is understood."""
    (example,) = blocks(ROOT / "docs/how-to/watch-a-model.md", "yaml")
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
    """Each Web API method that the code calls has its scope; each scope has a use.

    Slack is asked about channels that people chose, and a direct message can't be chosen.
    """
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
    heard = {scope for event in BOT_EVENTS for scope in SCOPES_OF_EVENT.get(event, [])}
    assert scopes == (needed - {"im:read"}) | heard | {"commands"}


def test_the_guide_names_each_scope_and_why() -> None:
    """The table of scopes, and that of the optional ones, which are in the manifest too."""
    guide = (ROOT / "docs/how-to/install-in-slack.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z_:]+)` \| (.+) \|$", guide, re.MULTILINE)
    manifest = json.loads(json.dumps(app_manifest()))

    assert rows == [*WHY_A_SCOPE.items(), *OPTIONAL_SCOPES.items()]
    assert manifest["oauth_config"]["scopes"]["bot_optional"] == list(OPTIONAL_SCOPES)
    assert set(OPTIONAL_SCOPES) < set(WHY_A_SCOPE)
