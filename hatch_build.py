"""Build hook: the wheel carries what the browser is served, so `pip install .` is all a user needs."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SITE = ("app.py", "pages", "assets", ".streamlit/config.toml")


class Site(BuildHookInterface[Any]):
    """Puts the site under nmn/site/ in a wheel; an editable install reads the clone itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by Hatchling before it builds; `version` is "standard" or "editable"."""
        if version == "standard":
            root = Path(self.root)
            build_data["force_include"].update({str(root / name): f"nmn/site/{name}" for name in SITE})
