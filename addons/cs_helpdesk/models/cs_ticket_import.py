from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import UserError

from .cs_ticket_outcome import KINDS

_WORD_LISTS = {"activity_ids", "person_ids", "unit_ids", "kind_ids", "priority_ids"}
#: chosen by hand while the import is a draft
_CHOICES = _WORD_LISTS | {
    "name",
    "content",
    "source",
    "tz",
    "sheet_name",
    "team_id",
    "kind",
    "column_ids",
}
#: a choice after which the file is looked at anew, from its columns on
_REREADING = {"content", "sheet_name"}


class CsTicketImport(models.Model):
    """A file of tickets of an earlier system with their history, from upload to report.

    draft: what the file holds, and what its words mean, is shown and can be corrected;
    queued: read in the background, a batch of tickets a transaction; done. A ticket
    goes in whole or, when one of its rows is bad, not at all. A ticket that is there
    already, by its number and the system it comes from, stays as it is.

    Imported tickets are past: nobody is written to, called back or warned about what
    happened before the import, and the gate of closing (HD-05) is not asked.

    Access: helpdesk managers. Previews can be deleted.
    """

    _name = "cs.ticket.import"
    _description = "Ticket Import"
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
    source = fields.Char(
        "Earlier System",
        help="Its name, always the same: with it, a ticket's number is known again, so"
        " that nothing comes in twice. It stands before the number.",
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', 'in', (company_id, False))]",
        help="Gets the tickets. Its unit holds where the file names none.",
    )
    kind = fields.Selection(
        KINDS,
        "Kind Where None Is Given",
        default="inquiry",
        required=True,
    )
    layout = fields.Selection(
        [("event", "One event a row"), ("ticket", "One ticket a row")], readonly=True
    )
    tz = fields.Selection(
        _tz_get, "Time Zone of the Times", help="Empty: that of the company."
    )
    sheet_name = fields.Char("Sheet", help="Empty: the first visible one")
    header_row = fields.Integer(readonly=True)
    column_ids = fields.One2many("cs.ticket.import.column", "import_id", copy=False)
    word_ids = fields.One2many("cs.ticket.import.word", "import_id", copy=False)
    activity_ids = fields.One2many(
        "cs.ticket.import.word",
        "import_id",
        "Events",
        domain=[("type", "=", "activity")],
        copy=False,
    )
    person_ids = fields.One2many(
        "cs.ticket.import.word",
        "import_id",
        "People",
        domain=[("type", "=", "person")],
        copy=False,
    )
    unit_ids = fields.One2many(
        "cs.ticket.import.word",
        "import_id",
        "Units",
        domain=[("type", "=", "unit")],
        copy=False,
    )
    kind_ids = fields.One2many(
        "cs.ticket.import.word",
        "import_id",
        "Kinds",
        domain=[("type", "=", "kind")],
        copy=False,
    )
    priority_ids = fields.One2many(
        "cs.ticket.import.word",
        "import_id",
        "Priorities",
        domain=[("type", "=", "priority")],
        copy=False,
    )
    preview = fields.Html(readonly=True, sanitize=False, copy=False)
    unknown_people = fields.Char(
        "Nobody's Names", compute="_compute_unknown_people", help="Of the file"
    )
    same_as_id = fields.Many2one(
        "cs.ticket.import", "Same File Before", compute="_compute_same_as_id"
    )
    total = fields.Integer("Good Tickets", readonly=True, copy=False)
    done = fields.Integer("Tickets Processed", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress", aggregator=None)
    read_count = fields.Integer("Rows Read", readonly=True, copy=False)
    new_count = fields.Integer("New Tickets", readonly=True, copy=False)
    there_count = fields.Integer("There Already", readonly=True, copy=False)
    held_count = fields.Integer("Tickets Set Aside", readonly=True, copy=False)
    bad_count = fields.Integer("Bad Rows", readonly=True, copy=False)
    repeated_count = fields.Integer(
        "Rows Twice", readonly=True, copy=False, help="Taken once."
    )
    disordered_count = fields.Integer(
        "Tickets Put in Order",
        readonly=True,
        copy=False,
        help="Their rows stood in another order than they happened.",
    )
    summary = fields.Char(compute="_compute_summary")
    error = fields.Char(readonly=True, copy=False)
    started_by_id = fields.Many2one(
        "res.users", "Imported by", readonly=True, copy=False, ondelete="restrict"
    )
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    quarantine_ids = fields.One2many(
        "cs.ticket.quarantine", "import_id", "Rows Set Aside", readonly=True
    )

    _queued_index = models.Index("(id) WHERE state = 'queued'")

    @api.depends("person_ids.user_id")
    def _compute_unknown_people(self):
        for batch in self:
            names = batch.person_ids.filtered(lambda one: not one.user_id)
            shown = ", ".join(names[:20].mapped("text"))
            batch.unknown_people = shown + (" …" if len(names) > 20 else "") or False

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

    @api.depends_context("lang")
    @api.depends("state", "new_count", "there_count", "held_count", "bad_count")
    def _compute_summary(self):
        for batch in self:
            batch.summary = batch.state == "done" and batch._summary()

    def _summary(self):
        text = self.env._(
            "Read %(read)s rows: %(new)s new tickets, %(there)s there already,"
            " %(held)s set aside because of %(bad)s bad rows.",
            read=self.read_count,
            new=self.new_count,
            there=self.there_count,
            held=self.held_count,
            bad=self.bad_count,
        )
        if self.repeated_count:
            text += " " + self.env._("Rows twice: %s.", self.repeated_count)
        if self.disordered_count:
            text += " " + self.env._("Put in order: %s.", self.disordered_count)
        if self.there_count and not self.new_count:
            text += " " + self.env._("Nothing was new.")
        return text

    # Guards

    @api.model_create_multi
    def create(self, vals_list):
        allowed = _CHOICES - _WORD_LISTS - {"column_ids"} | {"company_id"}
        batches = super().create(
            [
                {key: value for key, value in vals.items() if key in allowed}
                for vals in vals_list
            ]
        )
        for batch in batches:
            batch._inspect()
        return batches

    def write(self, vals):
        """Choices for a draft; what an import counts is not written by hand."""
        self.check_access("write")
        vals = {key: value for key, value in vals.items() if key in _CHOICES}
        if not vals:
            return True
        self._check_draft()
        if vals.keys() & _REREADING:
            # columns and words of another table mean nothing
            for name in _WORD_LISTS | {"column_ids"}:
                vals.pop(name, None)
        result = super().write(vals)
        for batch in self:
            if vals.keys() & _REREADING:
                batch._inspect()
            else:
                batch._show()
        return result

    def copy(self, default=None):
        raise UserError(self.env._("Upload the file again instead."))

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key of any RPC caller.
        self._check_draft()
        return super().unlink()

    def _check_draft(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(
                self.env._("This import was started; its choices stand. Upload again.")
            )

    def _set(self, vals):
        return super().write(vals)
