"""What is installed is what was locked: every entry has a hash, and another file is refused."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
UV = Path(sys.executable).with_name("uv")
LOCKS = ["requirements.lock", "audit.lock", "mutants.lock"]
INSTALLERS = ["Makefile", "Dockerfile"]
WHEEL = "tiny-1.0-py3-none-any.whl"
FILES = {
    "tiny.py": "",
    "tiny-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
    "tiny-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "tiny-1.0.dist-info/RECORD": "",
}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A package of one empty module, in a folder of packages."""
    path = tmp_path / "packages" / WHEEL
    path.parent.mkdir()
    with ZipFile(path, "w") as packed:
        for name, text in FILES.items():
            packed.writestr(name, text)
    return path


def sync(wheel: Path, entry: str) -> "subprocess.CompletedProcess[str]":
    """Install a lock of one entry as the Makefile does, from that folder alone."""
    lock = wheel.parents[1] / "tiny.lock"
    lock.write_text(f"{entry}\n", encoding="utf-8")
    return subprocess.run(
        [
            *(UV, "pip", "sync", "--require-hashes", lock),
            *("--offline", "--no-index", "--no-config", "--find-links", wheel.parent),
            *("--python", sys.executable, "--target", wheel.parents[1] / "installed"),
            *("--cache-dir", wheel.parents[1] / "cache"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )


def is_installed(wheel: Path) -> bool:
    """Tell whether the package's module is there."""
    return (wheel.parents[1] / "installed" / "tiny.py").exists()


def test_an_entry_with_the_files_hash_is_installed(wheel: Path) -> None:
    """So the refusals below are for the hash, and for nothing else."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()

    done = sync(wheel, f"tiny==1.0 --hash=sha256:{digest}")

    assert done.returncode == 0, done.stderr
    assert is_installed(wheel)


def test_an_entry_with_another_hash_is_refused(wheel: Path) -> None:
    """One digit of the lock was altered."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    altered = ("0" if digest[0] != "0" else "1") + digest[1:]

    done = sync(wheel, f"tiny==1.0 --hash=sha256:{altered}")

    assert done.returncode != 0
    assert "Hash mismatch" in done.stderr
    assert not is_installed(wheel)


def test_a_file_that_was_swapped_is_refused(wheel: Path) -> None:
    """The lock is right, and the package isn't the one that was locked."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    with ZipFile(wheel, "a") as packed:
        packed.writestr("tiny_evil.py", "")

    done = sync(wheel, f"tiny==1.0 --hash=sha256:{digest}")

    assert done.returncode != 0
    assert not is_installed(wheel)


def test_an_entry_without_a_hash_is_refused(wheel: Path) -> None:
    """Somebody added it by hand."""
    done = sync(wheel, "tiny==1.0")

    assert done.returncode != 0
    assert not is_installed(wheel)


@pytest.mark.parametrize("lock", LOCKS)
def test_each_entry_has_hashes_and_names_no_host(lock: str) -> None:
    """The lock works with whatever index a machine is set up for."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.split("\n", 2)[2], flags=re.IGNORECASE)

    assert [entry for entry in entries if not re.match(r"\S+==\S+", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


@pytest.mark.parametrize("installer", INSTALLERS)
def test_each_installer_asks_for_hashes(installer: str) -> None:
    """Nothing is installed from a lock without them."""
    text = (ROOT / installer).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [
        line for line in text.splitlines() if re.search(r"uv pip (sync|install).*\.lock", line)
    ]

    assert lines
    assert [line for line in lines if "--require-hashes" not in line] == []
