from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr

from ..engine import training as engine
from .cs_training_policy import REPAY_YEARS

#: what follows the day of leaving while nobody has settled it
FOLLOWING = ("leaving_on", "until", "amount", "state")


class CsTrainingObligation(models.Model):
    """Somebody leaves too early after a qualification that the company paid (APP-11).

    Noted every night once the day of leaving is known: all of the fee up to the same
    day so many years after its end, nothing after. HR or the payroll accountant says
    how it was settled; with monthly statements it can be taken from the last pay.

    Access: HR officers, the payroll accountant and the general manager read all, the
    person the own one; nobody writes.
    """

    _name = "cs.training.obligation"
    _inherit = ["cs.kept.mixin", "cs.explained.mixin"]
    _description = "Course Fee to Be Paid Back"
    _order = "leaving_on desc, id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char("Course", required=True, readonly=True)
    participant_id = fields.Many2one(
        "cs.training.participant", readonly=True, ondelete="restrict"
    )
    reimbursement_id = fields.Many2one(
        "cs.training.reimbursement", readonly=True, ondelete="restrict"
    )
    policy_id = fields.Many2one(
        "cs.appraisal.policy",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    repay_years = fields.Integer(
        "Years in Force", required=True, readonly=True, aggregator=None
    )
    fee = fields.Monetary("Paid by the Company", required=True, readonly=True)
    ended_on = fields.Date("Course Ended On", required=True, readonly=True)
    until = fields.Date("Paid Back Until", required=True, readonly=True)
    leaving_on = fields.Date("Leaves On", required=True, readonly=True)
    amount = fields.Monetary("To Be Paid Back", readonly=True)
    state = fields.Selection(
        [
            ("open", "To be settled"),
            ("settled", "Settled"),
            ("void", "Nothing owed"),
        ],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    note = fields.Text("How It Was Settled", readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    settled_on = fields.Date(readonly=True)

    _participant_uniq = models.Constraint(
        "UNIQUE(participant_id)", "A course is paid back once."
    )
    _reimbursement_uniq = models.Constraint(
        "UNIQUE(reimbursement_id)", "A reimbursed fee is paid back once."
    )
    _one_source = models.Constraint(
        "CHECK((participant_id IS NULL) <> (reimbursement_id IS NULL))",
        "It comes from a course or from a reimbursed fee.",
    )

    def action_ask_settle(self):
        """Ask how it was settled."""
        self.ensure_one()
        self._check_may_settle()
        return self.env["cs.training.word"]._ask("settle", obligation_id=self.id)

    def _settle(self, note):
        self._check_may_settle()
        # sudo: kept records, by this step only
        self.sudo()._kept_write(
            {
                "state": "settled",
                "note": note,
                "settled_by_id": self.env.uid,
                "settled_on": self.company_id._cs_today(),
            }
        )

    def _check_may_settle(self):
        self.check_access("read")
        user = self.env.user
        if not (
            user.has_group("cs_base.group_hr_officer")
            or user.has_group("cs_base.group_payroll_accountant")
        ):
            raise AccessError(
                self.env._("HR officers and the payroll accountant settle this.")
            )
        mine = user._cs_employees()
        if any(me._cs_is_same_person(self.sudo().employee_id) for me in mine):
            raise AccessError(self.env._("Nobody settles the own obligation."))
        if self.state != "open":
            raise UserError(self.env._("There is nothing to settle here any more."))

    # Every night (sudo)

    @api.model
    def _refresh(self, company):
        """Note what who leaves owes, and follow the day of leaving."""
        sources = self._sources(company)
        known = {
            one.participant_id or one.reimbursement_id: one
            for one in self.search([("company_id", "=", company.id)])
        }
        for source, (person, fee, ended) in sources.items():
            old = known.get(source, self.browse())
            leaving = person.departure_date
            if old._is_final() or not (leaving or old):
                continue
            self._follow(old, source, person, fee, ended, leaving)

    def _follow(self, old, source, person, fee, ended, leaving):
        """One fee and one day of leaving: noted, changed or void."""
        policy = old.policy_id
        years = old.repay_years
        if not old:
            policy = self.env["cs.appraisal.policy"]._policy_on(person, ended)[
                person.id
            ]
            years = policy.repay_years if policy else REPAY_YEARS
        found = engine.repayment(
            Decimal(float_repr(fee, 2)), ended, leaving or old.leaving_on, years
        )
        owed = bool(leaving) and found.is_owed
        values = {
            "leaving_on": leaving or old.leaving_on,
            "until": found.until,
            "amount": float(found.amount) if owed else 0,
            "state": old._state_after(owed, leaving),
        }
        if old and all(old[name] == values[name] for name in FOLLOWING):
            return
        if old:
            old._kept_write(values)
        elif owed:
            old = self._kept_create(
                [self._prepare_vals(source, person, fee, ended, policy, years) | values]
            )
        if old:
            reason = self.env["cs.training.reasons"]._of_obligation(old, found)
            self._set_explanations({old.id: reason})

    def _is_final(self):
        """Whether the day of leaving changes nothing here any more; of none, not."""
        return self.state == "settled"

    def _state_after(self, owed, leaving):
        """The state that follows from the day of leaving.

        :param owed: whether something is to be paid back
        :param leaving: the day, or False
        """
        return "open" if owed else "void"

    @api.model
    def _prepare_vals(self, source, person, fee, ended, policy, years):
        is_course = source._name == "cs.training.participant"
        return {
            "company_id": person.company_id.id,
            "employee_id": person.id,
            "name": source.course_id.name if is_course else source.request_id.name,
            "participant_id": is_course and source.id,
            "reimbursement_id": not is_course and source.id,
            "policy_id": policy.id,
            "repay_years": years,
            "fee": fee,
            "ended_on": ended,
        }

    @api.model
    def _sources(self, company):
        """Qualifications that the company paid: source -> (person, fee, end)."""
        Participant = self.env["cs.training.participant"]
        courses = Participant.search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", "qualification"),
                ("course_id.state", "=", "closed"),
                ("course_id.fee", ">", 0),
            ]
        )
        fees = self.env["cs.training.reimbursement"].search(
            [
                ("company_id", "=", company.id),
                ("request_id.is_qualification", "=", True),
                ("amount", ">", 0),
            ]
        )
        found = {
            one: (one.employee_id, one.course_id.fee, one.date_to) for one in courses
        }
        return found | {
            one: (one.employee_id, one.amount, one.ended_on) for one in fees
        }

    def _kept_text(self):
        return self.env._(
            "APP-11: what is paid back follows from course and day of leaving. It is"
            " settled, not written."
        )

    def _explanation_header(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return super()._explanation_header() | {"subtitle": states[self.state]}
