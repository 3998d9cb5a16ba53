from collections import defaultdict

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import format_date

from .cs_duty_slot import ORIGINS

_PENDING = "cs.roster.change"


class CsRosterChange(models.Model):
    """What changed in a roster after it was published (ATT-10); never altered.

    Who is concerned is told once a transaction, unless the day is past.

    Access: everybody the own; team leaders their team's, supervisors their
    departments'; HR, payroll and the general manager the company's. Nobody writes.
    """

    _name = "cs.roster.change"
    _inherit = ["cs.kept.mixin"]
    _description = "Change of a Published Roster"
    _order = "id desc"
    _log_access = False

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="restrict"
    )
    date = fields.Date("Day", required=True, readonly=True)
    before = fields.Char(readonly=True, help="Empty: nothing was rostered.")
    after = fields.Char(readonly=True, help="Empty: the entry was removed.")
    origin = fields.Selection(ORIGINS, required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Changed By", required=True, readonly=True, ondelete="restrict"
    )
    changed_at = fields.Datetime(required=True, readonly=True)

    _person_day_index = models.Index("(employee_id, date)")

    @api.depends("employee_id", "date")
    def _compute_display_name(self):
        for change in self:
            # sudo: who reads the change knows whom it is about
            name = change.sudo().employee_id.name
            change.display_name = f"{name} · {change.date}"

    def _kept_text(self):
        return self.env._("Changes of a roster are recorded by the roster itself.")

    @api.model
    def _log(self, rows):
        """Record changes of published slots and tell who is concerned. One statement.

        Slots changed through the ORM are recorded by ``cs.duty.slot`` itself; call
        this for what is changed by SQL.

        :param rows: list of dicts ``employee_id``, ``date``, ``before`` and ``after``
            (text, empty for none), ``origin``
        """
        rows = [row for row in rows if row["before"] != row["after"]]
        if not rows:
            return
        names = ("employee_id", "date", "before", "after", "origin")
        columns = [[row[name] or None for row in rows] for name in names]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cs_roster_change (company_id, employee_id, date, before,
                                              after, origin, user_id, changed_at)
                SELECT person.company_id, new.*, %s, %s
                  FROM unnest(%s::int[], %s::date[], %s::text[], %s::text[], %s::text[])
                       AS new (employee, date, before, after, origin)
                  JOIN hr_employee person ON person.id = new.employee
                """,
                self.env.uid,
                fields.Datetime.now(),
                *columns,
            )
        )
        self.invalidate_model()
        self._remember(rows)

    # Telling

    def _remember(self, rows):
        """Have the people told when everything of this transaction is done."""
        precommit = self.env.cr.precommit
        if _PENDING not in precommit.data:
            precommit.data[_PENDING] = []
            precommit.add(self.sudo()._tell_pending)
        precommit.data[_PENDING] += rows

    def _tell_pending(self):
        rows = self.env.cr.precommit.data.pop(_PENDING, [])
        changes = defaultdict(dict)
        for row in rows:
            own = changes[row["employee_id"]]
            first = own.get(row["date"], (row["before"],))[0]
            own[row["date"]] = first, row["after"]
        for person in self.env["hr.employee"].browse(sorted(changes)):
            if person.user_id.active:
                self._tell(person, changes[person.id])

    def _tell(self, person, days):
        """One message with every day that is not what it was.

        :param days: dict date -> (before, after)
        """
        today = person.company_id._cs_today()
        days = {
            day: texts
            for day, texts in days.items()
            if day >= today and texts[0] != texts[1]
        }
        if not days:
            return
        env = self.env(context=dict(self.env.context, lang=person.user_id.lang))
        lines = Markup("").join(
            Markup("<li>%s: %s → %s</li>")
            % (format_date(env, day), escape(before or "–"), escape(after or "–"))
            for day, (before, after) in sorted(days.items())
        )
        env["mail.thread"].message_notify(
            partner_ids=person.user_id.partner_id.ids,
            subject=env._("Your roster has changed"),
            body=Markup("<ul>%s</ul>") % lines,
        )
