"""The figures that bodies must publish about case reviews, those of appeals, and an area's own.

Pure: cases come as summaries, days are given. Every row says by which day a case falls into a period and what it
counts; what cannot be placed is named, and nothing is dropped. Source: 2014 Act, s.104; the domain's "Law now".
"""

from ctdocs.rules.statistics.counting import counted
from ctdocs.rules.statistics.figures import Count, Figures, NotPlaced, RowFigures
from ctdocs.rules.statistics.merging import merged
from ctdocs.rules.statistics.periods import Period, year
from ctdocs.rules.statistics.plain import as_plain, from_plain
from ctdocs.rules.statistics.rows import Row, rows_of

__all__ = [
    "Count", "Figures", "NotPlaced", "Period", "Row", "RowFigures", "as_plain", "counted", "from_plain", "merged",
    "rows_of", "year",
]  # fmt: skip
