from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.tools import mute_logger

from ..engine import training as engine
from .cs_training_policy import MANAGER_MONTHS, NEED_DAYS, NEWCOMER_DAYS

#: Days for which a job that did not run makes up for newcomers; who joined before
#: the rules were kept here needs no training as a newcomer any more.
KEPT = timedelta(days=31)
#: Who has had the same contract for longer is no newcomer, whatever a policy says.
NEW = timedelta(days=400)


class CsTrainingNeedMaker(models.AbstractModel):
    """Notes every night who is to be trained (APP-11): newcomers, who leads, and whom
    an appraisal sends. Each once, whoever else is at it: the database says.

    Nothing here is public; it runs as superuser.
    """

    _name = "cs.training.need.maker"
    _description = "Maker of Training Needs"

    @api.model
    def _cron_make(self):
        """Company by company; what is noted is kept when the next one begins."""
        Cron = self.env["ir.cron"]
        companies = self.env["hr.employee"].search([]).company_id
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            self.with_company(company)._make(company)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _make(self, company):
        today = company._cs_today()
        self._newcomers(company, today)
        self._managers(company, today)
        self._grades(company, today)
        self.env["cs.training.obligation"]._refresh(company)

    def _newcomers(self, company, today):
        """Within so many days of joining, by the policy of that day."""
        people = self._recent(company, today)
        done = self._known(people, "newcomer") | self._passed(people)
        joined = {
            person: day
            for person in people - done
            if (day := person._get_first_version_date()) and day <= today
        }
        for person, day in joined.items():
            days = self._number(person, day, "newcomer_training_days", NEWCOMER_DAYS)
            due = engine.newcomer_due(day, days)
            if due + KEPT >= today:
                self._note(person, "newcomer", f"joined:{day}", due)

    def _managers(self, company, today):
        """Heads of departments and supervisors: again, so many months after the last
        course passed. Who never had one here has all that time from now on.
        """
        for person in self._leading(company):
            last = self._last_passed(person)
            since = last or self._since(person, today)
            months = self._number(
                person, today, "manager_training_months", MANAGER_MONTHS
            )
            due = engine.manager_due(since, months)
            self._note(person, "manager", f"since:{since}", due)

    def _grades(self, company, today):
        """What an appraisal names, once the general manager has agreed (APP-06)."""
        Consequence = self.env["cs.appraisal.consequence"]
        approved = Consequence.search(
            [
                ("company_id", "=", company.id),
                ("kind", "=", "training"),
                ("state", "=", "approved"),
            ]
        )
        known = self.env["cs.training.need"].search(
            [("consequence_id", "in", approved.ids)]
        )
        for one in approved - known.consequence_id:
            due = self._other_due(one.employee_id, today)
            key = f"{one._name}:{one.id}"
            self._note(one.employee_id, "grade", key, due, consequence_id=one.id)

    # Who

    def _recent(self, company, today):
        """Those of whom something in the contract began lately."""
        return self.env["hr.employee"].search(
            [
                ("company_id", "=", company.id),
                ("version_ids.date_version", ">=", today - NEW),
            ]
        )

    def _leading(self, company):
        """Heads of departments and supervisors; nobody asks the general manager."""
        heads = self.env["hr.department"].search([("company_id", "=", company.id)])
        group = self.env.ref("cs_base.group_supervisor")
        users = self.env["hr.employee"].search(
            [("company_id", "=", company.id), ("user_id.all_group_ids", "in", group.id)]
        )
        leading = heads.manager_id.filtered("active") | users
        return leading.filtered(lambda one: one.company_id == company) - (
            company.cs_general_manager_id
        )

    def _known(self, people, why):
        needs = self.env["cs.training.need"].search(
            [("employee_id", "in", people.ids), ("why", "=", why)]
        )
        return needs.employee_id

    def _passed(self, people):
        """Who was trained before the job came to it."""
        rows = self.env["cs.training.participant"].search(
            [
                ("employee_id", "in", people.ids),
                ("kind", "=", "newcomer"),
                ("certified_on", "!=", False),
            ]
        )
        return rows.employee_id

    def _last_passed(self, person):
        [(day,)] = self.env["cs.training.participant"]._read_group(
            [
                ("employee_id", "=", person.id),
                ("kind", "=", "manager"),
                ("result", "=", "passed"),
                ("course_id.state", "=", "closed"),
            ],
            [],
            ["date_to:max"],
        )
        return day

    def _since(self, person, today):
        """The day from which a first course is counted: that on which the person was
        first seen to lead, kept with the need."""
        first = self.env["cs.training.need"].search(
            [
                ("employee_id", "=", person.id),
                ("why", "=", "manager"),
                ("state", "=", "open"),
            ],
            limit=1,
        )
        return fields.Date.to_date(first.key.removeprefix("since:")) if first else today

    # How

    def _number(self, person, day, name, default):
        policy = self.env["cs.appraisal.policy"]._policy_on(person, day)[person.id]
        return policy.sudo()[name] if policy else default

    @api.model
    def _other_due(self, person, today):
        """Due day of retraining, and of needs from grades and surveys."""
        days = NEED_DAYS
        if person:
            days = self._number(person, today, "training_need_days", NEED_DAYS)
        return today + timedelta(days=days)

    @api.model
    def _note(self, person, why, key, due, **links):
        """One need, once; of two at the same moment the database keeps one."""
        Need = self.env["cs.training.need"].sudo()
        same = [("employee_id", "=", person.id), ("why", "=", why), ("key", "=", key)]
        if Need.search_count(same, limit=1):
            return
        values = {
            "employee_id": person.id,
            "why": why,
            "key": key,
            "due_on": due,
            "state": "open",
        }
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                Need._kept_create([values | links])
        except UniqueViolation:
            return
