"""Where things are. CS_VAR moves the work folder."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("CS_VAR") or ROOT / "var").resolve()
LOGS = VAR / "log"
STAMPS = VAR / "done"
LOCKS = VAR / "lock"
ADDONS = ROOT / "addons"
TESTS = ROOT / "tests"
