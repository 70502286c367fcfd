"""ASB Case Review (Community Trigger) documents for any local area: made, read back and kept as a case.

Importing this package imports nothing heavy; take what you need from its rooms, for example
``from ctdocs.model.area import load_area``. The command line (``ctdocs --help``) can do nothing that they cannot.
"""

__version__ = "0.1.0"
