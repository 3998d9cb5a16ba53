from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import UserError

#: chosen by hand while the import is a draft
_CHOICES = {
    "name",
    "content",
    "kind",
    "terminal_id",
    "tz",
    "month",
    "date_order",
    "sheet_name",
    "column_ids",
}
#: what a choice may change in what is read
_READING = _CHOICES - {"name", "column_ids"}


class CsPunchImport(models.Model):
    """A file of punches, from upload to report (ATT-30).

    draft: what the file holds is shown and can be corrected; queued: read in the
    background, batch by batch, each with its progress in one transaction, so that a
    stopped server goes on where it was; done. The good lines are taken, each bad one
    is set aside with its number and reason. The file itself is kept until it is done,
    its name, hash, sender and counts for good.

    Access: HR officers create and run; general managers and payroll accountants read.
    Drafts can be deleted.
    """

    _name = "cs.punch.import"
    _description = "Punch Import"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("File Name", required=True)
    content = fields.Binary("File", attachment=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("draft", "Preview"),
            ("queued", "Running"),
            ("done", "Done"),
            ("failed", "Stopped"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    digest = fields.Char(
        "Checksum (SHA-256)", readonly=True, copy=False, index="btree_not_null"
    )
    size = fields.Integer("Bytes", readonly=True, copy=False, aggregator=None)
    kind = fields.Selection([("attlog", "Terminal file"), ("sheet", "Spreadsheet")])
    layout = fields.Selection(
        [
            ("punch", "One punch a row"),
            ("day", "In and out of a day in one row"),
            ("month", "One person a row, days as columns"),
        ],
        readonly=True,
    )
    serial = fields.Char("Serial Number in the File", readonly=True)
    terminal_id = fields.Many2one(
        "cs.terminal",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone of the Times",
        help="Empty: that of the terminal, else that of the company.",
    )
    month = fields.Date(
        "Month of the Days",
        help="Any day of the month, where the sheet writes its days without a month.",
    )
    date_order = fields.Selection(
        [("dmy", "Day before month (31/12/2026)"), ("mdy", "Month before day (12/31)")],
        "Dates With Slashes",
        help="Empty: as the dates of the file prove.",
    )
    sheet_name = fields.Char("Sheet", help="Empty: the first visible one")
    header_row = fields.Integer(readonly=True)
    column_ids = fields.One2many("cs.punch.import.column", "import_id", copy=False)
    preview = fields.Html(readonly=True, sanitize=False, copy=False)
    unknown_pins = fields.Char(
        "Pins Nobody Owns", readonly=True, copy=False, help="In the first rows"
    )
    same_as_id = fields.Many2one(
        "cs.punch.import", "Same File Before", compute="_compute_same_as_id"
    )
    total = fields.Integer("Punches in the File", readonly=True, copy=False)
    done = fields.Integer("Punches Processed", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    read_count = fields.Integer("Read", readonly=True, copy=False)
    new_count = fields.Integer("New", readonly=True, copy=False)
    duplicate_count = fields.Integer("There Already", readonly=True, copy=False)
    unknown_count = fields.Integer(
        "Unknown Pin",
        readonly=True,
        copy=False,
        help="New punches of pins that nobody owns; they wait to be claimed.",
    )
    bad_count = fields.Integer("Bad Lines", readonly=True, copy=False)
    kept_count = fields.Integer("Bad Lines Kept", readonly=True, copy=False)
    summary = fields.Char(compute="_compute_summary")
    error = fields.Char(readonly=True, copy=False)
    started_by_id = fields.Many2one(
        "res.users", "Imported by", readonly=True, copy=False, ondelete="restrict"
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    quarantine_ids = fields.One2many(
        "cs.punch.quarantine", "import_id", "Lines Set Aside", readonly=True
    )

    _queued_index = models.Index("(id) WHERE state = 'queued'")

    @api.depends("digest", "state")
    def _compute_same_as_id(self):
        for batch in self:
            batch.same_as_id = batch.digest and self.search(
                [
                    ("digest", "=", batch.digest),
                    ("state", "=", "done"),
                    ("company_id", "=", batch.company_id.id),
                    ("id", "!=", batch._origin.id),
                ],
                limit=1,
            )

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for batch in self:
            share = batch.done / batch.total if batch.total else 0
            batch.progress = 100 if batch.state == "done" else 100 * share

    @api.depends("state", "read_count", "done", "same_as_id")
    def _compute_summary(self):
        for batch in self:
            batch.summary = batch._summary()

    def _summary(self):
        if self.state != "done":
            return False
        text = self.env._(
            "Read %(read)s: %(new)s new, %(duplicate)s there already, %(unknown)s of"
            " unknown pins, %(bad)s bad.",
            read=self.read_count,
            new=self.new_count,
            duplicate=self.duplicate_count,
            unknown=self.unknown_count,
            bad=self.bad_count,
        )
        if self.duplicate_count and not self.new_count + self.unknown_count:
            text += " " + self.env._("Nothing was new: the ledger had all of it.")
        return text

    @api.model_create_multi
    def create(self, vals_list):
        allowed = _CHOICES - {"column_ids"} | {"company_id"}
        batches = super().create(
            [
                {key: value for key, value in vals.items() if key in allowed}
                for vals in vals_list
            ]
        )
        for batch, vals in zip(batches, vals_list, strict=True):
            batch._inspect(detect=not vals.get("kind"))
        return batches

    def write(self, vals):
        """Choices for a draft; what an import counts is not written by hand."""
        vals = {key: value for key, value in vals.items() if key in _CHOICES}
        if vals and any(batch.state != "draft" for batch in self):
            raise UserError(
                self.env._("This import was started; its choices stand. Upload again.")
            )
        if "kind" in vals:  # the columns of another kind mean nothing
            vals.pop("column_ids", None)
        result = super().write(vals)
        for batch in self:
            if vals.keys() & _READING:
                batch._inspect(detect="content" in vals and "kind" not in vals)
            elif "column_ids" in vals:
                batch._show(batch._first_rows())
        return result

    def copy(self, default=None):
        raise UserError(self.env._("Upload the file again instead."))

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key of any RPC caller.
        self._check_draft()
        return super().unlink()

    def _check_draft(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("Only a preview can be deleted."))

    def _set(self, vals):
        return super().write(vals)
