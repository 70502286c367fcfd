"""Resolved documents as tagged, fillable PDF (PDF/UA-1), drawn with reportlab."""
