from odoo.exceptions import UserError
from odoo.tools import SQL

TWICE = SQL(
    """
    SELECT min(coalesce(e.name, '')), s.date_from, s.date_to
      FROM hr_payslip s LEFT JOIN hr_employee e ON e.id = s.employee_id
     WHERE s.state != 'cancel'
     GROUP BY s.employee_id, s.date_from, s.date_to, s.credit_note
    HAVING count(*) > 1
    """
)


def pre_init_hook(env):
    """Refuse where a person has two payslips for the same time: the database will
    promise that there is one.

    :raise UserError: names them
    """
    rows = env.execute_query(TWICE)
    if rows:
        raise UserError(
            env._(
                "Some people have more than one payslip for the same days. Cancel or"
                " delete what is too much, then install again: %s",
                "; ".join(f"{name} {first} – {last}" for name, first, last in rows),
            )
        )


def uninstall_hook(env):
    """Rules, structures and categories of ours go with their amounts."""
    env.cr.execute("DELETE FROM cs_payroll_input")
