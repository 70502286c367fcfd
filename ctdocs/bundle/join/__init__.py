"""Joining PDFs into one tagged file with an index, page numbers, links and an outline, that says how it meets its rules.

``ctdocs.bundle.join.joiner.join`` does it; ``ctdocs.bundle.join.part`` has what goes in and what comes out. What is not
promised: a part's digital signature does not survive (the signed file is attached), nor do its scripts.
"""
