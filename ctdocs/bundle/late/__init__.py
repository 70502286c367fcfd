"""Late papers: a finished bundle with a part added, replaced or taken out, from the bundle alone.

``ctdocs.bundle.late.change`` does it. Every part that is not touched stays as it is, object for object: its pages,
tags, answers and attached files; its number, its links and the bundle's own pages are made anew. What is not promised:
a bundle that ``ctdocs.bundle.verify`` finds fault with is not changed at all.
"""
