from odoo import api, models

from .cs_policy_scope_mixin import IN_FORCE


class CsSetup(models.AbstractModel):
    """What the assistant's page shows of kinds and parts (ALL-04), as far as the reader
    may see it."""

    _inherit = "cs.setup"

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
                "Hotline and after-sales: time limits, complaints, callbacks, shifts"
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
        within = [
            one for one in parts if one["tone"] or not (one["count"] or one["obstacle"])
        ]
        return {
            "total": len(within),
            "made": len(made),
            "done": sum(part["tone"] == "done" for part in made),
            "can_make": any(not one["count"] and not one["obstacle"] for one in parts),
        }
