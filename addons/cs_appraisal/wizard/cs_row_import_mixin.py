import base64
from collections import Counter

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.cs_metric_sheet import BAD, CORRECTION, NEW, THERE

#: so many bad rows are shown; the file to download has them all
SHOWN = 100


class CsRowImportMixin(models.AbstractModel):
    """Facts from a file: it says row by row what is wrong, takes all good rows and
    gives back the bad ones. The same file again changes nothing.

    A dialog that inherits it says how it is called, which reader judges the rows and
    how they are taken.
    """

    _name = "cs.row.import.mixin"
    _description = "Import of Rows"

    content = fields.Binary("File", attachment=False)
    name = fields.Char("File Name")
    origin = fields.Char(
        "Taken From", help="Which platform the file comes from, as it is kept."
    )
    is_correcting = fields.Boolean("Correct Existing Figures")
    reason = fields.Char("Why They Are Corrected")
    state = fields.Selection(
        [("draft", "To Check"), ("checked", "Checked"), ("done", "Rows Taken")],
        readonly=True,
        default="draft",
        required=True,
    )
    new_count = fields.Integer("New", readonly=True)
    correction_count = fields.Integer("Corrections", readonly=True)
    there_count = fields.Integer("There Already", readonly=True)
    bad_count = fields.Integer("Bad Rows", readonly=True)
    problems = fields.Html("What Is Wrong", readonly=True)

    def action_check(self):
        """Say what would become of each row; nothing is taken yet."""
        rows = self._judge()
        self._show(rows, "checked")
        return self._again()

    def action_import(self):
        """Take all good rows; of two people at once, the second finds them there."""
        rows = self._judge()
        taken = [row.vals for row in rows if row.outcome in (NEW, CORRECTION)]
        if taken:
            self._take(taken)
        self._show(rows, "done")
        return self._again()

    def action_again(self):
        """Choose another file."""
        self.ensure_one()
        self.write({"state": "draft", "content": False, "name": False})
        return self._again()

    def action_bad_rows(self):
        """Download the bad rows with what is wrong; put right, they can come again."""
        self.ensure_one()
        rows = self._judge()
        if not any(row.outcome == BAD for row in rows):
            raise UserError(self.env._("There is no bad row."))
        Sheets = self.env["cs.sheet"]
        sheet = self._reader()._bad_sheet(self._bytes(), rows)
        name = self.env._("Bad rows of %s.xlsx", self.name or "")
        return Sheets._download_action(name, Sheets._xlsx([sheet]))

    def _bytes(self):
        return base64.b64decode(self.with_context(bin_size=False).content or b"")

    def _judge(self):
        self.ensure_one()
        self.check_access("write")
        content = self._bytes()
        if not content:
            raise UserError(self.env._("Please choose a file."))
        return self._judge_rows(content)

    def _show(self, rows, state):
        counts = Counter(row.outcome for row in rows)
        self.write(
            {
                "state": state,
                "new_count": counts[NEW],
                "correction_count": counts[CORRECTION],
                "there_count": counts[THERE],
                "bad_count": counts[BAD],
                "problems": self._problems([row for row in rows if row.outcome == BAD]),
            }
        )

    def _problems(self, bad):
        """The first bad rows as a table; texts from the file are escaped."""
        if not bad:
            return False
        line = Markup("<tr><td>%s</td><td>%s</td></tr>")
        head = Markup("<tr><th>%s</th><th>%s</th></tr>") % (
            self.env._("Row"),
            self.env._("What to change"),
        )
        body = Markup().join(line % (row.number, row.text) for row in bad[:SHOWN])
        if len(bad) > SHOWN:
            body += line % ("…", self.env._("All of them are in the file of bad rows."))
        table = Markup('<table class="table table-sm mb-0">%s%s</table>')
        return table % (head, body)

    def _again(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._title(),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # For the dialogs that inherit it

    def _title(self):
        """:return: what the dialog is called"""
        raise NotImplementedError

    def _reader(self):
        """:return: the model that reads the file, a ``cs.metric.sheet``"""
        raise NotImplementedError

    def _judge_rows(self, content):
        """:return: list of ``FigureRow``, each with what becomes of it"""
        raise NotImplementedError

    def _take(self, vals_list):
        """Enter the good rows."""
        raise NotImplementedError
