from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND


class CsSetupRecordCategory(models.AbstractModel):
    """Kinds of documents that only some companies have (ALL-06, ALL-04), besides those
    that every company has from the beginning.

    A category only says how long its documents are kept; those that there are already
    stay as they are.
    """

    _name = "cs.setup.record.category"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Setup: Categories of Records"

    _setup_model = "cs.record.category"
    _setup_kinds = dict.fromkeys(ANY_KIND, True)

    @api.model
    def _setup_preview(self, scope):
        field = self.env[self._setup_model]._fields["retention"]
        kept = dict(field._description_selection(self.env))
        return [
            self.env._("%(name)s: kept %(years)s", name=name, years=kept[retention])
            for name, retention in self._rows(scope)
        ]

    @api.model
    def _setup_existing(self, scope):
        found = self._found(scope)
        return found if len(found) == len(self._rows(scope)) else found.browse()

    @api.model
    def _setup_make(self, scope):
        found = self._found(scope)
        names = set(found.mapped("name"))
        # after those that are there from the beginning
        return found | found.create(
            [
                {"name": name, "retention": retention, "sequence": 100 + 10 * number}
                for number, (name, retention) in enumerate(self._rows(scope), 1)
                if name not in names
            ]
        )

    def _found(self, scope):
        names = [name for name, _retention in self._rows(scope)]
        # those in the archive too: a name is there once
        Category = self.env[self._setup_model].with_context(active_test=False)
        return Category.search([("name", "in", names)])

    def _rows(self, scope):
        """:return: list of name and retention"""
        return getattr(self, f"_rows_{scope.kind}")()

    def _rows_ecommerce(self):
        return [
            (self.env._("Platform rules and penalties"), "long"),
            (self.env._("Proofs of disputes"), "short"),
            (self.env._("Conversation records"), "short"),
        ]

    def _rows_after_sales(self):
        return [
            (self.env._("Complaint files"), "short"),
            (self.env._("Repair sheets"), "short"),
            (self.env._("Conversation records"), "short"),
        ]

    def _rows_retail(self):
        return [
            (self.env._("Points sheets"), "short"),
            (self.env._("Cash handover sheets"), "short"),
            (self.env._("Price and promotion notices"), "short"),
        ]

    def _rows_decoration(self):
        return [
            (self.env._("Drawings and designs"), "long"),
            (self.env._("Transfer slips"), "short"),
            (self.env._("Acceptance sheets of works"), "long"),
        ]

    def _rows_property(self):
        return [
            (self.env._("Owners' files"), "permanent"),
            (self.env._("Duty and patrol books"), "short"),
            (self.env._("Equipment and repair files"), "long"),
        ]

    def _rows_hospital(self):
        return [
            (self.env._("Patients' intake sheets"), "long"),
            (self.env._("Patients' complaint files"), "long"),
            (self.env._("Conversation records"), "short"),
        ]

    def _rows_field(self):
        return [
            (self.env._("Service contracts"), "long"),
            (self.env._("Service sheets"), "short"),
            (self.env._("Spare parts books"), "short"),
        ]
