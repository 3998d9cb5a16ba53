"""Rows of payslips as they are written in bulk."""

from decimal import Decimal

LINE = {
    **dict.fromkeys(
        ("slip_id", "salary_rule_id", "employee_id", "contract_id", "company_id"), "int"
    ),
    **dict.fromkeys(("category_id", "sequence"), "int"),
    **dict.fromkeys(("code", "condition_select", "amount_select"), "varchar"),
    **dict.fromkeys(("active", "appears_on_payslip"), "boolean"),
    **dict.fromkeys(("quantity", "rate", "amount", "total"), "numeric"),
    **{"name": "jsonb", "explanation": "jsonb"},
    **{"condition_python": "text", "date_from": "date"},
}
INPUT = {
    **dict.fromkeys(("payslip_id", "contract_id", "sequence"), "int"),
    **{"code": "varchar", "name": "varchar"},
    **{"amount": "float8", "amount_qty": "float8", "cs_is_given": "boolean"},
}
WORKED = {
    **dict.fromkeys(("payslip_id", "contract_id", "sequence"), "int"),
    **{"code": "varchar", "name": "varchar"},
    **{"number_of_days": "float8", "number_of_hours": "float8"},
}
SLIP = {
    **dict.fromkeys(
        ("employee_id", "company_id", "struct_id", "contract_id", "payslip_run_id"),
        "int",
    ),
    **dict.fromkeys(("cs_department_id",), "int"),
    **dict.fromkeys(("name", "state"), "varchar"),
    **dict.fromkeys(("date_from", "date_to", "cs_month"), "date"),
    **dict.fromkeys(("credit_note", "paid", "cs_is_extra"), "boolean"),
    **dict.fromkeys(("hide_child_lines", "hide_invisible_lines"), "boolean"),
}


def worked_days(env, facts, employee_id):
    """Worked days of a person's month: by the attendance sheet, or the calendar.

    :return: list of rows without their slip
    """
    version = facts.wages[employee_id][-1].version
    sheet = facts.sheets.get(employee_id)
    if sheet:
        days = {
            "WORK100": (env._("Days due"), sheet["due"]),
            "PRESENT": (env._("Days present"), sheet["present"]),
            "ABSENT": (env._("Days absent"), sheet["absent"]),
            "UNPAID": (env._("Days of unpaid leave"), sheet["unpaid"]),
            **_leave_days(facts, sheet["leave"]),
        }
        hours = {"PRESENT": Decimal(sheet["minutes"] or 0) / 60}
    else:
        own = sum(facts._count(one.first, one.last) for one in facts.wages[employee_id])
        days, hours = {"WORK100": (env._("Days due"), own)}, {}
    return [
        {
            "contract_id": version,
            "sequence": place,
            "code": code,
            "name": name,
            "number_of_days": count,
            "number_of_hours": round(hours.get(code, Decimal(0)), 2),
        }
        for place, (code, (name, count)) in enumerate(days.items(), 1)
        if count or code == "WORK100"
    ]


def _leave_days(facts, leave):
    names = facts.leave_names
    return {
        f"LEAVE_{kind}": (names.get(kind, ""), days) for kind, days in leave.items()
    }
