from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .setup_scope import KINDS, Scope

#: Who sees the assistant. Each makes what the own role may write.
USERS = ("cs_base.group_hr_officer", "cs_base.group_technical_admin")


class CsSetup(models.AbstractModel):
    """The setup assistant: a ready set for a kind of company, as drafts (ALL-04).

    Parts are registered by the installed addons (``cs.setup.part``). Everything is made
    with the caller's rights, in one transaction, and nothing is in force by it:
    policies are drafts that the general manager approves (ALL-07), other records are
    not in use before somebody takes them into use.

    Access: HR officers and technical administrators; those make only what is no
    policy, as they propose none.
    """

    _name = "cs.setup"
    _description = "Setup Assistant"

    # Public methods

    @api.model
    @api.readonly
    def load(self, kind=None, department_id=None):
        """What the page shows for a kind of company and a department.

        :param kind: as in ``KINDS``; none: the one chosen last, perhaps none
        :param department_id: id; False: the whole company; none: what was chosen last
        :return: dict for the client action ``cs_base.setup``
        """
        self._check_user()
        scope = self._wanted(kind, department_id, None)
        items = self.env["cs.setup.item"]._of(scope)
        if not kind:
            scope = scope._replace(kind=items[-1:].kind)
        parts = self._parts_of(scope, items)
        return {
            "company": scope.company.name,
            "kind": scope.kind or False,
            "kinds": [{"code": code, **self._kind(code)} for code, _name in KINDS],
            "department_id": scope.department.id,
            "departments": self._departments(scope),
            "date_from": fields.Date.to_string(scope.first),
            "before": self.env["cs.setup.before"]._lines(scope),
            "areas": self._areas(parts),
            **self._progress(parts),
        }

    @api.model
    def make(self, kind, department_id, date_from, part_ids):
        """Make what was chosen; what is there already stays as it is.

        :param part_ids: ids of cs.setup.part
        :raise UserError: names what is wrong; nothing has been made then
        :return: as :meth:`load`
        """
        self._check_user()
        scope = self._wanted(kind, department_id, date_from)
        self._check_first_day(scope)
        parts = self._chosen(scope, part_ids)
        for part in parts:
            self._make_part(scope, part)
        # the menu that offers the assistant first goes when there is something
        self.env.registry.clear_cache()
        return self.load(scope.kind, scope.department.id)

    # Making

    def _make_part(self, scope, part):
        item, is_new = self.env["cs.setup.item"]._claim(scope, part)
        if not is_new and item._records() is not None:
            return
        handler = part._handler()
        records = handler._setup_existing(scope)
        if records:
            item._fill(scope, records, True)
            return
        obstacle = handler._setup_obstacle(scope)
        if obstacle:
            raise UserError(
                self.env._("%(part)s: %(why)s", part=part.name, why=obstacle)
            )
        item._fill(scope, handler._setup_make(scope), False)

    def _chosen(self, scope, part_ids):
        try:
            ids = {int(part) for part in part_ids}
        except (TypeError, ValueError):
            ids = set()
        parts = self._known_parts(scope).filtered(lambda part: part.id in ids)
        if not ids or len(parts) < len(ids):
            raise UserError(
                self.env._(
                    "Please choose parts of the list that is shown, at least one."
                )
            )
        return parts

    # What was asked for

    def _check_user(self):
        if not any(self.env.user.has_group(group) for group in USERS):
            raise AccessError(
                self.env._("The setup assistant is for HR officers and administrators.")
            )

    def _wanted(self, kind, department_id, date_from):
        """:rtype: Scope"""
        company = self.env.company
        if kind and kind not in dict(KINDS):
            raise UserError(self.env._("Please choose one of the kinds of company."))
        if department_id is None:
            last = self.env["cs.setup.item"].sudo()
            last = last.search(
                [("company_id", "=", company.id)], order="id desc", limit=1
            )
            department = last.department_id
        else:
            department = self._department(company, department_id)
        return Scope(kind or "", company, department, self._first_day(date_from))

    def _department(self, company, department_id):
        Department = self.env["hr.department"]
        if not department_id:
            return Department
        if isinstance(department_id, int):
            # sudo: a department that is only named; it must be of this company
            found = Department.sudo().search(
                [("id", "=", department_id), ("company_id", "=", company.id)]
            )
            if found:
                return Department.browse(found.id)
        raise UserError(
            self.env._("Please choose a department of %s, or none.", company.name)
        )

    def _first_day(self, value):
        if value is None:
            return self.env["cs.policy.scope.mixin"]._default_date_from()
        try:
            day = isinstance(value, str) and fields.Date.to_date(value)
        except ValueError:
            day = False
        if not day or not 2000 <= day.year < 2100:
            raise UserError(self.env._("Please enter the first day as a date."))
        return day

    def _check_first_day(self, scope):
        if not scope.kind:
            raise UserError(self.env._("Please choose one of the kinds of company."))
        Period = self.env["cs.period"].sudo()
        if Period._is_closed(scope.company, scope.first):
            first = Period._next_open(scope.company, scope.first)
            raise UserError(
                self.env._(
                    "The month of %(day)s is closed, so its results stay as they are"
                    " (ALL-05). Please choose %(first)s or later.",
                    day=format_date(self.env, scope.first),
                    first=format_date(self.env, first),
                )
            )

    @api.model
    def _is_begun(self):
        """Whether there is any policy, or anything that the assistant made."""
        names = self.env.registry.descendants(["cs.policy.mixin"], "_inherit")
        tables = [name for name in names if not self.env[name]._abstract]
        # sudo: it decides about one menu only
        return any(
            self.env[name].sudo().search_count([], limit=1)
            for name in ("cs.setup.item", *tables)
        )
