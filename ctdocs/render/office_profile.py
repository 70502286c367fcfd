"""The profile with which LibreOffice is started: nothing in a file runs, nothing is fetched, nobody is asked.

Each setting is named as in LibreOffice's registry; one that a version does not know is passed over by it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.sax.saxutils import quoteattr

_SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "CheckDocumentEvents", "true"),
    ("Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    # A proxy at a port where nobody listens: whatever still asks for a web address gets no answer.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "CollectUsageInformation", "false"),
    ("Office.Common/Save/Document", "LoadPrinter", "false"),
)
"""Path in the registry, name and value. Link 0: never update (Writer knows 0 never, 1 ask, 2 always)."""

_OPTIONS: dict[str, bool] = {
    "PDFUACompliance": True,
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "ExportNotes": False,  # a comment names its author, and is not meant for who gets the PDF
    "ExportFormFields": False,  # what stands in a field of the Word file is printed: such a PDF is read, not filled
}

FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {name: {"type": "boolean", "value": str(value).lower()} for name, value in _OPTIONS.items()}, separators=(",", ":")
)
"""What ``--convert-to`` takes: a tagged PDF that keeps to PDF/UA where the file lets it (LibreOffice 7.4 and newer)."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Make ``folder`` a profile with these settings. Raises ``OSError`` where it cannot be written."""
    items = "".join(
        f'<item oor:path={quoteattr("/org.openoffice." + path)}><prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", encoding="utf-8")


def environment() -> dict[str, str]:
    """The environment LibreOffice is started in: ours, without display and without a way out."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), "http://127.0.0.1:9")
    kept = {name: value for name, value in os.environ.items() if name.lower() not in (*nowhere, "no_proxy", "display")}
    return {**kept, **nowhere, "SAL_USE_VCLPLUGIN": "svp"} if os.name == "posix" else {**kept, **nowhere}
