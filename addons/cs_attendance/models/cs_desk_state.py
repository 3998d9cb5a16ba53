from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError

STATES = [
    ("ready", "Ready"),
    ("busy", "Busy"),
    ("away", "Short Away"),
    ("out", "Signed Out"),
]
#: Longer than any shift with its overtime: somebody forgot to sign out.
FORGOTTEN = timedelta(hours=16)


class CsDeskState(models.Model):
    """What agents of a phone or chat desk show: ready, busy, short away, signed out
    (坐席状态, ATT-15); both moments are the server's.

    A short absence is shown; who is away longer than the policy allows should have
    signed out, and it is marked. Exactly the limit is in time, a second more not.

    Access: everybody reads the own; team leaders their team's, supervisors their
    departments', HR and the general manager all. Nobody creates, changes or deletes,
    the superuser included, but by ``cs.desk``.
    """

    _name = "cs.desk.state"
    _inherit = ["cs.kept.mixin"]
    _description = "State at the Desk"
    _order = "began_at desc, id desc"

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    department_id = fields.Many2one(
        "hr.department", readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(STATES, required=True, readonly=True)
    began_at = fields.Datetime("Since", required=True, readonly=True)
    ended_at = fields.Datetime("Until", readonly=True)
    hours = fields.Float(readonly=True, aggregator="sum")
    limit_minutes = fields.Integer("Minutes Allowed", readonly=True, aggregator=None)
    is_over = fields.Boolean(
        "Away Too Long",
        readonly=True,
        help="ATT-15: a longer absence is signed out, not shown as short.",
    )
    is_forgotten = fields.Boolean(
        "Not Signed Out",
        readonly=True,
        help="Ended by the system after 16 hours; its time counts nowhere.",
    )

    _one_open = models.UniqueIndex(
        "(employee_id) WHERE ended_at IS NULL", "One state at a time (ATT-15)."
    )
    _ends_after_it_began = models.Constraint(
        "CHECK(ended_at >= began_at)", "A state ends after it began."
    )

    @api.depends_context("lang")
    @api.depends("state", "employee_id.name")
    def _compute_display_name(self):
        words = dict(self._fields["state"]._description_selection(self.env))
        for one in self.sudo():
            one.display_name = f"{one.employee_id.name or ''} · {words.get(one.state)}"

    def _kept_text(self):
        return self.env._("ATT-15: states are shown with the button at the top only.")

    @api.model
    def _open_of(self, employee):
        """What somebody shows now, possibly nothing (sudo)."""
        domain = [("employee_id", "=", employee.id), ("ended_at", "=", False)]
        return self.sudo().search(domain, limit=1)

    @api.model
    def _switch(self, employee, state):
        """Somebody shows another state from now on; the same again changes nothing.

        :param employee: hr.employee (sudo)
        :return: the state that is shown (sudo)
        """
        shown = self._open_of(employee)
        if shown.state == state:
            return shown
        shown._end()
        vals = {
            "employee_id": employee.id,
            "company_id": employee.company_id.id,
            "department_id": employee.department_id.id,
            "state": state,
            "began_at": fields.Datetime.now(),
        }
        if state == "away":
            vals["limit_minutes"] = self._limit(employee)
        try:
            with self.env.cr.savepoint():
                return self.sudo().with_context({})._kept_create([vals])
        except UniqueViolation as error:
            # Pressed twice at one moment: again, and then it is there.
            raise ConcurrencyError(str(error)) from error

    def _end(self):
        now = fields.Datetime.now()
        for one in self:
            spent = now - one.began_at
            limit = timedelta(minutes=one.limit_minutes)
            one._kept_write(
                {
                    "ended_at": now,
                    "hours": spent.total_seconds() / 3600,
                    "is_over": one.state == "away" and spent > limit,
                }
            )

    @api.model
    def _limit(self, employee):
        Policy = self.env["cs.attendance.policy"].sudo()
        day = employee.company_id._cs_today()
        policy = Policy._policy_on(employee, day).get(employee.id)
        if policy:
            return policy.away_minutes
        return Policy._fields["away_minutes"].default(Policy)

    @api.model
    def _meal(self, employee, state):
        """Who goes for a meal is signed out, and ready when back; at a desk only."""
        shown = self._open_of(employee)
        if shown and employee.department_id._cs_runs_desk():
            self._switch(employee, state)

    @api.model
    def _cron_forgotten(self):
        """Who did not sign out is signed out, and the time counts nowhere."""
        now = fields.Datetime.now()
        forgotten = self.sudo().search(
            [
                ("ended_at", "=", False),
                ("state", "!=", "out"),
                ("began_at", "<", now - FORGOTTEN),
            ]
        )
        forgotten._kept_write({"ended_at": now, "is_forgotten": True})
        forgotten.flush_recordset()
        self.sudo()._kept_create(
            [
                {
                    "employee_id": one.employee_id.id,
                    "company_id": one.company_id.id,
                    "department_id": one.department_id.id,
                    "state": "out",
                    "began_at": now,
                }
                for one in forgotten
            ]
        )


class CsDesk(models.AbstractModel):
    """The button at the top of the page: what the user shows at the desk (ATT-15)."""

    _name = "cs.desk"
    _description = "My State at the Desk"

    @api.model
    @api.readonly
    def load(self):
        """What the user shows; False for who works at no phone or chat desk.

        :return: dict ``state``, ``since`` (naive UTC, as the client reads it),
            ``limit`` (minutes of a short absence) and ``states`` (pairs code, words)
        """
        employee = self.env.user.employee_id.sudo()
        if not employee.department_id._cs_runs_desk():
            return False
        State = self.env["cs.desk.state"]
        shown = State._open_of(employee)
        return {
            "state": shown.state or "out",
            "since": fields.Datetime.to_string(shown.began_at) or False,
            "limit": shown.limit_minutes,
            "states": State._fields["state"]._description_selection(self.env),
        }

    @api.model
    def show(self, state):
        """Show another state, from now on.

        :raise UserError: no such state, no desk, or away for a meal
        """
        self.env["cs.desk.state"].check_access("read")
        employee = self.env.user.employee_id.sudo()
        if not isinstance(state, str) or state not in dict(STATES):
            raise UserError(self.env._("ATT-15: there is no such state."))
        if not employee.department_id._cs_runs_desk():
            raise UserError(
                self.env._("ATT-15: your department runs no phone or chat desk.")
            )
        if state != "out" and self.env["cs.meal.break"]._open_of(employee):
            raise UserError(
                self.env._("ATT-15: you are away for a meal. Press “Back” first.")
            )
        self.env["cs.desk.state"]._switch(employee, state)
        return self.load()


class HrDepartment(models.Model):
    _inherit = "hr.department"

    cs_has_desk = fields.Boolean(
        "Runs a Phone or Chat Desk",
        help="ATT-15: its people, and those of the departments below it, show whether"
        " they are ready, busy, short away or signed out.",
    )

    def _cs_runs_desk(self):
        """Whether this department, or one above it, runs a desk."""
        above = self._cs_ancestor_ids().get(self.id, [])
        return any(self.sudo().browse(above).mapped("cs_has_desk"))


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @api.model
    def lazy_session_info(self):
        """What the button at the top shows, without another request."""
        return {**super().lazy_session_info(), "cs_desk": self.env["cs.desk"].load()}
