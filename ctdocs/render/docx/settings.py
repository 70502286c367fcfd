"""Protection: an issued form in which the fields can be filled and nothing else changed."""

from __future__ import annotations

from typing import Any, Final

from ctdocs.render.docx.ooxml import qn
from ctdocs.render.docx.package import parse, serialised

_PROTECTION: Final = qn("w:documentProtection")
_BEFORE: Final = frozenset(
    qn(f"w:{name}")
    for name in (
        "writeProtection", "view", "zoom", "removePersonalInformation", "removeDateAndTime",
        "doNotDisplayPageBoundaries", "displayBackgroundShape", "printPostScriptOverText",
        "printFractionalCharacterWidth", "printFormsData", "embedTrueTypeFonts", "embedSystemFonts",
        "saveSubsetFonts", "saveFormsData", "mirrorMargins", "alignBordersAndEdges", "bordersDoNotSurroundHeader",
        "bordersDoNotSurroundFooter", "gutterAtTop", "hideSpellingErrors", "hideGrammaticalErrors",
        "activeWritingStyle", "proofState", "formsDesign", "attachedTemplate", "linkStyles", "stylePaneFormatFilter",
        "stylePaneSortMethod", "documentType", "mailMerge", "revisionView", "trackRevisions", "doNotTrackMoves",
        "doNotTrackFormatting",
    )
)  # fmt: skip
"""What stands before the protection (ISO 29500-1, 17.15.1.78: the order of ``CT_Settings``)."""
_TRACKING: Final = qn("w:trackRevisions")


def settings_of(data: bytes, name: str, *, protect: bool) -> bytes:
    """The settings of an issued file: its changes are not tracked, and, to ``protect``, only its fields are filled."""
    root = parse(data, name)
    for node in [node for node in root if node.tag == _TRACKING or (protect and node.tag == _PROTECTION)]:
        root.remove(node)
    if protect:
        root.insert(sum(node.tag in _BEFORE for node in root), _protection(root))
    return serialised(root)


def _protection(root: Any) -> Any:
    node = root.makeelement(_PROTECTION)
    node.set(qn("w:edit"), "forms")
    node.set(qn("w:enforcement"), "1")
    return node
