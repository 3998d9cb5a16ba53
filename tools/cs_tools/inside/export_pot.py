"""Runs inside ``odoo shell``: write the .pot of our addons into a folder.

CS_ADDONS names them, CS_TARGET is the folder. Dates are left out of the header, and
places in models that only tests have, so that the same terms give the same file.
"""

import io
import os
import re
from pathlib import Path

from odoo.tools.translate import trans_export

for name in os.environ["CS_ADDONS"].split(","):
    buffer = io.BytesIO()
    trans_export(None, [name], buffer, "po", env)  # noqa: F821
    text = buffer.getvalue().decode()
    text = re.sub(r'^"(POT-Creation|PO-Revision)-Date: .*\n', "", text, flags=re.M)
    text = re.sub(r"^#: .*__test_cs_.*\n", "", text, flags=re.M)
    Path(os.environ["CS_TARGET"], f"{name}.pot").write_text(text)
