"""Where the data that ships with ctdocs stands: in the installed package, or at the top of the repository."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def data_root(name: str) -> Path:
    """The folder of shipped data called ``name`` ("areas", "templates").

    An installed ctdocs holds it as ``ctdocs/_data/NAME``; a checkout holds it beside the package. The path is
    returned whether or not it exists.
    """
    shipped = PACKAGE / "_data" / name
    return shipped if shipped.exists() else PACKAGE.parent / name
