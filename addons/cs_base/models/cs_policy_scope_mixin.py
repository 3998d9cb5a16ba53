from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import date_utils

from ..engine.policy import ONE_DAY, Placement, Stay, resolve
from ..engine.policy import Policy as Rule

#: states of a policy that rules its days, from its first to its last one
IN_FORCE = ("approved", "superseded")


class CsPolicyScopeMixin(models.AbstractModel):
    """For whom and when a policy rules, and the answer for many people at once.

    The days of one scope are never ruled twice: the database refuses it.
    """

    _name = "cs.policy.scope.mixin"
    _description = "Scope and Days of a Policy"
    _check_company_auto = True

    #: further fields that tell policies of one scope apart, such as ``("kind",)``
    _policy_key = ()

    def _default_date_from(self):
        next_month = fields.Date.context_today(self) + relativedelta(months=1)
        return date_utils.start_of(next_month, "month")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Applies to this department and those below it. Empty: to all.",
    )
    job_id = fields.Many2one(
        "hr.job",
        string="Post",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Applies to this post only. Empty: to all posts.",
    )
    scope = fields.Char("For Whom", compute="_compute_scope")
    date_from = fields.Date(
        "First Day",
        required=True,
        copy=False,
        default=lambda self: self._default_date_from(),
        help="The rules hold from this day on. A day in the past makes results of"
        " open months be worked out anew; closed months stay.",
    )
    date_to = fields.Date(
        "Last Day",
        readonly=True,
        copy=False,
        help="The day before the next approved policy of the same scope begins.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("superseded", "Approved, With Successor"),
            ("withdrawn", "Taken Back"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        help="With successor: a later policy of the same scope is approved. Until that"
        " one begins, and for its own days for ever, this one rules.",
    )
    phase = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("upcoming", "Upcoming"),
            ("in_force", "In Force"),
            ("ended", "Ended"),
            ("withdrawn", "Taken Back"),
        ],
        compute="_compute_phase",
        help="Only what the general manager approved is in force, from its first"
        " day until the next version begins.",
    )

    def init(self):
        """The constraints of each concrete table, at install and update."""
        super().init()
        if not self._abstract:
            for name, definition in self._policy_constraints().items():
                constraint = models.Constraint(definition)
                constraint.name = name
                constraint.apply_to_database(self)

    @api.model
    def _policy_constraints(self):
        """Name -> SQL of the constraints that every policy table has.

        As ``models.Constraint`` of a mixin they would belong to cs_base in every
        addon's table, and their records would stay behind when the addon goes.
        Ranges of one number stand for equality: no PostgreSQL extension is needed.
        """
        scope = ["company_id", "department_id", "job_id"]
        same = [f"COALESCE({name}, 0)" for name in scope]
        same += [f"hashtext(COALESCE({name}::text, ''))" for name in self._policy_key]
        equal = ", ".join(f"int8range({x}, {x}, '[]') WITH &&" for x in same)
        return {
            "scope_excl": f"EXCLUDE USING gist ({equal},"
            " daterange(date_from, date_to, '[]') WITH &&)"
            " WHERE (state IN ('approved', 'superseded'))",
            "days_in_order": "CHECK (date_to >= date_from)",
        }

    @api.model
    def _sql_error_to_message(self, exc):
        if exc.diag.constraint_name == f"{self._table}_scope_excl":
            return self.env._(
                "Another policy for the same scope and days has been approved at the"
                " same moment. Please reload the page to see it, and choose another"
                " first day if both are to apply."
            )
        return super()._sql_error_to_message(exc)

    @api.depends_context("lang")
    @api.depends("department_id.display_name", "job_id.display_name")
    def _compute_scope(self):
        for policy in self:
            # sudo: a published policy tells everybody whom it is for
            department, job = policy.sudo().department_id, policy.sudo().job_id
            names = [named.display_name for named in (department, job) if named]
            policy.scope = " · ".join(names) or self.env._("Whole company")

    @api.depends("state", "date_from", "date_to")
    def _compute_phase(self):
        for policy in self:
            today = policy._policy_today()
            if policy.state not in IN_FORCE:
                policy.phase = policy.state
            elif policy.date_from > today:
                policy.phase = "upcoming"
            elif policy.date_to and policy.date_to < today:
                policy.phase = "ended"
            else:
                policy.phase = "in_force"

    def _policy_today(self):
        """Today where the company is, whatever zone a context asks for."""
        tz = self.company_id.sudo().resource_calendar_id.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=tz))

    def _policy_siblings(self):
        """Approved policies of the same scope, without this one, in order (sudo)."""
        self.ensure_one()
        same = [Domain(name, "=", self[name]) for name in self._policy_key]
        for name in ("company_id", "department_id", "job_id"):
            same.append(Domain(name, "=", self[name].id))
        others = Domain("state", "in", IN_FORCE) & Domain("id", "!=", self._origin.id)
        # sudo: rules bind also those who may not read them
        return self.sudo().search(Domain.AND(same) & others, order="date_from")

    def _policy_neighbours(self):
        """The approved policies before and after this one; either may be empty."""
        siblings = self._policy_siblings()
        before = siblings.filtered(lambda p: p.date_from < self.date_from)[-1:]
        after = siblings.filtered(lambda p: p.date_from > self.date_from)[:1]
        return before, after

    def _policy_base(self):
        """The approved policy that rules this scope's first day without this one.

        Of the same scope, or else of the next wider one; possibly empty.
        """
        self.ensure_one()
        department, day = self.department_id, self.date_from
        path = department._cs_ancestor_ids().get(department.id, ())
        here = Placement(self.company_id.id, tuple(path), self.job_id.id or None)
        key = {name: self[name] for name in self._policy_key}
        approved = self._policy_approved(self.company_id.ids, day, day, key)
        return (approved - self)._policy_resolve(here, day)

    @api.model
    def _policy_approved(self, company_ids, first, last, key):
        """Approved policies that rule a day of first..last (sudo)."""
        domain = Domain("company_id", "in", company_ids)
        domain &= Domain("state", "in", IN_FORCE) & Domain("date_from", "<=", last)
        domain &= Domain("date_to", "=", False) | Domain("date_to", ">=", first)
        domain &= Domain.AND(Domain(name, "=", key[name]) for name in self._policy_key)
        names = ["company_id", "department_id", "job_id", "date_from", "date_to"]
        # sudo: rules bind also those who may not read them
        return self.sudo().search_fetch(domain, names)

    def _policy_scope(self):
        return self.company_id, self.department_id, self.job_id

    def _policy_rule(self, **changed):
        """This policy as the engine sees it."""
        values = {
            "id": self.id,
            "company": self.company_id.id,
            "department": self.department_id.id or None,
            "job": self.job_id.id or None,
            "first": self.date_from,
            "last": self.date_to or None,
        }
        return Rule(**values | changed)

    @api.model
    def _policy_draft_rules(self, drafts, first, key):
        """Drafts as if they ruled: each as it would once approved, or from a given
        day for good."""
        drafts = drafts.sudo()
        if first or not drafts:
            return [
                draft._policy_rule(first=first, last=None, draft=True)
                for draft in drafts
            ]
        start = min(drafts.mapped("date_from"))
        later = self._policy_approved(drafts.company_id.ids, start, date.max, key)
        rules = []
        for draft in drafts:
            followers = (later - draft).filtered(
                lambda policy, draft=draft: policy.date_from > draft.date_from
                and policy._policy_scope() == draft._policy_scope()
            )
            end = min(followers.mapped("date_from"), default=None)
            rules.append(draft._policy_rule(last=end and end - ONE_DAY, draft=True))
        return rules

    @api.model
    def _policy_spans(
        self, employees, first, last, drafts=None, drafts_from=None, **key
    ):
        """The policy in force for each person from first to last, both included.

        The most specific scope wins: post and department, post, the nearest
        department, company. A constant number of queries, whatever the number of
        people, policies and days. Whether somebody is employed is not asked (see
        ``cs.placement``). Nobody's rights are asked either: who may see a result
        decides who called.

        :param employees: hr.employee, archived ones included
        :param drafts: what if (ALL-03): policies in any state that rule as if they
            were approved; they win over others of their scope
        :param drafts_from: let the drafts rule from this day on instead of their
            own first day, to try future rules on past months
        :param key: a value for each field of ``_policy_key``
        :return: dict employee id -> list of (from, to, policy), without gap; the
            policy is empty where there is none
        """
        stays = self.env["cs.placement"]._stays(employees, first, last)
        companies = {stay.placement.company for own in stays.values() for stay in own}
        drafts = (drafts or self.browse()).filtered(
            lambda draft: all(draft[name] == key[name] for name in self._policy_key)
        )
        approved = self._policy_approved(list(companies), first, last, key)
        rules = [policy._policy_rule() for policy in approved - drafts]
        rules += self._policy_draft_rules(drafts, drafts_from, key)
        people = {employee: stays.get(employee, ()) for employee in employees.ids}
        spans = resolve(rules, people, first, last)
        policies = {policy.id: policy for policy in self.browse(approved.ids) | drafts}
        policies[None] = self.browse()
        records = {
            same: [(start, stop, policies[policy]) for start, stop, policy in same]
            for same in set(spans.values())
        }
        return {employee: list(records[same]) for employee, same in spans.items()}

    @api.model
    def _policy_on(self, employees, day, drafts=None, drafts_from=None, **key):
        """The policy in force for each person on one day; see ``_policy_spans``.

        :return: dict employee id -> policy, possibly empty
        """
        spans = self._policy_spans(employees, day, day, drafts, drafts_from, **key)
        return {employee: policy for employee, [(_f, _l, policy)] in spans.items()}

    @api.model
    def _policy_of_unit(self, company, department, day, **key):
        """The policy in force for a unit, whoever works there; possibly empty (sudo).

        :param department: hr.department, possibly empty: the company's policy
        """
        path = department._cs_ancestor_ids().get(department.id, ())
        place = Placement(company.id, tuple(path))
        approved = self._policy_approved(company.ids, day, day, key)
        return approved._policy_resolve(place, day)

    def _policy_resolve(self, place, day):
        """Which of these rules a placement on a day; possibly none."""
        rules = [policy._policy_rule() for policy in self]
        [span] = resolve(rules, {0: [Stay(day, day, place)]}, day, day)[0]
        return self.browse(span[2])
