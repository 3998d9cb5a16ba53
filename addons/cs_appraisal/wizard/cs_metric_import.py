import base64
from collections import Counter

from markupsafe import Markup

from odoo import fields, models
from odoo.addons.cs_base.engine.sheet_book import Column, Sheet
from odoo.exceptions import UserError

from ..models.cs_metric_sheet import BAD, CORRECTION, HEADERS, NEW, THERE

#: so many bad rows are shown; the file to download has them all
SHOWN = 100


class CsMetricImport(models.TransientModel):
    """Figures from a file of a shop platform or telephone system (APP-03).

    It says row by row what is wrong, takes all good rows and gives back the bad ones.
    The same file again changes nothing.

    Access: HR officers and supervisors, as they enter figures; everybody the own ones.
    """

    _name = "cs.metric.import"
    _description = "Import of Figures"

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
        figures = [row.vals for row in rows if row.outcome in (NEW, CORRECTION)]
        if figures:
            self.env["cs.metric.figure"].create(figures)
        self._show(rows, "done")
        return self._again()

    def action_again(self):
        """Choose another file."""
        self.ensure_one()
        self.write({"state": "draft", "content": False, "name": False})
        return self._again()

    def action_template(self):
        """Download a file with the right header, and the metrics by name and code."""
        self.check_access("write")
        Sheets = self.env["cs.sheet"]
        place = 1 if (self.env.lang or "").startswith("zh") else 0
        people = Sheet(
            self.env._("Figures"),
            [Column(key, HEADERS[key][place], width=16) for key in HEADERS],
            [],
        )
        metrics = self.env["cs.metric"].search([("source", "=", False)])
        units = dict(metrics._fields["unit"]._description_selection(self.env))
        names = Sheet(
            self.env._("Metrics"),
            [
                Column("code", self.env._("Metric Code"), width=20),
                Column("name", self.env._("Metric"), width=24),
                Column("unit", self.env._("Unit of Measure"), width=12),
                Column("description", self.env._("What Is Counted"), width=70),
            ],
            [
                (one.code, one.name, units[one.unit], one.description or "")
                for one in metrics
            ],
        )
        name = self.env._("Figures %s.xlsx", self.env.company._cs_today())
        return Sheets._download_action(name, Sheets._xlsx([people, names]))

    def action_bad_rows(self):
        """Download the bad rows with what is wrong; put right, they can come again."""
        self.ensure_one()
        rows = self._judge()
        if not any(row.outcome == BAD for row in rows):
            raise UserError(self.env._("There is no bad row."))
        Sheets = self.env["cs.sheet"]
        sheet = self.env["cs.metric.sheet"]._bad_sheet(self._bytes(), rows)
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
        Figure = self.env["cs.metric.figure"]
        origin, reason = Figure._clean(self.origin), Figure._clean(self.reason)
        if not origin:
            raise UserError(
                self.env._(
                    "APP-03: please say where the figure is taken from: the platform or"
                    " file."
                )
            )
        if self.is_correcting and not reason:
            raise UserError(
                self.env._("APP-03: please say why the figure is corrected.")
            )
        correction = reason if self.is_correcting else None
        return self.env["cs.metric.sheet"]._rows(content, origin, correction)

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
            "name": self.env._("Import Figures"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
