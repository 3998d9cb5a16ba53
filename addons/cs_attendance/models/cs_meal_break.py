from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.cs_base.models.cs_undo_mixin import Act
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

DAY = timedelta(days=1)


class CsMealBreak(models.Model):
    """Away for a meal and back (用餐, ATT-15); both moments are the server's.

    Longer than the policy allows is a breach, and so is leaving the desk unattended:
    when nobody else of the department, with a shift at that moment and not away or on
    leave, is there. That is recorded and not refused, because a refusal would keep
    nobody at the desk and the break off the record.

    Access: everybody reads the own; team leaders their team's, supervisors their
    departments', HR and the general manager all. Nobody creates, changes or deletes,
    the superuser included, but by ``cs.meal.button``.
    """

    _name = "cs.meal.break"
    _inherit = ["cs.kept.mixin", "cs.undo.mixin"]
    _description = "Meal Break"
    _order = "away_at desc, id desc"

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, readonly=True, index=True)
    away_at = fields.Datetime("Away", required=True, readonly=True)
    back_at = fields.Datetime("Back", readonly=True)
    limit_minutes = fields.Integer("Minutes Allowed", required=True, readonly=True)
    seconds = fields.Integer("Seconds Away", readonly=True)
    was_unattended = fields.Boolean("Desk Left Unattended", readonly=True)
    is_over = fields.Boolean("Too Long", readonly=True)
    is_breach = fields.Boolean(
        "Breach", compute="_compute_is_breach", store=True, index="btree_not_null"
    )
    explanation = fields.Char("Why", compute="_compute_explanation")

    _one_open = models.UniqueIndex(
        "(employee_id) WHERE back_at IS NULL", "You are away already."
    )
    _back_after_away = models.Constraint(
        "CHECK(back_at >= away_at)",
        "Somebody comes back after going away.",
    )

    @api.depends("was_unattended", "is_over")
    def _compute_is_breach(self):
        for one in self:
            one.is_breach = one.was_unattended or one.is_over

    @api.depends_context("lang")
    @api.depends("seconds", "limit_minutes", "was_unattended", "is_over")
    def _compute_explanation(self):
        for one in self:
            texts = []
            if one.is_over:
                texts.append(
                    self.env._(
                        "ATT-15: away %(minutes)s:%(seconds)02d, %(limit)s:00 is"
                        " allowed.",
                        minutes=one.seconds // 60,
                        seconds=one.seconds % 60,
                        limit=one.limit_minutes,
                    )
                )
            if one.was_unattended:
                texts.append(
                    self.env._("ATT-15: nobody else of the department was there.")
                )
            one.explanation = " ".join(texts)

    @api.depends("date", "employee_id.name")
    def _compute_display_name(self):
        for one in self.sudo():
            one.display_name = f"{one.date or ''} {one.employee_id.name or ''}".strip()

    def _kept_text(self):
        return self.env._("ATT-15: meal breaks are taken with “Away” and “Back” only.")

    # Away and back

    @api.model
    def _open_of(self, employee):
        """The break that somebody is on, possibly none (sudo)."""
        domain = Domain("employee_id", "=", employee.id) & Domain("back_at", "=", False)
        return self.sudo().search(domain, limit=1)

    @api.model
    def _go(self, employee):
        """Somebody goes away now.

        :param employee: hr.employee (sudo)
        :return: the break (sudo)
        """
        if self._open_of(employee):
            raise UserError(self.env._("You are away already. Press “Back” first."))
        self._lock_desk(employee.department_id)
        now = fields.Datetime.now()
        day = employee.company_id._cs_today()
        [one] = (
            self.sudo()
            .with_context({})
            ._kept_create(
                [
                    {
                        "employee_id": employee.id,
                        "company_id": employee.company_id.id,
                        "department_id": employee.department_id.id,
                        "date": day,
                        "away_at": now,
                        "limit_minutes": self._limit(employee, day),
                        "was_unattended": self._is_alone(employee, now),
                    }
                ]
            )
        )
        one.flush_recordset()
        self.env["cs.desk.state"]._meal(employee, "out")
        return one

    def _come_back(self):
        """The person is back now: exactly the limit is in time, a second more not."""
        self.ensure_one()
        now = fields.Datetime.now()
        seconds = int((now - self.away_at).total_seconds())
        self._kept_write(
            {
                "back_at": now,
                "seconds": seconds,
                "is_over": seconds > self.limit_minutes * 60,
            }
        )
        self.env["cs.desk.state"]._meal(self.employee_id, "ready")

    def _lock_desk(self, department):
        """Two who go at one moment: the second sees the first away."""
        self.env.cr.execute(
            SQL("UPDATE hr_department SET id = id WHERE id = %s", department.id or None)
        )

    @api.model
    def _limit(self, employee, day):
        Policy = self.env["cs.attendance.policy"].sudo()
        policy = Policy._policy_on(employee, day).get(employee.id)
        if policy:
            return policy.meal_minutes
        return Policy._fields["meal_minutes"].default(Policy)

    @api.model
    def _is_alone(self, employee, now):
        """Whether nobody else of the department is at the desk, which the person
        leaves in the middle of a shift (sudo)."""
        people = employee.search([("department_id", "=", employee.department_id.id)])
        on_shift = self._on_shift(people | employee, now)
        if employee not in on_shift:
            return False
        others = on_shift - employee
        away = self.sudo().search(
            [("employee_id", "in", others.ids), ("back_at", "=", False)]
        )
        leaves = self.env["hr.leave"].sudo()
        on_leave = leaves.search(
            [
                ("employee_id", "in", others.ids),
                ("state", "=", "validate"),
                ("date_from", "<=", now),
                ("date_to", ">", now),
            ]
        )
        return not (others - away.employee_id - on_leave.employee_id)

    def _on_shift(self, people, now):
        today = now.date()
        # One day to each side: a night shift, and "today" elsewhere than in UTC.
        plans = (
            self.env["cs.duty.slot"].sudo()._planned(people, today - DAY, today + DAY)
        )
        return people.filtered(
            lambda person: any(
                slot.is_due and slot.start <= now < slot.stop
                for slot in plans.get(person.id, {}).values()
            )
        )

    # Taking “Back” back; “Away” is ended by “Back” at once, and stays on the record

    def _undo_act(self):
        if not self.back_at:
            return None
        return Act(
            key=f"back {self.back_at}",
            name=self.display_name,
            user=self.employee_id.user_id,
            done_at=self.back_at,
            company=self.company_id,
            detail={"back_at": str(self.back_at), "seconds": self.seconds},
        )

    def _undo_check(self):
        last = self.search([("employee_id", "=", self.employee_id.id)], limit=1)
        if last != self:
            raise UserError(
                self.env._("ATT-15: you have been away again since, so this stays.")
            )

    def _undo_claim(self):
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "UPDATE cs_meal_break SET write_date = write_date"
                " WHERE id = %s AND back_at IS NOT NULL RETURNING id",
                self.id,
            )
        )
        if not rows:
            raise UserError(self.env._("This has been taken back already."))

    def _undo(self, act):
        """The break goes on since it began."""
        self._kept_write({"back_at": False, "seconds": 0, "is_over": False})
        self.env["cs.desk.state"]._meal(self.employee_id, "out")
