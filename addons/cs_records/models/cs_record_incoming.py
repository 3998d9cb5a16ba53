from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_record import SECRECY

#: states in which people are named who read and handle it
_NAMING = ("registered", "circulated")
#: what is written while it is handled
_HANDLING = {"result", "handler_id", "due_on"}


class CsRecordIncoming(models.Model):
    """An incoming document (来文, ALL-06): signed for, registered, circulated, handled,
    and filed with its result. Who did what, and when, is stamped by the server.

    Access: everybody in the service signs for one and reads the own; who it is
    circulated to or handled by reads it; leaders of the department and HR officers
    register and pass on all but top secret ones, the general manager all.
    """

    _name = "cs.record.incoming"
    _inherit = ["cs.record.number.mixin", "cs.decision.guard.mixin"]
    _description = "Incoming Document"
    _order = "signed_at desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _decision_initial = "signed"
    _number_code = "LW"

    name = fields.Char("Title", required=True)
    sender = fields.Char("From Whom", required=True)
    sender_number = fields.Char("Their Number")
    pages = fields.Integer(required=True, default=1)
    secrecy = fields.Selection(SECRECY, required=True, default="normal")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department",
        "For the Department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    signed_at = fields.Datetime(
        "Signed For On", required=True, readonly=True, default=fields.Datetime.now
    )
    signed_by_id = fields.Many2one(
        "res.users",
        "Signed For By",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    registered_at = fields.Datetime("Registered On", readonly=True)
    registered_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    file_ids = fields.One2many("cs.record.file", "incoming_id", "Files")
    circulation_ids = fields.One2many(
        "cs.record.circulation", "incoming_id", "Circulated To"
    )
    handler_id = fields.Many2one(
        "res.users", "Handled By", index="btree_not_null", ondelete="restrict"
    )
    due_on = fields.Date("Handled Until")
    result = fields.Text()
    handled_at = fields.Datetime("Handled On", readonly=True)
    record_id = fields.Many2one(
        "cs.record", "Filed As", readonly=True, copy=False, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("signed", "Signed For"),
            ("registered", "Registered"),
            ("circulated", "Circulated"),
            ("handling", "Being Handled"),
            ("done", "Handled"),
            ("filed", "Filed"),
        ],
        required=True,
        readonly=True,
        default="signed",
        index=True,
    )
    can_clerk = fields.Boolean(compute="_compute_can")
    can_handle = fields.Boolean(compute="_compute_can")
    can_sign = fields.Boolean(compute="_compute_can")

    _number_once = models.Constraint(
        "UNIQUE(company_id, year, serial)", "A number is given once."
    )
    _filed_once = models.Constraint("UNIQUE(record_id)", "It is filed once.")
    _filed_as_record = models.Constraint(
        "CHECK((state = 'filed') = (record_id IS NOT NULL))", "It is filed as a record."
    )
    _pages_positive = models.Constraint("CHECK(pages > 0)", "It has at least one page.")

    @api.depends("number", "name", "secrecy")
    def _compute_display_name(self):
        for one in self:
            title = one.name if one.secrecy == "normal" else ""
            one.display_name = " ".join(filter(None, (one.number, title)))

    @api.depends_context("uid")
    @api.depends("state", "handler_id", "circulation_ids.signed_at")
    def _compute_can(self):
        user = self.env.user
        for one in self:
            one.can_clerk = bool(one._origin) and one._may_clerk()
            one.can_handle = one.state == "handling" and one.handler_id == user
            open_ones = one.circulation_ids.filtered(lambda line: not line.signed_at)
            one.can_sign = user in open_ones.user_id

    def write(self, vals):
        if not self.env.su:
            for one in self:
                one._check_writer(vals)
        return super().write(vals)

    def _check_writer(self, vals):
        """The result is the handler's; who handles it is not."""
        mine = self.handler_id == self.env.user
        if (
            "result" in vals
            and not mine
            or vals.keys() - {"result"}
            and not (self._may_clerk() or self.state == "signed")
        ):
            raise AccessError(
                self.env._(
                    "ALL-06: who handles it writes the result, and who registers names"
                    " who reads and handles it."
                )
            )

    def action_register(self):
        """Give it its number."""
        for one in self:
            one._check_clerk("signed")
            one._stamp("registered", "registered_at", "registered_by_id")
            one._number_give()
        return True

    def action_circulate(self):
        """Send it round: who is named reads and signs."""
        for one in self:
            one._check_clerk("registered")
            if not one.circulation_ids:
                raise UserError(self.env._("ALL-06: please name who reads it."))
            one._stamp("circulated")
        return True

    def action_sign(self):
        """The caller has read it: the own line, once."""
        for one in self:
            one.check_access("read")
            one.circulation_ids._sign()
        return True

    def action_handle(self):
        """Pass it to who handles it until a day."""
        for one in self:
            one._check_clerk("circulated")
            if not (one.handler_id and one.due_on):
                raise UserError(
                    self.env._("ALL-06: please name who handles it, and until when.")
                )
            one._stamp("handling")
        return True

    def action_done(self):
        """Its handler has written the result."""
        for one in self:
            one.check_access("read")
            if one.state != "handling" or one.handler_id != self.env.user:
                raise AccessError(
                    self.env._("ALL-06: who handles it says that it is done, once.")
                )
            if not (one.result or "").strip():
                raise UserError(self.env._("ALL-06: please write down the result."))
            one._stamp("done", "handled_at")
        return True

    def action_file(self):
        """Make the record, once, with result and files; it is completed there."""
        self.ensure_one()
        self._check_clerk("done")
        record = self.env["cs.record"].create(self._record_vals())
        # sudo: files and states are nobody's to write; checked above
        mine = self.sudo()
        mine.file_ids._file_pass(record)
        mine._decision_write({"state": "filed", "record_id": record.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.record",
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _record_vals(self):
        day = self.signed_at.astimezone(self.company_id._cs_zone()).date()
        return {
            "name": self.name,
            "category_id": self.env.ref("cs_records.category_incoming").id,
            "secrecy": self.secrecy,
            "company_id": self.company_id.id,
            "department_id": self.department_id.id,
            "date": day,
            "note": " · ".join(filter(None, (self.number, self.sender))),
            "keeper_ids": self.env.user.ids if self.secrecy == "top" else [],
        }

    def _stamp(self, state, moment=None, person=None):
        vals = {"state": state}
        if moment:
            vals[moment] = fields.Datetime.now()
        if person:
            vals[person] = self.env.uid
        # sudo: states are nobody's to write; the caller has been checked
        self.sudo()._decision_write(vals)

    def _may_clerk(self):
        user = self.env.user
        if user.has_group("cs_base.group_general_manager"):
            return True
        leads = self.sudo().department_id in user.cs_managed_department_ids
        is_hr = user.has_group("cs_base.group_hr_officer")
        return self.secrecy != "top" and (leads or is_hr)

    def _check_clerk(self, state):
        self.check_access("read")
        if not self._may_clerk():
            raise AccessError(
                self.env._(
                    "ALL-06: HR officers, the head of the department and the general"
                    " manager register and pass on; the general manager top secret"
                    " ones."
                )
            )
        if self.state != state:
            raise UserError(
                self.env._("ALL-06: this step has been taken, or is not next.")
            )

    def _check_naming(self):
        """:raise AccessError: readers cannot be named by the caller, or now"""
        self.check_access("write")
        if not self._may_clerk() or self.sudo().state not in ("signed", *_NAMING):
            raise AccessError(
                self.env._(
                    "ALL-06: who registers a document names its readers, until it is"
                    " handled."
                )
            )

    def _file_check_open(self):
        """:raise AccessError, UserError: files cannot be added by the caller, or now"""
        self.check_access("write")
        if self.sudo().state not in ("signed", *_NAMING):
            self._decision_check_open()

    # Guard

    def _decision_protected_fields(self):
        names = {"state", "number", "year", "serial", "signed_at", "signed_by_id"}
        names |= {"registered_at", "registered_by_id", "handled_at", "record_id"}
        return names

    def _decision_open_fields(self):
        states = set(self.sudo().mapped("state"))
        if states <= set(_NAMING):
            return {"circulation_ids", "handler_id", "due_on", "file_ids"}
        return _HANDLING if states == {"handling"} else set()

    def _decision_check_open(self):
        for one in self.sudo():
            if one.state != "signed":
                raise UserError(
                    self.env._("ALL-06: %s is registered and stays.", one.display_name)
                )

    def _decision_protected_message(self, name):
        return self.env._(
            "ALL-06: “%s” follows from what is done with the document.",
            self._fields[name]._description_string(self.env),
        )

    def copy(self, default=None):
        raise UserError(self.env._("ALL-06: a document comes in once."))
