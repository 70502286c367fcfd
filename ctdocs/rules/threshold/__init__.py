"""The threshold: whether a review must be held, and why, down to each complaint.

``assess`` is pure: every day is given. ``of_case.request_of`` makes what it asks from a case.
"""

from ctdocs.rules.threshold.assess import assess
from ctdocs.rules.threshold.values import (
    Assessment,
    Check,
    Incident,
    LimbResult,
    Proposal,
    Report,
    ReportResult,
    Request,
    Reset,
    When,
)

__all__ = [
    "Assessment", "Check", "Incident", "LimbResult", "Proposal", "Report", "ReportResult", "Request", "Reset", "When",
    "assess",
]  # fmt: skip
