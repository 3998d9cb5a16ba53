"""The browser for the journeys: Chrome or Chromium, whichever Odoo will find."""

import shutil

from . import apt
from .console import Fault

_NAMES = ("google-chrome", "chromium", "chromium-browser")


def ensure():
    if any(shutil.which(name) for name in _NAMES):
        return
    if apt.is_ubuntu():
        raise Fault(
            "Browser tests need Chrome, and Ubuntu's own Chromium cannot be driven:"
            " install google-chrome, or leave them out with ./test --fast."
        )
    apt.install(["chromium"], "Chromium, for the browser tests,")
