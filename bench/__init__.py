"""Measures that anyone can repeat: ``python -m bench`` holds ctdocs up beside other tools, in one run, by ratios."""
