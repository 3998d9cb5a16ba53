from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

LEVELS = [("normal", "Normal"), ("secret", "Secret"), ("top", "Top Secret")]
#: Who opens a secret record that is not in their own charge, with a reason.
OPENERS = (
    "cs_base.group_team_leader",
    "cs_base.group_hr_officer",
    "cs_base.group_general_manager",
)


class CsSecretMixin(models.AbstractModel):
    """Records with a level of secrecy (HD-20).

    A secret one is read by who is in charge of it, and by who holds a reading permit
    (``cs.secret.reading``) that has not run out; nobody else, whatever the role. That
    is one global record rule on ``cs_is_hidden`` for the model and for each model of
    what belongs to it, so every way over RPC meets it.
    """

    _name = "cs.secret.mixin"
    _inherit = ["cs.hidden.mixin"]
    _description = "Record With a Level of Secrecy"

    #: field of the level, field of it in the log, users in charge, its record rule
    _secret_level = None
    _secret_log = None
    _secret_charge = ()
    _secret_rule = None

    @api.depends_context("uid")
    @api.depends(
        lambda self: (
            (self._secret_level, "partner_id", "cs_reading_ids", *self._secret_charge)
            if self._secret_level
            else ()
        )
    )
    def _compute_cs_is_hidden(self):
        # sudo: the rules ask for it before anybody may read the record
        level = self._secret_level
        secret = self.sudo().filtered(lambda one: one[level] not in (False, "normal"))
        rest = secret.filtered(lambda one: not one._secret_is_mine())
        hidden = rest - rest._secret_opened()
        for one in self:
            one.cs_is_hidden = one.sudo() in hidden

    @api.model
    def _hidden_domain(self):
        return ~self._secret_open_domain()

    @api.model
    def _secret_open_domain(self):
        """What secrecy does not hide from the caller: the cheapest first."""
        ways = [
            Domain(self._secret_level, "=", "normal"),
            *(Domain(name, "=", self.env.uid) for name in self._secret_charge),
            Domain("cs_reading_ids", "any", self._secret_permits()),
        ]
        return Domain.OR(ways) | self._secret_customer_domain()

    @api.model
    def _secret_permits(self):
        """The caller's permits that run now; at the last moment they have run out."""
        now = fields.Datetime.now()
        return Domain("user_id", "=", self.env.uid) & Domain("valid_until", ">", now)

    @api.model
    def _secret_customer_domain(self):
        """Customers go on reading their own matters."""
        user = self.env.user
        if user._is_internal():
            return Domain.FALSE
        return Domain("partner_id", "child_of", user.commercial_partner_id.ids)

    def _secret_is_mine(self):
        """Whether the caller is in charge (sudo)."""
        return any(self[name].id == self.env.uid for name in self._secret_charge)

    def _secret_opened(self):
        """Those (sudo) that a permit of the caller opens, or that are the customer's
        own."""
        if not self:
            return self
        log = Domain(self._secret_log, "in", self.ids) & self._secret_permits()
        opened = self.env["cs.secret.reading"].sudo().search(log)[self._secret_log]
        return opened | self.filtered_domain(self._secret_customer_domain())

    # Who could read it, if it were normal

    @api.model
    def _secret_normal_domain(self):
        """What the caller could read if nothing were secret: by the other rules."""
        Rule = self.sudo(False).env["ir.rule"]
        rules = Rule._get_rules(self._name).sudo() - self.env.ref(self._secret_rule)
        context = Rule._eval_context()
        groups = self.env.user.all_group_ids
        given, always = [], []
        for rule in rules:
            domain = Domain(safe_eval(rule.domain_force or "[]", context))
            if not rule.groups:
                always.append(domain)
            elif rule.groups & groups:
                given.append(domain)
        if given:
            always.append(Domain.OR(given))
        return Domain.AND(always)

    @api.model
    def _secret_openable(self):
        """Query of what the caller may open with a reason, and of what is open."""
        user, Access = self.env.user, self.env["ir.model.access"]
        may = any(user.has_group(group) for group in OPENERS)
        may = may and Access.sudo(False).check(self._name, "read", False)
        if may:
            return self._secret_countable()
        return self.sudo()._search(Domain.FALSE)

    @api.model
    def _secret_countable(self, ids=None):
        """Query of what the caller may count: what could be read if it were normal.

        :param ids: of these only
        """
        self.sudo(False).browse().check_access("read")
        domain = self._secret_normal_domain()
        if ids is not None:
            domain &= Domain("id", "in", ids)
        # sudo: as rules are evaluated
        return self.sudo().with_context(active_test=False)._search(domain)

    def _secret_note_charge(self):
        """Who is in charge read them: once a day."""
        if self.env.su:
            return
        level = self._secret_level
        secret = self.sudo().filtered(lambda one: one.id and one[level] != "normal")
        mine = secret.filtered(lambda one: one._secret_is_mine())
        self.env["cs.secret.reading"]._note_charge(mine)

    def _secret_vals(self):
        """What the log says of the record (sudo)."""
        return {
            self._secret_log: self.id,
            "number": self._secret_number(),
            "company_id": self.company_id.id,
            "department_id": self._secret_department().id,
            "level": self[self._secret_level],
        }

    def _secret_number(self):
        """What names it without saying anything of it."""
        raise NotImplementedError

    def _secret_department(self):
        """The department whose supervisor sees who reads it (sudo)."""
        raise NotImplementedError

    def _secret_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    @api.model
    def _secret_check_reason(self, reason):
        """:return: the reason as text; :raise UserError: none"""
        text = reason if isinstance(reason, str) else ""
        text = text.replace("\0", "").strip()
        if not text:
            raise UserError(self.env._("HD-20: please say why."))
        return text
