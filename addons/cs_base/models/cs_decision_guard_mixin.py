from odoo import api, models
from odoo.exceptions import UserError


class CsDecisionGuardMixin(models.AbstractModel):
    """The part of ``cs.decision.mixin`` that nobody gets past.

    Neither role nor superuser nor context opens it: a context comes from the
    caller. What may pass calls ``_decision_write``, whose ``super()`` continues
    behind the guarding ``write``; RPC cannot reach a method with an underscore.
    """

    _name = "cs.decision.guard.mixin"
    _description = "Guarded Document"

    _decision_state_field = "state"
    _decision_initial = "draft"

    @api.model_create_multi
    def create(self, vals_list):
        protected = self._decision_protected_fields()
        fresh = {
            name: self._decision_fresh_value(name)
            for name in protected
            if not self._fields[name].compute
            and self._fields[name].type not in ("one2many", "many2many")
        }
        for vals in vals_list:
            for name in protected & vals.keys():
                if vals[name] and vals[name] != fresh.get(name):
                    raise UserError(self._decision_protected_message(name))
        forged = {f"default_{name}" for name in protected}
        context = {k: v for k, v in self.env.context.items() if k not in forged}
        return super(CsDecisionGuardMixin, self.with_context(context)).create(
            [
                {k: v for k, v in vals.items() if k not in protected} | fresh
                for vals in vals_list
            ]
        )

    def write(self, vals):
        self._decision_guard(vals.keys())
        result = super().write(vals)
        # Stock asks before only: a document must not be moved out of one's reach.
        self.check_access("write")
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        # Public callers of this one do not pass through write.
        self._decision_guard({field_name})
        return super()._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    def copy_data(self, default=None):
        protected = self._decision_protected_fields()
        return [
            {name: value for name, value in vals.items() if name not in protected}
            for vals in super().copy_data(default)
        ]

    def unlink(self):
        # Not by @api.ondelete: it is passed over for a context key that any RPC
        # caller can send. Odoo's uninstall copes with a refusing unlink.
        self._decision_check_open()
        return super().unlink()

    def _decision_write(self, vals):
        """Write past the guard, also the state. Never expose it to callers.

        It goes on to the ORM from here: neither ``write`` of this mixin nor of the
        concrete model is passed. Nothing a caller sends can lead here.
        """
        return super().write(vals)

    def _decision_check_open(self):
        """:raise UserError: when one of the documents is no longer a draft"""
        for document in self.sudo():
            if document._decision_state() != self._decision_initial:
                raise UserError(
                    self.env._(
                        "%(name)s is no longer a draft and cannot be changed or"
                        " deleted. Please withdraw it, have it returned, or make a"
                        " new one.",
                        name=document.display_name,
                    )
                )

    def _decision_protected_fields(self):
        """Names of fields that nobody writes from outside."""
        return {
            self._decision_state_field,
            "decision_request_ids",
            "decision_ids",
        }

    def _decision_open_fields(self):
        """Names of fields that stay writable after submission."""
        return {
            name
            for model in ("mail.thread", "mail.activity.mixin")
            for name in self.env[model]._fields
        }

    def _decision_depends(self):
        # The mixin itself has no state.
        return {self._decision_state_field} & self._fields.keys()

    def _decision_state(self):
        return self[self._decision_state_field]

    def _decision_guard(self, names):
        protected = sorted(self._decision_protected_fields() & set(names))
        if protected:
            raise UserError(self._decision_protected_message(protected[0]))
        if not set(names) <= self._decision_open_fields():
            self._decision_check_open()

    def _decision_protected_message(self, name):
        return self.env._(
            "“%(field)s” changes only by submitting and deciding, not by writing it.",
            field=self._fields[name]._description_string(self.env),
        )

    def _decision_fresh_value(self, name):
        if name == self._decision_state_field:
            return self._decision_initial
        default = self._fields[name].default
        return default(self) if default else False
