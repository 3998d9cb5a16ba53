from odoo import api, models
from odoo.addons.cs_base.models.setup_scope import ANY_KIND

from .ready_books import READY


class CsSetupBook(models.AbstractModel):
    """The discipline rule book of every kind of company but shops (INC-20 to INC-27,
    ALL-04); its words in every language in use."""

    _name = "cs.setup.book"
    _inherit = ["cs.setup.policy.mixin"]
    _description = "Setup: Rule Book"

    _setup_model = "cs.discipline.book"
    #: kind of company -> ready book
    _setup_kinds = {code: "service" for code in ANY_KIND if code != "retail"}

    @api.model
    def _setup_key(self, scope):
        return {"kind": self._setup_kinds[scope.kind]}

    @api.model
    def _setup_vals(self, scope):
        kind = self._setup_kinds[scope.kind]
        return self.env["cs.discipline.ready.book"]._prepare_book_vals(kind)

    @api.model
    def _setup_make(self, scope):
        book = super()._setup_make(scope)
        kind = self._setup_kinds[scope.kind]
        self.env["cs.discipline.ready.book"]._translate(book, kind)
        return book

    @api.model
    def _setup_preview(self, scope):
        _name, rules = READY[self._setup_kinds[scope.kind]]
        return [f"{rule.code} {self.env._(rule.name)}" for rule in rules]
