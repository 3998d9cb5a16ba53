from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

SECRECY = [("normal", "Normal"), ("secret", "Secret"), ("top", "Top Secret")]
#: Of an incoming document as of a record: who may file in the company.
CLERKS = (
    "cs_base.group_team_leader",
    "cs_base.group_hr_officer",
    "cs_base.group_general_manager",
)


class CsRecord(models.Model):
    """A document in the register (ALL-06): numbered, filed, lent, disposed of.

    Access: the register shows normal ones to everybody in the service; secret ones to
    the heads of the department, HR officers, keepers and the general manager; top
    secret ones to keepers and the general manager; each to who has it on loan. What
    stands in it is told by ``cs.record.file`` only. Leaders, HR officers and the
    general manager register; the register stays, nobody deletes.
    """

    _name = "cs.record"
    _inherit = ["cs.record.number.mixin", "cs.decision.guard.mixin"]
    _description = "Record"
    _order = "year desc, serial desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _decision_initial = "registered"
    _number_code = "DA"

    name = fields.Char("Title", required=True)
    category_id = fields.Many2one(
        "cs.record.category", required=True, index=True, ondelete="restrict"
    )
    secrecy = fields.Selection(SECRECY, required=True, default="normal", index=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env.user._cs_employees()[:1].department_id,
        help="Its people read normal ones. Empty: of the whole company.",
    )
    date = fields.Date(
        "Date of the Document",
        required=True,
        default=lambda self: self.env.company._cs_today(),
    )
    cabinet = fields.Char(help="Where the original stands.")
    box = fields.Char("Box or Folder")
    keeper_ids = fields.Many2many(
        "res.users",
        string="Keepers",
        help="They read it, decide on loans, hand it out and take it back. Of a top"
        " secret one nobody else does but the general manager.",
    )
    note = fields.Char()
    file_ids = fields.One2many("cs.record.file", "record_id", "Files")
    loan_ids = fields.One2many("cs.record.loan", "record_id", "Loans", readonly=True)
    reading_ids = fields.One2many(
        "cs.record.reading", "record_id", "Readings", readonly=True
    )
    move_ids = fields.One2many(
        "cs.record.move", "record_id", "Places and Keepers", readonly=True
    )
    filed_at = fields.Datetime("Filed On", readonly=True, copy=False)
    filed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    retain_until = fields.Date(
        "Kept Until",
        readonly=True,
        copy=False,
        help="ALL-06: by the policy in force when it was filed. Empty: for ever.",
    )
    holder_id = fields.Many2one(
        "res.users", "On Loan To", readonly=True, copy=False, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("registered", "Registered"),
            ("filed", "Filed"),
            ("lent", "On Loan"),
            ("disposed", "Disposed Of"),
        ],
        required=True,
        readonly=True,
        default="registered",
        copy=False,
        index=True,
    )
    can_file = fields.Boolean(compute="_compute_can")
    can_keep = fields.Boolean(compute="_compute_can")

    _number_once = models.Constraint(
        "UNIQUE(company_id, year, serial)", "A number is given once."
    )
    _lent_to_somebody = models.Constraint(
        "CHECK((state = 'lent') = (holder_id IS NOT NULL))",
        "A document on loan is with somebody.",
    )

    @api.depends("number", "name", "secrecy")
    def _compute_display_name(self):
        """Names of relations are read past access rights, so the title of a secret one
        is not among them."""
        for record in self:
            title = record.name if record.secrecy == "normal" else ""
            record.display_name = " ".join(filter(None, (record.number, title)))

    @api.depends_context("uid")
    @api.depends("state", "secrecy", "keeper_ids", "department_id")
    def _compute_can(self):
        writable = self._filtered_access("write")
        for record in self:
            is_open = record.state == "registered"
            record.can_file = bool(record._origin) and is_open and record in writable
            record.can_keep = record.state in ("filed", "lent") and record._may_keep()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._number_give()
        return records

    def action_file(self):
        """Put it away; from now on it is lent and no longer changed."""
        for record in self:
            record.check_access("write")
            record._check_complete()
            # sudo: who may write it files it; states are nobody's to write
            record = record.sudo()
            record._claim("registered")
            record._decision_write(
                {
                    "state": "filed",
                    "filed_at": fields.Datetime.now(),
                    "filed_by_id": self.env.uid,
                    "retain_until": record._retained(),
                }
            )
        if self._filtered_access("read") == self:
            return True
        return self.env["ir.actions.actions"]._for_xml_id("cs_records.cs_record_action")

    def action_ask_loan(self):
        """Open a form that asks to borrow this one."""
        self.ensure_one()
        self.check_access("read")
        return self._form("cs.record.loan", self.env._("Ask to Borrow"))

    def action_report_leak(self):
        """Open a form that reports a leak of this one."""
        self.ensure_one()
        self.check_access("read")
        return self._form("cs.record.incident", self.env._("Report a Leak"))

    def action_move(self):
        """Open a form that writes down a new place or new keepers."""
        self.ensure_one()
        self._check_keep()
        values = {f"default_{name}": self[name] for name in ("cabinet", "box")}
        values |= {"default_record_id": self.id}
        values["default_keeper_ids"] = self.keeper_ids.ids
        action = self._form("cs.record.move", self.env._("New Place or Keepers"))
        return action | {"context": values, "target": "new"}

    def _form(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "context": {"default_record_number": self.number},
        }

    def _check_complete(self):
        if self.secrecy == "top" and not self.keeper_ids:
            raise UserError(
                self.env._("ALL-06: please name who keeps a top secret document.")
            )
        if not (self.cabinet or self.sudo().file_ids):
            raise UserError(
                self.env._(
                    "ALL-06: please say where the original stands, or add a file."
                )
            )

    def _retained(self):
        policy = self.env["cs.record.policy"]._in_force(
            self.company_id, self.department_id, self.company_id._cs_today()
        )
        years = policy._years(self.category_id.retention)
        return years and self.date + relativedelta(years=years)

    def _may_keep(self):
        """Keepers, the general manager, and but for top secret ones HR officers and the
        heads of the department."""
        user, record = self.env.user, self.sudo()
        if user.has_group("cs_base.group_general_manager") or user in record.keeper_ids:
            return True
        leads = record.department_id in user.cs_managed_department_ids
        is_hr = user.has_group("cs_base.group_hr_officer")
        return record.secrecy != "top" and (leads or is_hr)

    def _check_keep(self):
        self.check_access("read")
        if not self._may_keep():
            raise AccessError(
                self.env._(
                    "ALL-06: keepers, the head of the department or HR officers do"
                    " this; for a top secret document its keepers or the general"
                    " manager."
                )
            )

    def _claim(self, state):
        """Take it for this transaction (sudo); of two at one moment, the second is run
        again by Odoo and then finds it changed.

        :raise UserError: it is not in this state any longer
        """
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "UPDATE cs_record SET write_date = write_date"
                " WHERE id = %s AND state = %s RETURNING id",
                self.id,
                state,
            )
        )
        if not rows:
            self.invalidate_recordset(["state"])
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(record)s: not possible now. It is: %(state)s.",
                    record=self.number,
                    state=states[self.state],
                )
            )

    @api.model
    def _by_number(self, number, company):
        """The record of a number (sudo), whether or not the caller may see it.

        :raise UserError: there is none
        """
        number = number.strip().upper() if isinstance(number, str) else ""
        domain = [("number", "=", number), ("company_id", "=", company.id)]
        # sudo: secret ones are asked for by number
        found = self.sudo().search(domain, limit=1) if number else self.browse()
        if not found:
            raise UserError(
                self.env._("There is no record with the number “%s”.", number)
            )
        return found

    def _file_check_open(self):
        """:raise AccessError, UserError: files cannot be added by the caller, or now"""
        self.check_access("write")
        self._decision_check_open()

    def _dispose(self):
        """Its content is gone, the line in the register stays (sudo)."""
        self._claim("filed")
        self.file_ids._file_unlink()
        self._decision_write({"state": "disposed"})

    # Guard

    def _decision_protected_fields(self):
        names = {"state", "number", "year", "serial", "filed_at", "filed_by_id"}
        return names | {"retain_until", "holder_id", "loan_ids", "reading_ids"}

    def _decision_open_fields(self):
        return set()

    def _decision_check_open(self):
        for record in self.sudo():
            if record.state != "registered":
                raise UserError(
                    self.env._(
                        "ALL-06: %s has been filed and stays as it is.", record.number
                    )
                )

    def _decision_protected_message(self, name):
        return self.env._(
            "ALL-06: “%s” follows from what is done with the document.",
            self._fields[name]._description_string(self.env),
        )

    def unlink(self):
        self._check_stays()
        return super().unlink()

    def copy(self, default=None):
        self._check_stays()

    def _check_stays(self):
        raise UserError(
            self.env._(
                "ALL-06: a document that has a number stays in the register. Please"
                " correct it."
            )
        )
