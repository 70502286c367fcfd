"""Joining PDFs into one tagged file with an index, page numbers, links, an outline, and a page that says how it did.

``ctdocs.bundle.join.joiner.join`` does it; ``ctdocs.bundle.join.part`` has what goes in and what comes out. What is not
promised: a part's digital signature does not survive (the signed file is attached), nor do its scripts.
"""
