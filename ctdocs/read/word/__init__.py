"""Returned Word forms: by the tags of their controls, else by bookmarks, else by the words around the answer.

Importing this costs little: lxml is imported when a file is read.
"""

from __future__ import annotations

from ctdocs.read.word.form import read_word

__all__ = ["read_word"]
