"""Where app.py, pages/ and assets/ are: the clone's root, or nmn/site in an installed wheel."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def site_path() -> Path:
    """Give the folder that holds app.py."""
    for folder in (PACKAGE / "site", PACKAGE.parent):
        if (folder / "app.py").is_file():
            return folder
    raise FileNotFoundError(
        f"NMN Explorer's app.py is neither in {PACKAGE / 'site'} nor in {PACKAGE.parent}."
    )
