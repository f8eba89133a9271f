"""Questionnaire files: found by their presence; what is wrong is said with file, line and rule."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assessments.questionnaires import (
    DEFAULT,
    FOLDER,
    load_questionnaires,
    use_questionnaires,
)
from assessments.questionnaires.reading import read_questionnaire
from ground.errors import DomainError

SHORT = (FOLDER / "data_governance.yaml").read_text(encoding="utf-8")
LONG = (FOLDER / "mlops_maturity.yaml").read_text(encoding="utf-8")
FIRST_ACTION = next(line for line in SHORT.splitlines(keepends=True) if "List your ten" in line)
Writer = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Writes a questionnaire file into a company's own folder."""

    def written(text: str) -> Path:
        path = tmp_path / "own" / "own.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture(autouse=True)
def ours_alone() -> Iterator[None]:
    """Forget a company's own folder behind each test."""
    yield
    use_questionnaires(None)


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".YML"])
def test_a_file_dropped_in_a_folder_is_a_questionnaire(write: Writer, ending: str) -> None:
    """It is found by its presence, under its own id, behind the default one."""
    path = write(SHORT.replace("id: data-governance", "id: our-own"))
    path = path.rename(path.with_suffix(ending))
    use_questionnaires(path.parent)

    assert list(load_questionnaires()) == [DEFAULT, "data-governance", "our-own"]


def test_an_id_of_ours_can_not_be_taken(write: Writer) -> None:
    """Past rounds would be read with other questions; ours stay in use."""
    path = write(SHORT)

    with pytest.raises(DomainError, match="already belongs to another questionnaire"):
        use_questionnaires(path.parent)

    assert list(load_questionnaires()) == [DEFAULT, "data-governance"]


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The sentence names the setting."""
    with pytest.raises(DomainError, match="LAMPLIGHTER_QUESTIONNAIRES"):
        use_questionnaires(tmp_path / "nowhere")


def test_a_name_is_made_of_the_id_when_there_is_none(write: Writer) -> None:
    """People read words, not ids."""
    nameless = SHORT.replace("  name: Data governance\n", "").replace("data-gov", "our_own-gov")

    assert read_questionnaire(write(nameless)).meta.label == "Our own governance"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        pytest.param(
            "id: OWN-2", "id: OWN-1", "line 56: items.1.id: the ID OWN-1 appears twice",
            id="duplicate id",
        ),
        pytest.param(
            '      - "Disputes like this stay open."\n', "",
            "line 61: items.1.levels: this has 4 entries but needs at least 5", id="missing level",
        ),
        pytest.param(
            "Disputes like this stay open.", "x" * 76,
            "line 62: items.1.levels.0: this is longer than 75 characters", id="long option",
        ),
        pytest.param(
            '"Disputes like this stay open."', '""', "line 62: items.1.levels.0: this is empty",
            id="empty option",
        ),
        pytest.param(
            "dimension: KNO", "dimension: KNX",
            "line 78: items.2.dimension: there is no dimension KNX; choose from OWN, KNO",
            id="unknown dimension",
        ),
        pytest.param(
            "[business, data_team, it_sec", "[kings, it_sec",
            "line 51: items.0.roles: there is no group kings",
            id="unknown role",
        ),
        pytest.param(
            "needs: []", "needs: [OWN-2]",
            "line 54: items.0.needs: the item OWN-1 depends on itself", id="needs circle",
        ),
        pytest.param(
            "needs: [OWN-1]", "needs: [OWN-9]", "line 75: items.1.needs: there is no item OWN-9",
            id="unknown need",
        ),
        pytest.param(
            "effort: S", "effort: XL", "there is no effort XL; choose from S, M, L", id="effort"
        ),
        pytest.param(
            "owner_group: business", "owner_group: kings",
            "line 29: dimensions.0.owner_group: there is no group kings", id="unknown owner",
        ),
        pytest.param(
            "    quick: true\n", "", "the dimension OWN needs at least one item with quick: true",
            id="no quick item",
        ),
        pytest.param(
            "KNO: 1, ", "", "targets.presets.first_model: the dimension KNO has no target",
            id="missing target",
        ),
        pytest.param(
            "KNO: 1, ", "KNO: 1, KNX: 1, ", "there is no dimension KNX", id="unknown target"
        ),
        pytest.param(
            "3: 12}", "5: 12}", "the weeks for a step from level 3 are missing", id="weeks"
        ),
        pytest.param(
            "value: skip", "value: later", "there is no extra answer later", id="extra answer"
        ),
        pytest.param(
            FIRST_ACTION, "",
            "line 46: items.0.actions: this has 3 entries but needs at least 4", id="actions",
        ),
        pytest.param("  limit: 5", "", "roadmap.limit: this is missing", id="missing key"),
        pytest.param(
            "    gate: true\n", "    gate: true\n    gate: false\n",
            "line 56: items.0.gate: gate appears twice", id="key twice",
        ),
        pytest.param("business: {", "b c: {", "groups.b c.[key]: String should match", id="key"),
        pytest.param("version: 1.0.0", "version: 2", "meta.version", id="no text"),
    ],
)  # fmt: skip
def test_a_broken_rule_names_file_line_and_rule(
    write: Writer, before: str, after: str, sentence: str
) -> None:
    """Whoever writes content sees where to look."""
    assert before in SHORT
    path = write(SHORT.replace(before, after, 1))

    with pytest.raises(DomainError) as raised:
        read_questionnaire(path)

    assert str(raised.value).startswith("own.yaml isn't valid. line ")
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("points_to: [DEF, SRV]", "points_to: [NOWHERE]", "there is no dimension NOWHERE"),
        (
            "asked_of: [business",
            "asked_of: [kings",
            "adoption_screen.asked_of: there is no group kings",
        ),
        ("id: not_enough_known,", "id: unclear,", "the band not_enough_known is missing"),
        ("signals: [5, 7]", "signals: [5, 6]", "no band covers 7 signs"),
        ("id: A2\n", "id: A1\n", "the ID A1 appears twice"),
    ],
    ids=["points nowhere", "asked of nobody", "no band", "gap between bands", "duplicate id"],
)
def test_a_broken_screen_names_the_rule(
    write: Writer, before: str, after: str, sentence: str
) -> None:
    """The seven signs are checked too, when a file has them."""
    assert before in LONG
    path = write(LONG.replace(before, after, 1))

    with pytest.raises(DomainError) as raised:
        read_questionnaire(path)

    assert sentence in str(raised.value)


def test_many_broken_rules_are_counted(write: Writer) -> None:
    """Five are named; the sentence stays readable."""
    path = write(SHORT.replace("business, ", "kings, "))

    with pytest.raises(DomainError, match=r"and \d+ more"):
        read_questionnaire(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"meta: [", "own.yaml, line 1 isn't valid YAML", id="bracket"),
        pytest.param(
            b"a: &x 1\nb: *x\n",
            "own.yaml, line 2: aliases aren't allowed; write out *x",
            id="alias",
        ),
        pytest.param(b"a: \x01\n", "isn't valid YAML", id="control character"),
        pytest.param(b"# nothing\n", "own.yaml is empty", id="empty"),
        pytest.param(
            b"- a\n", "line 1: file: this should be a set of names with values", id="list"
        ),
        pytest.param(b"a: \xff\n", "isn't UTF-8 text", id="bytes"),
        pytest.param(b"#" * 1_000_001, "larger than 1 MB", id="huge"),
    ],
)
def test_a_file_that_is_no_questionnaire_is_said_so(
    write: Writer, content: bytes, sentence: str
) -> None:
    """Whatever is in the file, the answer is one sentence."""
    path = write("")
    path.write_bytes(content)

    with pytest.raises(DomainError) as raised:
        read_questionnaire(path)

    assert sentence in str(raised.value)
