from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import format_date

#: Longest range of days that is planned or published at once.
MAX_DAYS = 400
#: Troubles named when publishing is refused.
NAMED = 10


class CsRoster(models.AbstractModel):
    """Rosters of many people at once: generate, look for trouble, publish (ATT-10).

    Drafts are slots (``cs.duty.slot``) with ``is_draft``; publishing makes them count.
    Whose roster the user may plan says ``_domain_planned``: team leaders their team's,
    supervisors their departments'.
    """

    _name = "cs.roster"
    _description = "Roster"

    @api.model
    def generate(self, employee_ids, first, last):
        """Fill days by the people's patterns, as drafts.

        Drafts by hand, published slots, locked days and closed months stay; drafts of
        the pattern are made anew. Twice is once, and two ranges side by side are one.

        :param first, last: ISO dates or dates, included
        :return: dict: ``made``, ``kept`` and ``people`` (counts)
        :raises AccessError: not the roster of the user
        """
        people = self._check_people(employee_ids)
        first, last = self._check_days(first, last)
        return self.env["cs.roster.plan"].sudo()._fill(people, first, last)

    @api.model
    def publish(self, employee_ids, first, last):
        """Make the drafts of these people and days count, and tell the people.

        :return: dict: ``slots`` and ``people`` (counts)
        :raises UserError: a trouble that has to be solved first
        """
        people = self._check_people(employee_ids)
        first, last = self._check_days(first, last)
        self._check_troubles(people, first, last)
        rows = self._publish(people, first, last)
        self._tell_published(rows, first, last)
        return {"slots": len(rows), "people": len({person for person, _day in rows})}

    @api.model
    def _coverage(self, department, first, last, with_drafts=True):
        """Planned and needed people.

        Counted are those of the department and of those below it whose slot has the
        shift, also by a fixed shift, and who are not on leave for half of it or more.

        :return: dict (shift id, date) -> (planned, needed)
        """
        first, last = self._check_days(first, last)
        Trouble = self.env["cs.roster.trouble"].sudo()
        planned = Trouble._planned(department.sudo(), first, last, with_drafts)
        needed = self.env["cs.roster.need"].sudo()._needed(department, first, last)
        return {
            key: (planned.get(key, 0), needed.get(key, 0))
            for key in planned.keys() | needed.keys()
        }

    @api.model
    def _troubles(self, employees, first, last):
        """What speaks against publishing: leave on a working slot, too little rest
        between two slots, too many days in a row, nobody employed.

        :return: list of dicts: ``employee_id``, ``date``, ``rule`` (code), ``text``
            (translated), ``is_hard`` (publishing is refused)
        """
        first, last = self._check_days(first, last)
        found = self.env["cs.roster.trouble"].sudo()
        return found._of(employees.sudo(), first, last)

    # Whose roster

    @api.model
    def _domain_planned(self):
        """Domain on ``hr.employee``: whose roster the user may plan."""
        if self.env.su:
            return Domain.TRUE
        user, domain = self.env.user, Domain.FALSE
        if user.has_group("cs_base.group_team_leader"):
            domain |= Domain("parent_id.user_id", "=", user.id)
        if user.has_group("cs_base.group_supervisor"):
            managed = user.sudo().cs_managed_department_ids.ids
            domain |= Domain("department_id", "in", managed)
        return domain & Domain("company_id", "in", self.env.companies.ids)

    @api.model
    def _check_people(self, employee_ids):
        """:return: ``hr.employee`` as superuser
        :raises AccessError: somebody's roster is not the user's
        """
        self.env["cs.duty.slot"].check_access("create")
        wanted = set(map(int, employee_ids))
        # sudo: leaders plan people whose file they may not open
        Employee = self.env["hr.employee"].sudo().with_context(active_test=False)
        domain = self._domain_planned() & Domain("id", "in", list(wanted))
        people = Employee.search(domain)
        if len(people) < len(wanted):
            raise AccessError(
                self.env._(
                    "You plan the roster of your own team only. Please leave the other"
                    " people out."
                )
            )
        return people

    @api.model
    def _check_days(self, first, last):
        """Dates of a range that can be planned at once."""
        try:
            first, last = fields.Date.to_date(first), fields.Date.to_date(last)
        except (TypeError, ValueError):
            first = last = None
        if not first or not last or not 0 <= (last - first).days < MAX_DAYS:
            raise UserError(
                self.env._(
                    "Enter a first and a last day, the last not before the first, at"
                    " most %s days.",
                    MAX_DAYS,
                )
            )
        return first, last

    # Publishing

    def _check_troubles(self, people, first, last):
        hard = [one for one in self._troubles(people, first, last) if one["is_hard"]]
        if not hard:
            return
        names = dict(
            people.browse(one["employee_id"] for one in hard).mapped(
                lambda person: (person.id, person.name)
            )
        )
        lines = [
            f"{names[one['employee_id']]}, {format_date(self.env, one['date'])}:"
            f" {one['text']}"
            for one in hard[:NAMED]
        ]
        raise UserError(
            self.env._(
                "The roster cannot be published yet. Please solve these first"
                " (%(count)s):\n%(lines)s",
                count=len(hard),
                lines="\n".join(lines),
            )
        )

    def _publish(self, people, first, last):
        """:return: list of (employee id, date) of what counts now"""
        self.env["cs.duty.slot"].flush_model()
        drafts = SQL(
            "is_draft AND employee_id = ANY(%s) AND date BETWEEN %s AND %s",
            people.ids,
            first,
            last,
        )
        months = self.env.execute_query(
            SQL(
                "SELECT company_id, min(date), max(date) FROM cs_duty_slot"
                " WHERE %s GROUP BY company_id",
                drafts,
            )
        )
        for company, low, high in months:
            self.env["cs.period"].sudo()._check_open(
                self.env["res.company"].browse(company),
                low,
                high,
                code="attendance_sheet",
            )
        rows = self.env.execute_query(
            SQL(
                "UPDATE cs_duty_slot SET is_draft = FALSE, write_uid = %s,"
                " write_date = %s WHERE %s RETURNING employee_id, date",
                self.env.uid,
                fields.Datetime.now(),
                drafts,
            )
        )
        self.env["cs.duty.slot"].invalidate_model()
        self.env["cs.attendance.stale"].sudo()._touch(rows)
        return rows

    def _tell_published(self, rows, first, last):
        """One message a person; people of one language get the same."""
        ids = sorted({person for person, _day in rows})
        people = self.env["hr.employee"].sudo().browse(ids)
        users = people.user_id.filtered("active")
        for lang, group in users.grouped("lang").items():
            env = self.env(context=dict(self.env.context, lang=lang))
            days = {
                "first": format_date(env, first),
                "last": format_date(env, last),
            }
            env["mail.thread"].sudo().message_notify(
                partner_ids=group.partner_id.ids,
                subject=env._("Roster from %(first)s to %(last)s", **days),
                body=env._(
                    "Your roster from %(first)s to %(last)s is published. You find it"
                    " under Attendance, Roster, My Roster.",
                    **days,
                ),
            )
