"""The diary of a case: every duty of the area's procedure, whether it is done, due or late, and why.

The duties are data of the profile (``ctdocs.model.area_calendar``); nothing here knows a scheme. A duty is done where
the log says so: a letter that was sent, a day, a value or a decision that somebody recorded, or a step done elsewhere.
What nobody recorded counts as not done.
"""

from ctdocs.rules.diary.book import Book, Duty
from ctdocs.rules.diary.items import Item, Promise, explained
from ctdocs.rules.diary.shapes import diary

__all__ = ["Book", "Duty", "Item", "Promise", "diary", "explained"]
