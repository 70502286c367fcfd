"""The words of the last page of an exported template, which lists the names that it can use."""

from __future__ import annotations

from typing import Final

TITLE: Final = "Names that you can use"
FIELDS: Final = "Fields"
HEADINGS: Final = ("Name", "Tag")
"""What stands over the first column of its tables."""

HELP: Final = (
    "A name in two pairs of curly brackets prints what it stands for: {{ area.police.name }}. A filter after a bar "
    "changes how it is written: {{ on | long_date }} writes a date in words, words writes a number in words, join_and "
    "makes one sentence of a list, one_line puts an address on one line. Values that are not known yet become fields.",
    "Words between if and endif stand only where the value is known: {% if area.spoc.hours %}We are open "
    "{{ area.spoc.hours }}.{% endif %} Words between for and endfor come once for each item of a list: "
    "{% for place in area.report_to %}{{ place.name }}, {% endfor %}and so on. Where this is about whole paragraphs, "
    "each such tag stands in a paragraph of its own, with the letter p straight after its first percent sign; for rows "
    "of a table it is tr.",
    "The grey boxes are the fields that people fill in. You can move a field and change the words around it. Its tag, "
    "under Developer, Properties, must stay as it is, and one field belongs in each paragraph or cell.",
)
SAVING: Final = (
    "Check the file with: ctdocs template check FILE. Then save it in your folder of profiles as {own}, and this area "
    "uses it in place of the text of ctdocs; as {county} it is for every area of the county that has none of its own. "
    "This page is never printed. You can delete it."
)
