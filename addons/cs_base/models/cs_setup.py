from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .cs_policy_scope_mixin import IN_FORCE
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
            raise UserError(f"{part.name}: {obstacle}")
        item._fill(scope, handler._setup_make(scope), False)

    def _chosen(self, scope, part_ids):
        try:
            ids = {int(part) for part in part_ids}
        except (TypeError, ValueError):
            ids = set()
        parts = self._known_parts(scope).filtered(lambda part: part.id in ids)
        if not ids or len(parts) < len(ids):
            raise UserError(
                self.env._("Please choose parts of the list that is shown, at least one.")
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
            last = last.search([("company_id", "=", company.id)], order="id desc", limit=1)
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

    # What is shown

    @api.model
    def _kind_labels(self):
        return dict(
            self.env["cs.setup.item"]._fields["kind"]._description_selection(self.env)
        )

    def _kind(self, code):
        texts = {
            "ecommerce": self.env._(
                "Online shop: inquiries, conversion, sales commission, unpaid orders"
            ),
            "after_sales": self.env._(
                "Hotline and after-sales: time limits, complaints, callbacks, three shifts"
            ),
            "retail": self.env._(
                "Shops and cashiers: the points book, month's ranking, two shifts"
            ),
            "decoration": self.env._(
                "Showroom and design: contracts, commission with transfer slips"
            ),
            "property": self.env._(
                "Estate service desk: duty round the clock, patrols, repairs"
            ),
            "hospital": self.env._(
                "Patients' calls: structured intake, callbacks, service attitude"
            ),
            "field": self.env._(
                "Engineers at the customer's: service points, spare parts, repairs"
            ),
        }
        return {"name": self._kind_labels()[code], "text": texts[code]}

    def _departments(self, scope):
        # sudo: names to choose from, of the own company only
        found = self.env["hr.department"].sudo()
        found = found.search([("company_id", "=", scope.company.id)])
        return [{"id": one.id, "name": one.display_name} for one in found]

    def _known_parts(self, scope):
        """Parts that this kind of company has."""
        return (
            self.env["cs.setup.part"]
            .search([])
            .filtered(
                lambda part: part._handler() is not None
                and scope.kind in part._handler()._setup_kinds
            )
        )

    def _parts_of(self, scope, items):
        """:return: list of dicts, one a part"""
        if not scope.kind:
            return []
        by_part = {item.part_id.id: item for item in items}
        return [
            self._part(scope, part, by_part.get(part.id))
            for part in self._known_parts(scope)
        ]

    def _part(self, scope, part, item):
        """:param item: what the assistant noted about it (sudo), or None"""
        handler = part._handler()
        records = item._records() if item else None
        is_found = bool(records and item.is_found)
        if not records:
            records = self._there(handler, scope)
            is_found = bool(records)
        return {
            "id": part.id,
            "area": part.area,
            "name": part.name,
            "text": part.description,
            "check": part.check_text,
            "is_found": is_found,
            "obstacle": "" if records else handler._setup_obstacle(scope),
            "preview": [] if records else handler._setup_preview(scope),
            **self._of_records(handler, records),
        }

    def _there(self, handler, scope):
        """Records that are there, as far as the reader may see such."""
        if not self.env[handler._setup_model].has_access("read"):
            return None
        return handler._setup_existing(scope)

    def _of_records(self, handler, records):
        """Link, state and buttons of what was made, for this reader."""
        shown = {"count": 0, "action": False, "status": "", "tone": "", "record": False}
        if not records:
            return shown
        shown["count"] = len(records)
        readable = records.with_env(self.env)._filtered_access("read")
        if not readable:
            return {**shown, "status": self.env._("HR officers see its state")}
        status, tone = self._status(readable)
        return {
            **shown,
            "action": self._action(readable),
            "status": status,
            "tone": tone,
            "record": self._record(handler, readable),
        }

    def _status(self, records):
        """Label, and how it is shown: ``done``, ``waits``, ``todo``."""
        if "phase" in records._fields:
            labels = dict(records._fields["phase"]._description_selection(self.env))
            tones = {"draft": "todo", "proposed": "waits", "withdrawn": "todo"}
            phase = records[:1].phase
            return labels[phase], tones.get(phase, "done")
        if "active" in records._fields and not any(records.mapped("active")):
            return self.env._("Not in use yet"), "todo"
        return self.env._("Ready"), "done"

    def _record(self, handler, records):
        """What the page's buttons act on: a policy, by its own methods."""
        if "can_submit" not in records._fields:
            return False
        policy = records[:1]
        is_draft = policy.state in ("draft", "proposed")
        trial = handler._setup_trial if is_draft else ""
        return {
            "model": policy._name,
            "id": policy.id,
            "name": policy.display_name,
            "can_submit": policy.can_submit,
            "waiting": policy.waiting_names or "",
            "trial": bool(trial and self.env.ref(trial, False)) and trial,
            "is_approved": policy.state in IN_FORCE,
        }

    def _action(self, records):
        action = {
            "type": "ir.actions.act_window",
            "res_model": records._name,
            "context": {"active_test": False},
        }
        if len(records) == 1:
            return {**action, "res_id": records.id, "views": [[False, "form"]]}
        name = self.env["ir.model"]._get(records._name).sudo().name
        return {
            **action,
            "name": name,
            "views": [[False, "list"], [False, "form"]],
            "domain": [["id", "in", records.ids]],
        }

    def _areas(self, parts):
        """Parts under the headings that their addons give them, in order."""
        areas = {}
        for part in parts:
            areas.setdefault(part["area"], []).append(part)
        return [{"name": name, "parts": own} for name, own in areas.items()]

    def _progress(self, parts):
        made = [part for part in parts if part["count"]]
        # What somebody else makes, or another scope has, is not waited for here.
        within = [part for part in parts if part["count"] or not part["obstacle"]]
        return {
            "total": len(within),
            "made": len(made),
            "done": sum(part["tone"] == "done" for part in made),
            "can_make": any(not one["count"] and not one["obstacle"] for one in parts),
        }
