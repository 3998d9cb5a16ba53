"""Dashboards of cs_dashboard, from short definitions to the JSON that Odoo reads.

Only Odoo Enterprise edits dashboards on the screen, and nobody maintains thousands of
lines of formulas by hand. ``tools/dashboards`` writes them; a test compares.
"""

import json

from ..paths import ROOT
from . import appraisal, attendance, incentive, service

FOLDER = ROOT / "addons" / "cs_dashboard" / "data" / "files"
BOARDS = {
    "appraisal": appraisal.board,
    "attendance": attendance.board,
    "incentive": incentive.board,
    "service": service.board,
}


def texts():
    """Content of each file by its path."""
    return {
        FOLDER / f"{name}_dashboard.json": json.dumps(
            make().to_json(), indent=1, ensure_ascii=False
        )
        + "\n"
        for name, make in BOARDS.items()
    }
