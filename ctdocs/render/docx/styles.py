"""The parts of a Word file that say how it looks: styles, numbering, settings, and what stands round the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ctdocs.documents.blocks import Resolved
from ctdocs.render.docx import looks
from ctdocs.render.docx.ooxml import Xml, dxa, element, field_code, paragraph, root, run, run_look, statement, val

LANGUAGES: Final = {"en": "en-GB", "cy": "cy-GB"}
BULLETS: Final = 1
"""The number of the one numbering that all lists with bullets share."""
_DECIMALS, _FIRST_RECORDS = 2, 3  # abstract numberings
TITLE_INDENT: Final = {"w:left": 85, "w:right": 85, "w:firstLine": 0}
"""Of the title of a record: the lines round it stand over those of the table under it."""
TABLE: Final = "FormTable"
PLAIN_TABLE: Final = "PlainTable"


@dataclass
class Numbering:
    """The numberings of one document. Each numbered list and each repeated set has one of its own."""

    records: list[str] = field(default_factory=list)
    nums: list[int] = field(default_factory=lambda: [BULLETS])

    def ordered(self) -> int:
        """The number of a new numbered list."""
        self.nums.append(_DECIMALS)
        return len(self.nums)

    def record(self, title: str) -> int:
        """The number of a new repeated set whose records are called "TITLE 1", "TITLE 2" and so on."""
        self.records.append(title)
        self.nums.append(_FIRST_RECORDS + len(self.records) - 1)
        return len(self.nums)

    def part(self) -> Xml:
        """``word/numbering.xml``."""
        kinds = [_abstract(BULLETS, "bullet", "•"), _abstract(_DECIMALS, "decimal", "%1.")]
        for place, title in enumerate(self.records):
            kinds.append(_abstract(_FIRST_RECORDS + place, "decimal", f"{title} %1", style="RecordTitle"))
        nums = []
        for number, kind in enumerate(self.nums, 1):
            restart = None
            if kind != BULLETS:
                restart = element("w:lvlOverride", {"w:ilvl": 0}, val("w:startOverride", 1))
            nums.append(element("w:num", {"w:numId": number}, val("w:abstractNumId", kind), restart))
        return element("w:numbering", None, *kinds, *nums)


def _abstract(number: int, kind: str, text: str, *, style: str = "") -> Xml:
    indent = looks.LIST_INDENT if not style else TITLE_INDENT
    level = element(
        "w:lvl",
        {"w:ilvl": 0},
        val("w:start", 1),
        val("w:numFmt", kind),
        val("w:suff", "nothing") if style else None,
        val("w:lvlText", text),
        val("w:lvlJc", "left"),
        element("w:pPr", None, element("w:ind", indent)),
    )
    kinds = val("w:multiLevelType", "singleLevel")
    return element("w:abstractNum", {"w:abstractNumId": number}, kinds, level)


def in_list(number: int) -> Xml:
    """``w:numPr`` of a paragraph in that numbering."""
    return element("w:numPr", None, val("w:ilvl", 0), val("w:numId", number))


def styles(language: str) -> Xml:
    """``word/styles.xml``."""
    fonts = {"w:ascii": looks.FONT, "w:eastAsia": looks.FONT, "w:hAnsi": looks.FONT, "w:cs": looks.FONT}
    spoken = LANGUAGES.get(language, language)
    run_defaults = element(
        "w:rPr",
        None,
        element("w:rFonts", fonts),
        val("w:color", looks.INK),
        val("w:sz", 22),
        val("w:szCs", 22),
        element("w:lang", {"w:val": spoken, "w:eastAsia": spoken, "w:bidi": "ar-SA"}),
    )
    defaults = element(
        "w:docDefaults", None, element("w:rPrDefault", None, run_defaults), element("w:pPrDefault", None)
    )
    return root("w:styles", defaults, *map(_style, looks.STYLES), *_character_styles(), *_table_styles())


def _style(style_id: str) -> Xml:
    look = looks.STYLES[style_id]
    spacing = {
        "w:before": round(look.before * 20),
        "w:after": round(look.after * 20),
        "w:line": round(look.leading * 20),
        "w:lineRule": "exact" if style_id == "TableGap" else "atLeast",
    }
    properties = element(
        "w:pPr",
        None,
        element("w:keepNext") if look.keep else None,
        element("w:keepLines") if look.outline is not None else None,
        in_list(BULLETS) if style_id == "ListBullet" else None,
        *_own(style_id),
        element("w:spacing", spacing),
        element("w:ind", looks.LIST_INDENT) if style_id.startswith("List") else None,
        element("w:ind", {"w:left": dxa(looks.TICK_INDENT), "w:hanging": dxa(looks.TICK_INDENT)})
        if style_id == "Option"
        else None,
        val("w:jc", "center") if style_id.startswith("Footer") else None,
        val("w:outlineLvl", look.outline) if look.outline is not None else None,
    )
    text = element(
        "w:rPr",
        None,
        element("w:b", None if look.bold else {"w:val": 0}),
        element("w:bCs", None if look.bold else {"w:val": 0}),
        val("w:color", look.colour),
        val("w:sz", round(look.size * 2)),
        val("w:szCs", round(look.size * 2)),
    )
    first = style_id == "Normal"
    return element(
        "w:style",
        {"w:type": "paragraph", "w:styleId": style_id} | ({"w:default": 1} if first else {}),
        val("w:name", look.name),
        val("w:basedOn", look.based_on) if look.based_on else None,
        val("w:next", look.next) if look.next else None,
        None if look.shown else element("w:semiHidden"),
        element("w:qFormat") if look.shown else None,
        properties,
        text,
    )


def _own(style_id: str) -> Iterable[Xml]:
    """What stands between ``w:numPr`` and ``w:spacing``: lines, shades and tabs."""
    if style_id == "Heading2":
        yield element("w:pBdr", None, _edge("bottom", looks.ACCENT, 9, space=2))
    elif style_id == "RecordTitle":  # the upper edge of the table that follows, round its title
        sides = [_edge(side, looks.FRAME, 5, space=space) for side, space in (("top", 2), ("left", 4), ("right", 4))]
        yield element("w:pBdr", None, *sides)
        yield element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": looks.SHADE})
    elif style_id == "Option":
        yield element("w:tabs", None, element("w:tab", {"w:val": "left", "w:pos": dxa(looks.TICK_INDENT)}))
    elif style_id == "Header":
        yield element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": dxa(looks.WIDTH)}))


def _edge(side: str, colour: str, eighths: int, *, space: int = 0) -> Xml:
    return element(f"w:{side}", {"w:val": "single", "w:sz": eighths, "w:space": space, "w:color": colour})


def borders(tag: str, sides: Sequence[str], colour: str = looks.FRAME, eighths: int = 5) -> Xml:
    """Lines on those sides (in the order top, left, bottom, right, insideH, insideV), none on the others."""
    order = ("top", "left", "bottom", "right", "insideH", "insideV")
    made = element(tag)
    for side in order if tag == "w:tblBorders" else order[:4]:
        made.append(_edge(side, colour, eighths) if side in sides else val(f"w:{side}", "nil"))
    return made


def _character_styles() -> Iterable[Xml]:
    looks_of = {
        "PlaceholderText": ("Placeholder Text", run_look(colour=looks.PLACEHOLDER)),
        "Hyperlink": ("Hyperlink", element("w:rPr", None, val("w:color", looks.LINK), val("w:u", "single"))),
    }
    standard = {"w:type": "character", "w:default": 1, "w:styleId": "DefaultParagraphFont"}
    yield element("w:style", standard, val("w:name", "Default Paragraph Font"), element("w:semiHidden"))
    for style_id, (name, look) in looks_of.items():
        above = val("w:basedOn", "DefaultParagraphFont")
        yield element("w:style", {"w:type": "character", "w:styleId": style_id}, val("w:name", name), above, look)


def _table_styles() -> Iterable[Xml]:
    def margins(side: int, above: int) -> Xml:
        sides = {"top": above, "left": side, "bottom": above, "right": side}
        return element(
            "w:tblCellMar",
            None,
            *(element(f"w:{name}", {"w:w": width, "w:type": "dxa"}) for name, width in sides.items()),
        )

    indent = element("w:tblInd", {"w:w": 0, "w:type": "dxa"})
    yield element(
        "w:style",
        {"w:type": "table", "w:default": 1, "w:styleId": "TableNormal"},
        val("w:name", "Normal Table"),
        element("w:semiHidden"),
        element("w:tblPr", None, indent, margins(looks.CELL_SIDE, 0)),
    )
    lines = borders("w:tblBorders", ("top", "left", "bottom", "right", "insideH", "insideV"))
    yield element(
        "w:style",
        {"w:type": "table", "w:styleId": TABLE},
        val("w:name", "Form table"),
        val("w:basedOn", "TableNormal"),
        element("w:tblPr", None, lines, margins(looks.CELL_SIDE, 50)),
    )
    yield element(
        "w:style",
        {"w:type": "table", "w:styleId": PLAIN_TABLE},
        val("w:name", "Plain table"),
        val("w:basedOn", "TableNormal"),
        element("w:tblPr", None, margins(0, 0)),
    )


def settings(language: str) -> Xml:
    """``word/settings.xml``: Word 2013 and later lay the file out as they do their own."""
    word = "http://schemas.microsoft.com/office/word"
    modes = {
        "compatibilityMode": 15,
        "overrideTableStyleFontSizeAndJustification": 1,
        "enableOpenTypeFeatures": 1,
        "doNotFlipMirrorIndents": 1,
        "differentiateMultirowTableHeaders": 1,
    }
    compat = [
        element("w:compatSetting", {"w:name": name, "w:uri": word, "w:val": value}) for name, value in modes.items()
    ]
    return root(
        "w:settings",
        val("w:defaultTabStop", 720),
        val("w:characterSpacingControl", "doNotCompress"),
        element("w:compat", None, *compat),
        element("w:themeFontLang", {"w:val": LANGUAGES.get(language, language)}),
        val("w:decimalSymbol", "."),
        val("w:listSeparator", ","),
    )


def header(document: Resolved) -> Xml:
    """The head of a form's pages: the council on the left and the title on the right."""
    sender = run(document.sender, look=run_look(bold=True, colour=looks.ACCENT, size=10))
    return root("w:hdr", paragraph("Header", sender, run("\t"), run(document.title)))


def footer() -> Xml:
    """The foot of every page: page x of y, and what the document is (``footer.text``, put in on rendering)."""
    pages = [run("Page "), field_code("PAGE", "1"), run(" of "), field_code("NUMPAGES", "1")]
    return root(
        "w:ftr",
        statement("{% if draft %}"),
        paragraph("FooterDraft", run("DRAFT – facts marked CONFIRM are not confirmed. Do not use.")),
        statement("{% endif %}"),
        paragraph("Footer", *pages),
        paragraph("FooterSmall", run("{{ footer.text }}")),
    )
