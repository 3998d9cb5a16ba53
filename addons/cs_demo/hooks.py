from odoo.exceptions import UserError

#: In both languages: this addon has no translations.
NOT_THERE = (
    "This addon tells the history of the demo company, which is not in this database;"
    " ./run makes one with it. 此模块讲述演示公司的历史，本数据库中没有演示公司，"
    "请用 ./run 新建。"
)


def pre_init_hook(env):
    """Only beside the demo company, or in a database that nobody uses yet: what the
    demo company did is of no use among real people."""
    if env.ref("cs_base.company_xinglan_demo", raise_if_not_found=False):
        return
    people = env["hr.employee"].with_context(active_test=False)
    if people.search_count([("user_id", "!=", env.ref("base.user_admin").id)], limit=1):
        raise UserError(NOT_THERE)
