"""`lamplighter assessment score`: rounds in a file, for people and for scripts."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Run

EXAMPLES = Path(__file__).parents[2] / "assessments/examples.yaml"


def test_scores_for_scripts(run: Run) -> None:
    """The shapes of the worked examples, as JSON."""
    finished = run("assessment", "score", EXAMPLES, "--json")

    scored = json.loads(finished.out)["examples"]
    assert finished.status == 0
    assert [set(example) for example in scored] == [{"id", "screen", "maturity", "use_case"}] * 3
    assert scored[0]["maturity"]["level"] == 0


def test_scores_for_people(run: Run) -> None:
    """A line for each round."""
    lines = run("assessment", "score", EXAMPLES).out.splitlines()

    assert lines[0] == (
        "quick_three_people: level 0, provisional; weakest DEF, PPL; screen act, 7 signs; "
        "first steps STR-1, DEF-2, PPL-2, MON-1, GOV-1; "
        "use case 96% complete, quality 65, risk limited, lane groundwork first"
    )
    assert lines[2].endswith("risk high, lane next, pass marks rejected")


def test_a_mistake_in_a_use_case_is_put_into_words(run: Run, tmp_path: Path) -> None:
    """With its line, and what is allowed there."""
    file = tmp_path / "rounds.yaml"
    file.write_text(
        "examples:\n- id: a\n  input:\n    today: 2026-11-23\n    use_case:\n"
        "      set:\n        human_role: nobody\n"
    )

    finished = run("assessment", "score", file)

    assert finished.status == 2
    assert (
        "line 7: examples.0.input.use_case.set.human_role: “nobody” isn't one of the choices: "
        "person_decides_with_advice"
    ) in finished.err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"examples: [",
            "rounds.yaml, line 1 isn't valid YAML: a bracket is not closed, or a value is",
        ),
        (b"\xff\xfe\x00", "rounds.yaml isn't UTF-8 text."),
        (b"", "rounds.yaml is empty."),
        (b"- 1", "line 1: file: this should be a set of names with values"),
        (b"models: []", "line 1: examples: this is missing"),
        (b"version: 1.0\nexamples: []", "line 1: version: this should be text"),
        (b"examples:\n- {id: a}", "line 2: examples.0.input: this is missing"),
        (b"#" * 10_000_001, "is larger than 10 MB"),
    ],
)
def test_a_wrong_file_gets_one_sentence(
    run: Run, tmp_path: Path, content: bytes, sentence: str
) -> None:
    """On stderr, with status 2."""
    file = tmp_path / "rounds.yaml"
    file.write_bytes(content)

    finished = run("assessment", "score", file)

    assert finished.status == 2
    assert sentence in finished.err
    assert len(finished.err.splitlines()) == 1


@pytest.mark.parametrize("name", [".", "gone.yaml"])
@pytest.mark.parametrize("command", [("assessment", "score"), ("apply",)], ids=["score", "apply"])
def test_a_folder_and_a_file_that_is_not_there(
    run: Run, tmp_path: Path, command: tuple[str, ...], name: str
) -> None:
    """Both commands say which it is."""
    finished = run(*command, tmp_path / name)

    assert finished.status == 2
    assert finished.err in {
        f"lamplighter: {tmp_path} is a folder, not a file.\n",
        f"lamplighter: There is no file {tmp_path}/gone.yaml.\n",
    }


def test_scores_with_another_questionnaire(run: Run, tmp_path: Path) -> None:
    """One without signs has none to say."""
    file = tmp_path / "rounds.yaml"
    answers = "{OWN-1: 2, KNO-1: 2, QUA-1: 1, PRO-1: 2}"
    file.write_text(
        "examples: [{id: a, input: {mode: quick, respondents: "
        f"[{{id: x, group: business, answers: {answers}}}]}}}}]"
    )

    finished = run("assessment", "score", file, "--questionnaire", "data-governance")

    assert finished.out.startswith("a: level 1, provisional; weakest QUA; first steps QUA-1")


def test_an_unknown_questionnaire_is_said_so(run: Run) -> None:
    """With those that there are."""
    finished = run("assessment", "score", EXAMPLES, "--questionnaire", "astrology")

    assert finished.status == 2
    assert "Available: mlops-maturity, data-governance" in finished.err


def test_a_broken_questionnaire_of_ones_own_stops_the_command(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line names file, line and rule."""
    (tmp_path / "own.yaml").write_text("meta: {id: own, version: '1'}\n")
    monkeypatch.setenv("LAMPLIGHTER_QUESTIONNAIRES", str(tmp_path))

    finished = run("assessment", "score", EXAMPLES)

    assert finished.status == 2
    assert "own.yaml isn't valid. line 1: groups: this is missing" in finished.err
