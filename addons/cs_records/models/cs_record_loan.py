from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsRecordLoan(models.Model):
    """A document is asked for, lent and given back (HD-20).

    Secret ones, which the register does not show, are asked for by their number. The
    keeper decides, without one the head of the department; on a top secret one the
    general manager. Who keeps it hands the original out, one at a time, and takes it
    back; meanwhile the borrower may read it.

    Access: everybody in the service the own; heads of the department, HR officers,
    keepers and the general manager those of documents that they keep.
    """

    _name = "cs.record.loan"
    _inherit = ["cs.decision.mixin"]
    _description = "Loan of a Record"
    _order = "date_from desc, id desc"

    # Approved, it only waits to be handed out; what was handed out has gone on.
    _decision_undoes_approval = True

    record_number = fields.Char(
        "Number of the Record", required=True, help="As in the register: DA2026-0001."
    )
    record_id = fields.Many2one(
        "cs.record", readonly=True, index=True, ondelete="restrict"
    )
    record_secrecy = fields.Selection(related="record_id.secrecy", string="Secrecy")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    borrower_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.uid,
    )
    purpose = fields.Char(required=True)
    date_from = fields.Date(
        "From", required=True, default=lambda self: self.env.company._cs_today()
    )
    date_to = fields.Date(
        "To Be Returned",
        required=True,
        default=lambda self: self.env.company._cs_today(),
    )
    lent_at = fields.Datetime("Handed Out On", readonly=True, copy=False)
    lent_by_id = fields.Many2one(
        "res.users", "Handed Out By", readonly=True, copy=False, ondelete="restrict"
    )
    returned_at = fields.Datetime("Returned On", readonly=True, copy=False)
    received_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "To Be Fetched"),
            ("refused", "Rejected"),
            ("out", "On Loan"),
            ("returned", "Returned"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue")
    can_keep = fields.Boolean(compute="_compute_can_keep")

    _one_at_a_time = models.UniqueIndex(
        "(record_id) WHERE state = 'out'", "The original is on loan already."
    )
    _days_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "A loan ends on its first day or later."
    )
    _stamped = models.Constraint(
        "CHECK((state NOT IN ('out', 'returned') OR lent_by_id IS NOT NULL)"
        " AND (state != 'returned' OR received_by_id IS NOT NULL))",
        "Who handed it out and took it back is written down.",
    )

    @api.depends("record_id.number", "record_number")
    def _compute_display_name(self):
        for loan in self:
            loan.display_name = loan.sudo().record_id.number or loan.record_number

    @api.depends("state", "date_to")
    def _compute_is_overdue(self):
        for loan in self:
            today = loan.company_id._cs_today()
            loan.is_overdue = loan.state == "out" and loan.date_to < today

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_keep(self):
        for loan in self:
            loan.can_keep = loan._may_keep()

    @api.model_create_multi
    def create(self, vals_list):
        company = self.env.company
        asked = {"record_number": self.env.context.get("default_record_number")}
        return super().create(
            [
                self._found({**asked, **vals, "company_id": company.id}, company)
                for vals in vals_list
            ]
        )

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "company_id"}
        if {"record_id", "record_number"} & vals.keys():
            for loan in self:
                number = vals.get("record_number", loan.record_number)
                found = self._found({**vals, "record_number": number}, loan.company_id)
                super(CsRecordLoan, loan).write(found)
            return True
        return super().write(vals)

    @api.model
    def _found(self, vals, company):
        """The record follows from its number, whoever may know of it."""
        record = self.env["cs.record"]._by_number(vals.get("record_number"), company)
        return {**vals, "record_number": record.number, "record_id": record.id}

    def action_hand_out(self):
        """The borrower has the original now.

        :raise AccessError: not by who keeps it, or by the borrower
        :raise UserError: it is not approved, not in its days, or is with somebody else
        """
        for loan in self:
            loan._check_keeper()
            loan._check_days()
            # sudo: states of loan and record are nobody's to write
            mine = loan.sudo()
            mine.record_id._claim("filed")
            mine._decision_write(
                {
                    "state": "out",
                    "lent_at": fields.Datetime.now(),
                    "lent_by_id": self.env.uid,
                }
            )
            mine.record_id._decision_write(
                {"state": "lent", "holder_id": mine.borrower_id.id}
            )
        return True

    def action_receive(self):
        """The original is back.

        :raise AccessError: not by who keeps it, or by the borrower
        """
        for loan in self:
            loan._check_keeper()
            mine = loan.sudo()
            mine.record_id._claim("lent")
            if mine.state != "out":
                raise UserError(
                    self.env._("HD-20: %s is not on loan.", mine.display_name)
                )
            mine._decision_write(
                {
                    "state": "returned",
                    "returned_at": fields.Datetime.now(),
                    "received_by_id": self.env.uid,
                }
            )
            mine.record_id._decision_write({"state": "filed", "holder_id": False})
        return True

    def _may_keep(self):
        """Whoever keeps the record, never the borrower."""
        record = self.sudo().record_id.with_env(self.env)
        return bool(record) and self.borrower_id != self.env.user and record._may_keep()

    def _keepers(self):
        """res.users who look after it: keepers, else the head of the department, else
        the general manager (sudo)."""
        record = self.record_id
        department = record.department_id
        path = department._cs_ancestor_ids().get(department.id, [])
        return (
            record.keeper_ids
            or department.browse(path).manager_id[:1].user_id
            or record.company_id.cs_general_manager_id.user_id
        )

    def _check_keeper(self):
        self.check_access("read")
        if not self._may_keep():
            raise AccessError(
                self.env._(
                    "HD-20: who keeps the document hands it out and takes it back, and"
                    " never to or from oneself."
                )
            )

    def _check_days(self):
        today = self.company_id._cs_today()
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "HD-20: %s is not approved, or was fetched.", self.display_name
                )
            )
        if not self.date_from <= today <= self.date_to:
            raise UserError(
                self.env._(
                    "HD-20: %s is approved for other days. Please have the loan asked"
                    " for again.",
                    self.display_name,
                )
            )

    # Decision hooks

    def _decision_kind(self):
        top = self.record_id.secrecy == "top"
        return "record_loan_top" if top else "record_loan"

    def _decision_beneficiaries(self):
        employees = self.borrower_id._cs_employees()
        return employees.filtered(lambda one: one.company_id == self.company_id)

    def _loan_steps(self):
        """The keeper, else the head of the record's department; top secret: the general
        manager."""
        record = self.record_id
        if record.secrecy == "top":
            return [{"step": 1, "decider": "general_manager", "employee_id": None}]
        own = self._decision_beneficiaries()
        keepers = self.env["hr.employee"]
        for keeper in record.keeper_ids:
            keepers |= keeper._cs_employees()
        heads = record.department_id._cs_ancestor_ids().get(record.department_id.id, [])
        chain = (keepers - own) or record.department_id.browse(heads).manager_id - own
        chosen = chain.filtered(lambda one: one.company_id == self.company_id)[:1]
        if not chosen:
            return [{"step": 1, "decider": "general_manager", "employee_id": None}]
        return [{"step": 1, "decider": "employee", "employee_id": chosen.id}]

    def _decision_protected_fields(self):
        names = {"borrower_id", "lent_at", "lent_by_id"}
        names |= {"returned_at", "received_by_id"}
        return super()._decision_protected_fields() | names

    def _decision_check_submit(self):
        record, days = self.record_id, (self.date_to - self.date_from).days + 1
        if record.state in ("registered", "disposed"):
            raise UserError(
                self.env._("HD-20: %s is not in the archive.", record.number)
            )
        if self.date_to < self.company_id._cs_today():
            raise UserError(self.env._("HD-20: these days are over."))
        policy = self.env["cs.record.policy"]._in_force(
            self.company_id, record.department_id, self.date_from
        )
        most = policy._loan_days(record.secrecy)
        if days > most:
            raise UserError(
                self.env._(
                    "HD-20: %(number)s is lent for %(most)s days at most; these are"
                    " %(days)s.",
                    number=record.number,
                    most=most,
                    days=days,
                )
            )
