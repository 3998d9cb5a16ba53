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


#: Indexes on fields of the payroll addon, which stay there without ours.
INDEXES = (
    "hr_payslip__payslip_run_id_index",
    "hr_payslip_line__parent_line_id_index",
    "hr_payslip_line__slip_id_index",
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
    """Rules of ours go with the lines that they placed, runs of months with their
    slips. Approved ones are exported by then: ``cs_base`` asks for it."""
    env.flush_all()
    env.cr.execute("DELETE FROM cs_payroll_input")
    env.cr.execute(
        """
        DELETE FROM hr_payslip_line
         WHERE salary_rule_id IN (
               SELECT id FROM hr_salary_rule WHERE amount_select LIKE 'cs\\_%')
        """
    )
    env.cr.execute("DELETE FROM hr_payslip WHERE cs_month IS NOT NULL")
    env.cr.execute("UPDATE cs_incentive_statement SET payslip_run_id = NULL")
    env.cr.execute("DELETE FROM hr_payslip_run WHERE cs_month IS NOT NULL")
    # Made by the addon for companies that had none; they would keep the company.
    env.cr.execute(
        """
        DELETE FROM hr_payroll_structure s USING res_company c
         WHERE c.cs_payroll_structure_id = s.id AND s.code = 'CS'
        """
    )
    for index in INDEXES:
        env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(index)))
    env.invalidate_all()
