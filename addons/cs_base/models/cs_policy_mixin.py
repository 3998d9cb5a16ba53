from lxml.builder import E

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from ..engine.policy import ONE_DAY
from .cs_policy_scope_mixin import IN_FORCE


class CsPolicyMixin(models.AbstractModel):
    """Rules as data, in force on a date (ARCHITECTURE.md idea 2, ALL-07).

    A policy has a scope (company, department, post) and a first day; its last day
    follows from the next approved policy of the same scope. Once proposed, its
    content never changes again: a change is a new version. One that has not begun
    may be taken back, by the same decision of the general manager.

    Concrete models declare their parameters as ordinary fields, may give numbers a
    ``unit`` (see ``cs.policy.unit``), hold tables in one2many fields with
    ``copy=True`` to a model with ``cs.policy.line.mixin``, and declare
    ``previous_id = fields.Many2one("<their own name>")``.

    Access: agents read what was published; team leaders, payroll and the general
    manager read all; supervisors and HR officers write drafts and propose; the
    general manager approves. Technical administrators see nothing.
    """

    _name = "cs.policy.mixin"
    _inherit = ["cs.policy.scope.mixin", "cs.decision.mixin"]
    _description = "Policy in Force"
    _order = "date_from desc, id desc"

    _decision_pending = "proposed"
    _decision_refused = "draft"
    _decision_undoes_approval = True

    name = fields.Char(required=True)
    code = fields.Char(
        "Template Code", help="The ready-made set that these rules started from."
    )
    previous_id = fields.Many2one(
        "cs.policy.mixin",
        string="Compared With",
        index="btree_not_null",
        ondelete="restrict",
        help="The policy that would rule the same people without this one.",
    )
    changes = fields.Json()
    change_table = fields.Html("What Changes", compute="_compute_change_table")
    is_taking_back = fields.Boolean(compute="_compute_is_taking_back")
    can_take_back = fields.Boolean(compute="_compute_can_take_back")
    can_renew = fields.Boolean(compute="_compute_can_renew")

    @api.depends("name", "date_from")
    def _compute_display_name(self):
        for policy in self:
            day = fields.Date.to_string(policy.date_from) or ""
            policy.display_name = f"{policy.name or ''} {day}".strip()

    @api.depends_context("lang")
    @api.depends("state", "changes")
    def _compute_change_table(self):
        Change = self.env["cs.policy.change"]
        for policy in self:
            before, changes = policy.previous_id, policy.changes
            if policy.state == "draft":
                before = policy._policy_base()
                changes = Change._compare(before, policy)
            policy.change_table = Change._render(policy, before, changes or [])

    @api.depends("state", "decision_request_ids.state")
    def _compute_is_taking_back(self):
        asked = self.filtered(lambda policy: policy.state in IN_FORCE)
        pending = set(asked._decision_pending_request().mapped("res_id"))
        for policy in self:
            policy.is_taking_back = policy.id in pending

    @api.depends_context("uid")
    @api.depends("phase", "is_taking_back")
    def _compute_can_take_back(self):
        writable = self._filtered_access("write")
        for policy in self:
            policy.can_take_back = (
                policy in writable
                and policy.phase == "upcoming"
                and not policy.is_taking_back
            )

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_renew(self):
        may = self.browse().has_access("create")
        for policy in self:
            policy.can_renew = may and policy.state in ("approved", "superseded")

    def action_new_version(self):
        """Start a draft from this policy, with the caller's rights, and open it."""
        self.ensure_one()
        return self._policy_open(self.copy())

    def action_versions(self):
        """Show the approved policies of the same scope."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Versions"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "mobile_view_mode": "kanban",
            "domain": [("id", "in", (self | self._policy_siblings()).ids)],
        }

    def action_take_back(self):
        """Propose to take back approved policies that have not begun.

        The general manager decides on it as on the policy itself.

        :raise AccessError: for who may not propose this policy
        :raise UserError: when it is not approved, or has begun
        """
        self.check_access("write")
        for policy in self._decision_actor():
            policy._policy_check_not_begun()
            policy = policy.with_context(policy_taking_back=True)
            request = self.env["cs.decision.request"].sudo()._open(policy)
            self.env["cs.decision.notice"].sudo()._ask(request, policy)
        return True

    def action_withdraw(self):
        """Withdraw the proposal; of an approved policy, that to take it back."""
        taking_back = self.filtered("is_taking_back")
        for policy in taking_back._decision_actor():
            request = policy._decision_pending_request()
            if not request.filtered_domain(self._decision_withdraw_domain()):
                raise AccessError(
                    self.env._("Only who proposed to take this back can withdraw it.")
                )
            request._claim()
            request._close("withdrawn")
            self.env["cs.decision.notice"].sudo()._clear(policy)
        return super(CsPolicyMixin, self - taking_back).action_withdraw()

    def _policy_open(self, policy):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": policy.id,
            "views": [(False, "form")],
        }

    # Decision hooks

    def _decision_kind(self):
        return "policy"

    def _decision_title(self):
        title = super()._decision_title()
        if self.env.context.get("policy_taking_back"):
            return self.env._("Take back: %(name)s", name=title)
        return title

    def _decision_ladder_fallback(self):
        # ALL-07 leaves no choice: the kind is fixed and has no ladder.
        return ["general_manager"]

    def _decision_protected_fields(self):
        names = {"date_to", "previous_id", "changes"}
        return super()._decision_protected_fields() | names

    def _decision_check_submit(self):
        super()._decision_check_submit()
        self._policy_check_first_day()

    def _decision_on_submitted(self):
        super()._decision_on_submitted()
        before = self._policy_base()
        changes = self.env["cs.policy.change"]._compare(before, self)
        self._decision_write({"previous_id": before.id, "changes": changes})

    def _decision_detail(self):
        """For whom, from when, and before and after, for ever (ALL-07)."""
        Change = self.env["cs.policy.change"]
        names = ["company_id", "department_id", "job_id", "date_from", "previous_id"]
        scope = {name: Change._value(self, name) for name in names}
        return {**scope, "changes": self.changes or []}

    def _decision_state_of(self, request_state):
        if self.state in IN_FORCE:
            return "withdrawn" if request_state == "approved" else self.state
        return super()._decision_state_of(request_state)

    def _decision_finish(self, result):
        if self.state in IN_FORCE:
            if result == "approved":
                self._policy_take_back()
        elif result == "approved":
            self._policy_approve()
        else:
            super()._decision_finish(result)

    # Taking the decision itself back

    def _decision_offers_undo(self, decision):
        if decision.request_id.state == "approved":
            begun = self.date_from <= self._policy_today()
            if begun or decision.state_to == "withdrawn":
                return False
        return super()._decision_offers_undo(decision)

    def _decision_check_undo(self, decision):
        super()._decision_check_undo(decision)
        if decision.request_id.state != "approved":
            return
        if decision.state_to == "withdrawn":
            raise UserError(
                self.env._(
                    "%(name)s is out of force. Please propose it again.", name=self.name
                )
            )
        self._policy_check_not_begun()

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        if request_state == "approved":
            before, after = self._policy_neighbours()
            self._decision_write({"date_to": False})
            self.flush_recordset()
            before._policy_end_before(after)

    # Place among the policies of the scope

    def _policy_approve(self):
        self._policy_check_first_day()
        if self._policy_base() != self.previous_id:
            raise UserError(
                self.env._(
                    "Another policy has been approved since %(name)s was proposed, so"
                    " the changes shown are no longer the right ones. Please return"
                    " it to be proposed again.",
                    name=self.name,
                )
            )
        before, after = self._policy_neighbours()
        after._policy_touch()
        # Days are made free before they are taken: the database checks each UPDATE.
        before._policy_end_before(self)
        self._policy_end_before(after)
        super()._decision_finish("approved")
        if after:
            self._decision_write({"state": "superseded"})

    def _policy_take_back(self):
        self._policy_check_not_begun()
        before, after = self._policy_neighbours()
        after._policy_touch()
        self._decision_write({"state": "withdrawn", "date_to": False})
        self.flush_recordset()
        before._policy_end_before(after)

    def _policy_end_before(self, successor):
        """The last day, and whether superseded, follow from the next policy."""
        for policy in self:
            day = successor.date_from - ONE_DAY if successor else False
            vals = {"date_to": day}
            if policy.state in IN_FORCE:
                vals["state"] = "superseded" if successor else "approved"
            policy._decision_write(vals)
            policy.flush_recordset()

    def _policy_touch(self):
        """Let whoever changes the same scope or tables at this moment start anew."""
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE %s SET write_date = write_date WHERE id IN %s",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )

    def _policy_check_first_day(self):
        same = self._policy_siblings().filtered(
            lambda policy: policy.date_from == self.date_from
        )
        if same:
            raise UserError(
                self.env._(
                    "%(other)s is approved for the same scope from the same day."
                    " Please choose another first day; if that policy has not begun,"
                    " you can also have it taken back.",
                    other=same.display_name,
                )
            )
        Period = self.env["cs.period"]
        if Period._is_closed(self.company_id, self.date_from):
            first = Period._next_open(self.company_id, self.date_from)
            raise UserError(
                self.env._(
                    "The month of %(day)s is closed, so its results stay as they are"
                    " (ALL-05). Please let %(name)s begin on %(first)s or later.",
                    day=format_date(self.env, self.date_from),
                    name=self.name,
                    first=format_date(self.env, first),
                )
            )
        # Until this is committed, nobody closes the month.
        Period._check_open(self.company_id, self.date_from)

    def _policy_check_not_begun(self):
        if self.state not in IN_FORCE:
            raise UserError(
                self.env._(
                    "%(name)s is not approved, so there is nothing to take back.",
                    name=self.name,
                )
            )
        if self.date_from <= self._policy_today():
            raise UserError(
                self.env._(
                    "%(name)s has been in force since %(day)s and stays for the days"
                    " it ruled. Please propose a new version instead.",
                    name=self.name,
                    day=format_date(self.env, self.date_from),
                )
            )

    # Parameters

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """In forms, parameters show their unit."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form":
            for name in self._policy_parameters():
                here = f"//field[@name='{name}'][not(ancestor::field)]"
                for node in arch.xpath(here):
                    self._policy_dress(node, self._fields[name])
        return arch, view

    @api.model
    def _policy_dress(self, node, field):
        if field.type == "float" and not {"widget", "options"} & set(node.attrib):
            node.set("options", "{'hide_trailing_zeros': True}")
        units = self.env["cs.policy.change"]._unit_labels()
        unit = units.get(getattr(field, "unit", None))
        if unit and node.getparent().tag == "group":
            self._policy_show_unit(node, unit)

    @api.model
    def _policy_show_unit(self, node, unit):
        """Replace a field of a form's group by label, field and unit."""
        group, hidden = node.getparent(), {}
        if "invisible" in node.attrib:
            hidden = {"invisible": node.get("invisible")}
        row = E.div(hidden)
        group.replace(node, row)
        node.set("class", "oe_inline")
        row.addprevious(E.label({"for": node.get("name"), **hidden}))
        row.extend([node, E.span(unit, {"class": "text-muted ms-1"})])

    def _valid_field_parameter(self, field, name):
        return name == "unit" or super()._valid_field_parameter(field, name)

    @api.model
    def _policy_parameters(self):
        """Names of the parameters, in the order of their declaration: every stored
        field and table of the concrete model that the mixin does not have."""
        common = {*self.env["cs.policy.mixin"]._fields, *models.MAGIC_COLUMNS}
        common.update(self._policy_key)
        return [
            name
            for name, field in self._fields.items()
            if name not in common
            and (field.type == "one2many" or (field.store and not field.compute))
        ]
