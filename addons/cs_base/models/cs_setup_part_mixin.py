from odoo import api, models
from odoo.fields import Domain


class CsSetupPartMixin(models.AbstractModel):
    """How an addon takes part in the setup assistant (ALL-04).

    Recipe:

    1. An abstract model inherits this mixin, or ``cs.setup.policy.mixin`` for a
       policy, and says in the attributes and hooks below what it makes.
    2. One record of ``cs.setup.part`` in ``data/`` names it (noupdate="0").

    Hooks run with the rights and in the language of who uses the assistant: what a
    role may not write it does not make here either. Whatever is made must not be in
    force by itself.
    """

    _name = "cs.setup.part.mixin"
    _description = "Maker of a Part of the Setup"

    #: model of what is made
    _setup_model = None
    #: kind of company -> what is made for it; other kinds have no such part
    _setup_kinds = {}
    #: xml id of the action that tries a draft on past months, with it as active_id
    _setup_trial = ""

    @api.model
    def _setup_obstacle(self, scope):
        """:return: translated sentence why it cannot be made now; empty: it can"""
        if not self.env[self._setup_model].has_access("create"):
            return self._setup_who()
        return ""

    @api.model
    def _setup_who(self):
        """:return: translated sentence who makes it"""
        return self.env._("HR officers make this.")

    @api.model
    def _setup_preview(self, scope):
        """:return: list of translated lines: what would be made"""
        return []

    @api.model
    def _setup_existing(self, scope):
        """:return: records of ``_setup_model`` that are there for it already"""
        raise NotImplementedError

    @api.model
    def _setup_make(self, scope):
        """Make it, as drafts or not in use.

        :return: records of ``_setup_model``, at least one
        """
        raise NotImplementedError

    @api.model
    def _setup_named(self, name, scope):
        """``Attendance policy (E-commerce)``, in the user's language."""
        kind = self.env["cs.setup"]._kind_labels()[scope.kind]
        return self.env._("%(name)s (%(kind)s)", name=name, kind=kind)


class CsSetupPolicyMixin(models.AbstractModel):
    """A policy as a part of the setup: a draft of the chosen scope.

    ``_setup_kinds`` gives the parameters that differ from their defaults, a dict.
    """

    _name = "cs.setup.policy.mixin"
    _inherit = ["cs.setup.part.mixin"]
    _description = "Maker of a Draft Policy"

    @api.model
    def _setup_key(self, scope):
        """Values of ``_policy_key`` of what is made."""
        return {}

    @api.model
    def _setup_unit(self, scope):
        """:return: department of what is made; empty: the whole company"""
        return scope.department

    @api.model
    def _setup_title(self, scope):
        """:return: name of the draft, translated"""
        raise NotImplementedError

    @api.model
    def _setup_vals(self, scope):
        """Values of the draft besides scope and first day."""
        return {
            "name": self._setup_named(self._setup_title(scope), scope),
            **self._setup_kinds[scope.kind],
        }

    @api.model
    def _setup_existing(self, scope):
        """Any policy of exactly this scope that was not taken back."""
        key = Domain.AND(
            Domain(name, "=", value) for name, value in self._setup_key(scope).items()
        )
        return self.env[self._setup_model].search(
            key
            & Domain("company_id", "=", scope.company.id)
            & Domain("department_id", "=", self._setup_unit(scope).id)
            & Domain("job_id", "=", False)
            & Domain("state", "!=", "withdrawn"),
            limit=1,
        )

    @api.model
    def _setup_make(self, scope):
        return self.env[self._setup_model].create(
            {
                **self._setup_vals(scope),
                "code": self.env["cs.setup"]._kind_labels()[scope.kind],
                "company_id": scope.company.id,
                "department_id": self._setup_unit(scope).id,
                "date_from": scope.first,
            }
        )

    @api.model
    def _setup_preview(self, scope):
        """The parameters that this kind of company has otherwise than by default."""
        Change = self.env["cs.policy.change"]
        vals = self._setup_kinds[scope.kind]
        draft = self.env[self._setup_model].new({"company_id": scope.company.id} | vals)
        lines = []
        for name in vals:
            label = draft._fields[name]._description_string(self.env)
            value = Change._show(draft, draft, name, Change._value(draft, name))
            line = self.env._("%(label)s: %(value)s", label=label, value=value)
            lines.append(line)
        return lines
