from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine.rules import Cause

#: All that a superior enters; who is absent and what it replaces follow from it.
ENTERED = {
    "swap_id",
    "date",
    "rostered_id",
    "other_id",
    "who",
    "rostered_share",
    "reason",
    "replaces_id",
}
#: Verdicts of who was at work, so that no shift stayed uncovered, or not yet.
WORKED = ("ok", "fixed", "late", "early", "late_early", "open")


class CsShiftSwapRuling(models.Model):
    """A superior's ruling on a swap that was not agreed clearly and left a shift
    uncovered (ATT-11); append-only.

    It says who should have been there: absent, on exactly that day. Shares of the
    blame are recorded and decide nothing. A ruling stays; before the month is closed
    it can be ruled anew, and an appeal against the day is above it.

    Access: both people, the team leader of who was on the roster, supervisors their
    departments', HR, payroll and the general manager read; supervisors rule in their
    departments, the general manager in the company, nobody on oneself.
    """

    _name = "cs.shift.swap.ruling"
    _inherit = ["cs.superior.ruling"]
    _description = "Ruling on an Unclear Swap"
    _order = "date desc, id desc"
    _check_company_auto = True

    swap_id = fields.Many2one(
        "cs.shift.swap",
        "Swap Asked For",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: they only talked about it.",
    )
    company_id = fields.Many2one(
        related="rostered_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date("Shift Uncovered On", required=True)
    rostered_id = fields.Many2one(
        "hr.employee",
        "On the Roster",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    other_id = fields.Many2one(
        "hr.employee",
        "Was to Stand In",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    who = fields.Selection(
        [
            ("rostered", "Who was on the roster"),
            ("other", "Who was to stand in"),
            ("nobody", "Nobody: the earlier ruling is withdrawn"),
        ],
        "Who Should Have Been There",
        required=True,
        help="ATT-11: absent on that day.",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Absent",
        compute="_compute_employee_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    rostered_share = fields.Integer(
        "Blame: On the Roster", default=50, help="ATT-11: percent; recorded only."
    )
    other_share = fields.Integer(
        "Blame: Stand-In",
        compute="_compute_other_share",
        store=True,
        precompute=True,
        help="ATT-11: percent; the rest of 100.",
    )
    replaces_id = fields.Many2one(
        "cs.shift.swap.ruling", "Instead Of", ondelete="restrict", copy=False
    )
    is_in_force = fields.Boolean("In Force", readonly=True, default=True)

    _two_people = models.Constraint(
        "CHECK(rostered_id != other_id)", "A swap is between two people."
    )
    _all_of_the_blame = models.Constraint(
        "CHECK((who = 'nobody' AND rostered_share = 0 AND other_share = 0)"
        " OR (who != 'nobody' AND rostered_share BETWEEN 0 AND 100"
        " AND rostered_share + other_share = 100))",
        "ATT-11: the shares of the blame are 0 to 100 and make up 100 percent.",
    )
    _withdraws_something = models.Constraint(
        "CHECK(who != 'nobody' OR replaces_id IS NOT NULL)",
        "Only an earlier ruling is withdrawn.",
    )
    _shift_uniq = models.UniqueIndex(
        "(rostered_id, date) WHERE is_in_force",
        "This shift has been ruled on already. Please rule anew on that ruling.",
    )
    _replaced_once = models.UniqueIndex(
        "(replaces_id)", "This has been ruled on anew already."
    )

    @api.depends("who", "rostered_id", "other_id")
    def _compute_employee_id(self):
        for one in self:
            people = {"rostered": one.rostered_id, "other": one.other_id}
            one.employee_id = people.get(one.who, False)

    @api.depends("who", "rostered_share")
    def _compute_other_share(self):
        for one in self:
            one.other_share = 0 if one.who == "nobody" else 100 - one.rostered_share

    @api.depends("date", "rostered_id.name", "other_id.name")
    def _compute_display_name(self):
        for one in self.sudo():
            people = f"{one.rostered_id.name or ''} / {one.other_id.name or ''}"
            one.display_name = f"{one.date or ''} {people}".strip()

    @api.onchange("swap_id")
    def _onchange_swap_id(self):
        if self.swap_id:
            self.date = self.date or self.swap_id.date_given
            self._onchange_date()

    @api.onchange("date")
    def _onchange_date(self):
        """Who was on the roster of that day: on the day of the return the other one."""
        swap = self.swap_id
        if swap and not self.replaces_id:
            pair = swap.employee_id, swap.colleague_id
            is_return = self.date == swap.date_returned != swap.date_given
            self.rostered_id, self.other_id = pair[::-1] if is_return else pair

    @api.onchange("replaces_id")
    def _onchange_replaces_id(self):
        for name in ("swap_id", "date", "rostered_id", "other_id", "rostered_share"):
            if self.replaces_id:
                self[name] = self.replaces_id[name]

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._entered(vals) for vals in vals_list]
        replaced = [vals["replaces_id"] for vals in vals_list if vals["replaces_id"]]
        self._end(self.browse(replaced))
        rulings = super().create(vals_list)
        for one in rulings.sudo():
            one._check_people()
            one._check_replaced()
            one._check_swap()
            one._check_uncovered()
        # Only now, so that no ruling decides whether somebody was there.
        rulings.sudo()._kept_write({"is_in_force": True})
        rulings.sudo()._touch_days()
        rulings.sudo().filtered("employee_id")._tell_ruled()
        return rulings

    @api.model
    def _entered(self, vals):
        entered = {name: vals.get(name) for name in ENTERED if name in vals}
        if entered.get("who") == "nobody":
            entered["rostered_share"] = 0
        entered["replaces_id"] = entered.get("replaces_id") or False
        return entered | {"ruled_by_id": self.env.uid, "is_in_force": False}

    def _kept_text(self):
        return self.env._(
            "A ruling stays as it is. Please rule anew before the month is closed;"
            " the person can appeal against the day."
        )

    def _end(self, rulings):
        """Let rulings be in force no longer: those that are ruled anew."""
        rulings.check_access("read")
        for one in rulings.sudo():
            if not one.is_in_force:
                raise UserError(self.env._("This has been ruled on anew already."))
        rulings.sudo()._kept_write({"is_in_force": False})
        rulings.flush_recordset()

    # What a ruling has to be

    def _check_people(self):
        people = self.rostered_id | self.other_id
        if self.env.user._cs_employees() & people._cs_all_records():
            raise AccessError(
                self.env._("Nobody rules on a swap of one's own (ATT-11).")
            )
        self.env["cs.period"].sudo()._check_open(
            self.company_id, self.date, code="attendance_sheet"
        )

    def _check_replaced(self):
        old = self.replaces_id
        if old and (old.date, old.rostered_id) != (self.date, self.rostered_id):
            raise UserError(
                self.env._("It is ruled anew on the same shift of the same person.")
            )

    def _check_swap(self):
        swap = self.swap_id
        if not swap:
            return
        people = self.rostered_id | self.other_id
        days = swap.date_given, swap.date_returned
        if people != swap.employee_id | swap.colleague_id or self.date not in days:
            raise UserError(
                self.env._("The swap is between other people or about other days.")
            )
        if swap.state == "approved":
            raise UserError(
                self.env._(
                    "This swap was approved, so the roster says clearly who had to be"
                    " there (ATT-11)."
                )
            )

    def _check_uncovered(self):
        """:raise UserError: unless who was on the roster had a shift and missed it"""
        person, day = self.rostered_id, self.date
        slot = self.env["cs.duty.slot"].sudo()._planned(person, day, day)
        slot = slot.get(person.id, {}).get(day)
        if not (slot and slot.is_due and slot.start <= fields.Datetime.now()):
            raise UserError(
                self.env._(
                    "%(name)s has no shift on %(date)s that has begun, so none stayed"
                    " uncovered (ATT-11).",
                    name=person.name,
                    date=day,
                )
            )
        Day = self.env["cs.attendance.day"].sudo()
        Day._judge(person, day, day)
        found = Day.search([("employee_id", "=", person.id), ("date", "=", day)])
        if found.verdict in WORKED:
            raise UserError(
                self.env._(
                    "%(name)s was at work on %(date)s, or that day is not over, so no"
                    " shift stayed uncovered (ATT-11).",
                    name=person.name,
                    date=day,
                )
            )

    @api.model
    def _domain_in_force(self):
        return Domain("is_in_force", "=", True)

    def _cause(self):
        """ATT-11: who should have been there, though no swap was agreed clearly."""
        return Cause(
            "ATT-11",
            "att.swap_unclear",
            ((self._name, "blame", self.id),),
            (("share", self._share_of(self.employee_id)),),
            is_owed=True,
        )

    def _share_of(self, employee):
        """Percent of the blame of one of the two."""
        self.ensure_one()
        return self.rostered_share if employee == self.rostered_id else self.other_share

    def _touch_days(self):
        """Exactly the day of who is absent, and of who was until now."""
        self.flush_recordset()
        Stale, Day = self.env["cs.attendance.stale"], self.env["cs.attendance.day"]
        for one in self:
            people = one.employee_id | one.replaces_id.employee_id
            Stale._touch([(person.id, one.date) for person in people])
            Day.sudo()._judge(people.sudo(), one.date, one.date)
