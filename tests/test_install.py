"""The wheel is all a user needs: it carries the site, and runs from any folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import nmn

pytestmark = pytest.mark.slow

ROOT = Path(nmn.__file__).parent.parent


def run(*command: object, cwd: Path, path: Path | None = None) -> str:
    """Run a command in a folder, `path` first on Python's path; give its output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean | ({"PYTHONPATH": str(path)} if path else {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    [built] = folder.glob("nmn-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in it and nothing else; dependencies come from this environment."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install")
    run(*pip, "--no-index", "--no-deps", "--no-compile", "--target", folder, wheel, cwd=folder)
    return folder


def test_wheel_carries_the_site(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())
    site = [ROOT / "app.py", ROOT / ".streamlit" / "config.toml"]
    site += [path for folder in ("pages", "assets") for path in (ROOT / folder).rglob("*.*")]
    wanted = {
        f"nmn/site/{path.relative_to(ROOT).as_posix()}"
        for path in site
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(wanted) > 4
    assert wanted <= carried
    assert not [name for name in carried if "__pycache__" in name or "secrets" in name]
    assert "nmn/site/nmn" not in {"/".join(name.split("/")[:3]) for name in carried}


def test_installed_copy_is_its_own_home(installed: Path, tmp_path: Path) -> None:
    ask = "import nmn.site_path; print(nmn.site_path.site_path())"
    assert (
        Path(run(sys.executable, "-c", ask, cwd=tmp_path, path=installed).strip())
        == installed / "nmn" / "site"
    )


@pytest.mark.parametrize("command", [("-m", "nmn"), ("bin/nmn",)], ids=" ".join)
def test_installed_command_runs_from_any_folder(
    installed: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    last = command[-1] if command[0] == "-m" else installed / command[-1]
    help_text = run(sys.executable, *command[:-1], last, "--help", cwd=tmp_path, path=installed)
    assert "run" in help_text
    assert "train" in help_text


def test_clone_is_its_own_home() -> None:
    from nmn.site_path import site_path

    assert site_path() == ROOT
