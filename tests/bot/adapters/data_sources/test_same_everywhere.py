"""Whatever engine holds a table, a check of it comes out the same, to 1e-9."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.adapters.data_sources.opening import OpenTables, open_tables
from bot.adapters.data_sources.source import Labels, Sources
from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.questions.duplicates import Duplicates
from monitors.check.questions.fairness import Fairness
from monitors.check.questions.joint import Joint
from monitors.check.questions.question import Question
from monitors.check.questions.texts import Text
from monitors.check.reports.as_json import check_as_json
from monitors.check.roles import Roles
from monitors.check.segments import check_segments
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay
from monitors.replay.report import replay_as_json
from monitors.runs.feed import Expression, FeedRules, check_feed
from monitors.text.counted_words import profile_text
from tests.bot.adapters.data_sources.conftest import Stored

pytestmark = pytest.mark.postgres
ODD = """
    SELECT i AS id, h * {scale} AS number, (h * {scale})::FLOAT AS single,
           CASE WHEN i % 9 = 0 THEN NULL WHEN i % 50 = 1 THEN 'inf'::DOUBLE
                WHEN i % 50 = 2 THEN '-inf'::DOUBLE WHEN i % 50 = 3 THEN 'nan'::DOUBLE
                ELSE exp(h * 9) END AS gappy,
           (i * 7919 % {whole})::INTEGER AS whole, (h * 100)::DECIMAL(18,3) AS exact,
           CASE WHEN i % 7 > 0 THEN 'it''s "' || i * 7919 % 5 END AS place, i % 3 = 0 AS yes,
           DATE '2026-01-01' + (i * 31 % {days})::INTEGER AS day,
           TIMESTAMP '2026-10-01 00:30:00' + INTERVAL (i * 37) MINUTE AS at,
           CASE WHEN i % 4 > 0 THEN (i * 31 % 97)::VARCHAR ELSE 'n/a' END AS typed,
           'the red' || CASE WHEN i % {whole} < 9 THEN ' fox no ' || i % 11 ELSE '' END AS words,
           i % 2 = 0 AS truth, CASE WHEN h > 0.4 THEN 1 ELSE 0 END AS said,
           0.05 + 0.9 * h AS score, NULL::DOUBLE AS empty
    FROM (SELECT range AS i, (range * 48271 % 65537) / 65537 AS h FROM range({rows}))
"""
HOW = [pytest.param(50_000, id="by value"), pytest.param(0, id="by cell")]
"""How many values a column of numbers may have to be counted by value."""
ENGINES = ("files", "duckdb", "postgresql")


def same(one: Any, other: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Compare two documents; numbers may differ by 1e-9 of themselves."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            same(one[key], other[key])
    elif isinstance(one, list):
        assert len(one) == len(other)
        for left, right in zip(one, other, strict=True):
            same(left, right)
    elif isinstance(one, float):
        assert one == pytest.approx(other, rel=1e-9, abs=1e-12)
    else:
        assert one == other


def odd(rows: int, scale: float = 1.0, whole: int = 40, days: int = 60) -> str:
    """A table of every kind of column."""
    return ODD.format(rows=rows, scale=scale, whole=whole, days=days)


def checked(tables: OpenTables, roles: Roles, questions: Sequence[Question]) -> dict[str, Any]:
    """Check whole tables and their segments, as JSON."""
    found = check(tables, roles, Limits(), questions)
    return check_as_json(found, 0.0, check_segments(tables, roles, Limits(), found.ids))


@pytest.mark.parametrize("up_to", HOW)
def test_a_check_is_the_same(stored: Stored, monkeypatch: pytest.MonkeyPatch, up_to: int) -> None:
    """Numbers, texts, times, gaps, infinities, predictions: to the ninth digit."""
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", up_to)
    places = stored(odd(1_500), odd(1_200, scale=1.1, whole=50, days=70))
    roles = Roles("truth", "said", "score", segment="place" if up_to else None)
    documents = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            documents[engine] = checked(tables, roles, [Fairness("place"), Text("words")])

    assert not [column for column in documents["files"]["columns"] if column["answer"] == "error"]
    same(documents["duckdb"], documents["files"])
    same(documents["postgresql"], documents["files"])


def test_truth_and_answers_in_other_words_are_said_alike(stored: Stored) -> None:
    """A place beside a yes or no."""
    places = stored(odd(600), odd(600))
    documents = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            documents[engine] = checked(tables, Roles("place", "said"), [])

    assert "share no value" in documents["files"]["notes"][0]
    same(documents["duckdb"], documents["files"])
    same(documents["postgresql"], documents["files"])


@pytest.mark.parametrize("up_to", HOW)
def test_copies_and_columns_that_no_longer_vary_are_the_same(
    stored: Stored, monkeypatch: pytest.MonkeyPatch, up_to: int
) -> None:
    """A load of which a part came twice, with one number, text and day throughout."""
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", up_to)
    now = f"""
        SELECT * REPLACE (0.123::DOUBLE AS number, 'west' AS place, DATE '2026-02-03' AS day)
        FROM (FROM ({odd(1_200)}) UNION ALL FROM ({odd(300)}))
    """  # noqa: S608 - ours
    places = stored(odd(1_500), now)
    documents = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            questions = [Duplicates("id"), Duplicates()]
            documents[engine] = checked(tables, Roles(ignore=["id"]), questions)

    told = [found["note"] for found in documents["files"]["duplicates"]]
    assert [note.split(" of rows")[0] for note in told] == ["20.0%", "20.0%"]
    constant = [one["column"] for one in documents["files"]["columns"] if one["is_constant"]]
    assert constant == ["number", "place", "day"]
    same(documents["duckdb"], documents["files"])
    same(documents["postgresql"], documents["files"])


def test_rows_are_drawn_alike(stored: Stored) -> None:
    """What tells the tables apart, and the estimate without truth, rest on the same rows."""
    now = odd(12_000, scale=1.3).replace("i % 2 = 0 AS truth", "NULL::BOOLEAN AS truth")
    places = stored(odd(12_000), now)
    documents = {}
    for engine in ("files", "postgresql"):
        with open_tables(Sources(*places[engine])) as tables:
            roles = Roles("truth", "said", "score", ignore=["id", "at"])
            documents[engine] = checked(tables, roles, [Joint()])

    assert documents["files"]["joint"] is not None
    same(documents["postgresql"], documents["files"])


@pytest.mark.parametrize("cut", [Cut(rows=700), Cut(timestamp="at", every=timedelta(days=14))])
def test_a_replay_is_the_same(stored: Stored, cut: Cut) -> None:
    """Windows by rows and by time."""
    places = stored(odd(5_000), odd(5_000, scale=1.2))
    documents = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            plan = Plan(cut, runs_per_quarter=13)
            roles = Roles(target="truth", timestamp="at", ignore=["id"])
            documents[engine] = replay_as_json(replay(tables, roles, plan))

    assert len(documents["files"]["windows"]) > 5
    same(documents["duckdb"], documents["files"])
    same(documents["postgresql"], documents["files"])


def test_a_feed_is_looked_at_alike(stored: Stored) -> None:
    """How fresh, how many rows, and an expression of one's own."""
    places = stored(odd(5_000), odd(5_000))
    rules = FeedRules("at", 48.0, [Expression("mean", "avg(number) FILTER (WHERE yes)", 0.6, 1.0)])
    said = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            said[engine] = check_feed(tables, rules, datetime.fromisoformat("2027-02-09T12:00Z"))

    assert [sentence.split()[0] for sentence in said["files"]] == ["The", "Yesterday", "mean"]
    assert said["duckdb"] == said["postgresql"] == said["files"]


def test_times_in_every_writing_are_as_old(stored: Stored) -> None:
    """Digits, texts with an offset and without, seconds: in the monitor's zone on each engine."""
    rows = (
        "SELECT 20270206 AS digits, 1801908000 AS seconds, 1 AS other, "
        "'2027-02-06T12:00:00+05:30' AS zoned, '2027-02-06 12:00' AS plain, "
        "TIMESTAMP '2027-02-06 12:00:00' AS shown FROM range(300)"
    )
    places, now = stored(rows, rows), datetime.fromisoformat("2027-02-09T12:00Z")
    said = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            said[engine] = [
                check_feed(tables, FeedRules(column, 48.0, timezone="Europe/Berlin"), now)[
                    0
                ].partition(",")[0]
                for column in ("digits", "seconds", "zoned", "plain", "shown")
            ]

    assert said["files"] == [
        f"The latest row is from 2027-02-06 {clock} Europe/Berlin"
        for clock in ("00:00", "11:00", "07:30", "12:00", "12:00")
    ]
    assert said["duckdb"] == said["postgresql"] == said["files"]


def test_a_window_and_its_truth_are_the_same(stored: Stored) -> None:
    """Rows in their order, the truth from a table of its own, earlier windows as reference."""
    came = f"SELECT *, id % 3 > 0 AS came FROM ({odd(3_000)})"  # noqa: S608 - ours
    places = stored(came, odd(3_000, scale=1.2))
    documents = {}
    for engine in ENGINES:
        truth, current = places[engine]
        order = "" if engine == "files" else "&order=id"
        sources = Sources(
            current + order,
            current + order,
            rows=range(1_000, 2_000),
            labels=Labels(truth, "id", "came"),
            reference_rows=range(1_000),
        )
        with open_tables(sources) as tables:
            documents[engine] = checked(tables, Roles("came", "said", "score"), [])

    assert documents["files"]["rows"] == {"reference": 1_000, "current": 1_000}
    assert documents["files"]["performance"]["current"]["accuracy"] > 0
    same(documents["duckdb"], documents["files"])
    same(documents["postgresql"], documents["files"])


def test_words_of_every_script_are_counted_alike(stored: Stored) -> None:
    """A regular expression with classes of letters, carried over to an engine that has none."""
    texts = (
        "Die Tür klemmt, 2-mal!", "हिन्दी में लिखा", "நன்றி வணக்கம்", "שָׁלוֹם עוֹלָם", "ABC公司2026年",
        "データを見る、東京", "สวัสดีครับ", "서울은 크다", "👍🏽 ok", "nai\u0308ve", "ÀÉ àé", "a_b",
    )  # fmt: skip
    listed = ", ".join(f"'{text}'" for text in texts)
    rows = f"SELECT t, 1 AS x FROM (SELECT unnest([{listed}]) AS t)"  # noqa: S608 - ours
    places = stored(rows, rows)
    counted = {}
    for engine in ENGINES:
        with open_tables(Sources(*places[engine])) as tables:
            found = profile_text(tables, "t")
            counted[engine] = (found.words_current, found.all_current, found.known_once)

    assert counted["files"][1] == 36
    assert counted["duckdb"] == counted["postgresql"] == counted["files"]
