"""HTML turned into plain text: what a person would read, and where its links lead. Nothing in it runs or is fetched."""

from __future__ import annotations

import re

_SKIPPED = frozenset(
    ("head", "script", "style", "template", "noscript", "object", "iframe", "svg", "math", "audio", "video", "select")
)
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "hr"))
_BLOCKS = _SPACED | frozenset(
    ("address", "article", "aside", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "header", "li")
)
_BLOCKS |= frozenset(("main", "nav", "section", "tbody", "tfoot", "thead", "tr"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
MOST_HTML = 2_000_000
"""Characters of HTML that are looked at."""


def plain_of(html: str) -> str:
    """The text of a web page or of an e-mail in HTML; empty where it holds none. Never raises for what it holds."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    # Characters that XML does not know would end the reading.
    clean = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", html[:MOST_HTML])
    if not clean.strip():
        return ""
    try:
        root = etree.fromstring(clean.encode(), parser)
    except etree.XMLSyntaxError:  # nothing in it that HTML would know, or nested beyond reason
        root = None
    if root is None or any(entry.level_name == "FATAL" for entry in parser.error_log):
        return re.sub(r"<[^<>]{0,2000}>", " ", clean).strip()  # rather with its code than with words lost
    made = _Text()
    skipped = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        hidden = (
            node.tag in _SKIPPED or bool(_HIDDEN.search(node.get("style", "")[:2000])) or node.get("hidden") is not None
        )
        if event == "start":
            skipped += hidden
            if not skipped:
                made.start(node.tag, node.get("alt", "") if node.tag == "img" else "", node.text or "")
        else:
            if not skipped:
                made.end(node.tag, node.get("href", "") if node.tag == "a" else "")
            skipped -= hidden
            if not skipped:
                made.add(node.tail or "")
    return made.text()


class _Text:
    """The text as it grows: blanks run together, but where the source is set as it stands (``pre``)."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.links: list[int] = []
        self.pre = 0

    def start(self, tag: str, alt: str, text: str) -> None:
        self.pre += tag == "pre"
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag in _SPACED else "\n")
        if tag == "li":
            self.parts.append("• ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "hr":
            self.parts.append("----------\n")
        elif tag == "img" and alt.strip():
            self.parts.append(f"[picture: {' '.join(alt.split())}]")
        elif tag == "a":
            self.links.append(len(self.parts))
        self.add(text)

    def end(self, tag: str, href: str) -> None:
        self.pre -= tag == "pre"
        if tag == "a" and self.links:
            shown = "".join(self.parts[self.links.pop() :]).strip()
            target = href.strip().removeprefix("mailto:")
            if href.lower().startswith(("http:", "https:", "mailto:")) and target not in shown:
                self.parts.append(f" <{target[:500]}>")
        elif tag in ("td", "th"):
            self.parts.append("    ")
        if tag in _BLOCKS:
            self.parts.append("\n\n" if tag in _SPACED else "\n")

    def add(self, text: str) -> None:
        if text:
            self.parts.append(text.replace(" ", "\u00a0") if self.pre else re.sub(r"[ \t\r\n]+", " ", text))

    def text(self) -> str:
        whole = "".join(self.parts)
        lines = [line.strip(" ") if not line.startswith("    ") else line.rstrip(" ") for line in whole.split("\n")]
        made = "\n".join(re.sub(r"(?<=\S) {2,3}(?=\S)", " ", line) for line in lines)
        return re.sub(r"\n{3,}", "\n\n", made).strip(" \n").replace("\u00a0", " ")
