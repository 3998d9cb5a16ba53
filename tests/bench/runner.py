"""What the benches that need a database share: its name, the size, and rolling back."""

import sys

import odoo
from odoo.modules.registry import Registry


def run(bench, size=None, context=None):
    """Call ``bench(env)`` or ``bench(env, size)`` as superuser; roll everything back.

    :param size: when the last argument of the command line is no number; None: the
        bench takes none
    """
    args = sys.argv[1:]
    if size and args[-1:] and args[-1].isdigit():
        size = int(args.pop())
    odoo.tools.config.parse_config(args)
    [database] = odoo.tools.config["db_name"]
    with Registry(database).cursor() as cr:
        try:
            env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, context or {})
            bench(env, *([size] if size else []))
        finally:
            cr.rollback()
