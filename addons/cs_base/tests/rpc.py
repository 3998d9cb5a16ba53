from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger


class RpcMixin(HttpCase):
    """Acts from outside, over /web/dataset/call_kw, as a role of ``self.users``."""

    #: What a caller may see; anything else is a traceback that escaped.
    REFUSALS = {
        "odoo.exceptions.AccessError",
        "odoo.exceptions.MissingError",
        "odoo.exceptions.UserError",
        "odoo.exceptions.ValidationError",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.logins = {role: user.login for role, user in cls.users.items()}

    def _rpc(self, role, model, method, *args, **kwargs):
        """The result of a call.

        :raise JsonRpcException: whose message is the name of the error
        """
        login = self.logins[role]
        if getattr(self, "_role", None) != role:
            self.authenticate(login, login)
            self._role = role
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _refused(self, role, model, method, *args, **kwargs):
        loggers = ("odoo.http", "odoo.sql_db", "odoo.addons.base.models.ir_rule")
        with mute_logger(*loggers), self.assertRaises(JsonRpcException) as caught:
            self._rpc(role, model, method, *args, **kwargs)
        self.assertIn(str(caught.exception), self.REFUSALS)
