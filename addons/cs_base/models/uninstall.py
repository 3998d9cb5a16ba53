from odoo import SUPERUSER_ID
from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


def is_uninstalling(env):
    """Whether Odoo is uninstalling modules.

    The context key alone says nothing: any caller of RPC may send it. The superuser
    comes from the server only, because nobody signs in as it.
    """
    return bool(env.context.get(MODULE_UNINSTALL_FLAG)) and env.uid == SUPERUSER_ID
