"""Adapters to programs that others wrote, which judge, fill and draw our PDFs. One file each; all give plain data."""
