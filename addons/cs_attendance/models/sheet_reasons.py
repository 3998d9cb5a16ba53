"""Why a month sheet says what it says (ALL-01), in the form of the engine."""

from decimal import Decimal

from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason

#: key of the sentence, rule, figure that has to be there, days it rests on, values
_LINES = (
    ("sheet.late", "ATT-04", "late_count", "late", ("late_count", "late_minutes")),
    ("sheet.early", "ATT-04", "early_count", "early", ("early_count", "early_minutes")),
    ("sheet.missed", "ATT-02", "missed_count", "missed", ("missed_count",)),
    (
        "sheet.unconfirmed",
        "ATT-02",
        "unconfirmed_days",
        "missed",
        ("unconfirmed_days",),
    ),
    ("sheet.forgiven", "ATT-02", "forgiven_count", "forgiven", ("forgiven_count",)),
    ("sheet.absent", "ATT-05", "absent_days", "absent", ("absent_days",)),
    ("sheet.leave", "ATT-09", "leave_days", "leave", ("leave_days",)),
    ("sheet.unpaid", "ATT-09", "unpaid_days", "unpaid", ("unpaid_days",)),
    ("sheet.out", "ATT-03", "out_days", "out", ("out_days",)),
    ("sheet.exempt", "ATT-06", "exempt_days", "exempt", ("exempt_days",)),
)
_MINUTES = ("late_minutes", "early_minutes")


def explain(row, days, adjusted, policy_id, parameters):
    """The explanation of one sheet.

    :param row: dict of its figures
    :param days: dict of what days count for -> ids of the day records
    :param adjusted: ids of the adjustments booked in this month
    :param parameters: rule and limit of full attendance (ATT-16), days until a sheet
        counts as confirmed (ATT-08)
    """
    reasons = [
        Reason(
            rule="ATT-08",
            key="sheet.sums",
            facts=_facts(days.get("all", ())),
            params=[Param("sheet_silent_days", parameters[2])],
            values=_values(row, ("due_days", "present_days")),
        )
    ]
    for key, rule, figure, group, names in _LINES:
        if row[figure]:
            facts, values = _facts(days.get(group, ())), _values(row, names)
            reasons.append(Reason(rule=rule, key=key, facts=facts, values=values))
    reasons.append(_full(row, days, policy_id, parameters))
    if adjusted:
        facts = [
            Fact("cs.attendance.adjustment", id_, "adjustment") for id_ in adjusted
        ]
        values = _values(row, ("adjustment_count",))
        reasons.append(
            Reason(rule="ATT-08", key="sheet.adjusted", facts=facts, values=values)
        )
    return Explanation(reasons=reasons)


def _full(row, days, policy_id, parameters):
    rule, limit, _silent = parameters
    reason = row["full_reason"]
    groups = ("late", "early", "missed") if reason == "count" else (reason,)
    facts = [fact for group in groups for fact in _facts(days.get(group, ()))]
    if policy_id:
        facts.append(Fact("cs.attendance.policy", policy_id, "policy"))
    params = [Param("sheet_full_rule", f"sheet.rule.{rule}", "term")]
    if rule == "count":
        params.append(Param("sheet_full_limit", limit))
    count = row["late_count"] + row["early_count"] + row["missed_count"]
    return Reason(
        rule="ATT-16",
        key=f"sheet.full.{reason}" if reason else "sheet.full",
        facts=facts,
        params=params,
        values=[Param("count", int(count))],
    )


def _facts(ids):
    return [Fact("cs.attendance.day", id_, "attendance_day") for id_ in ids]


def _values(row, names):
    return [
        Param(name, int(row[name]), "minute")
        if name in _MINUTES
        else Param(name, Decimal(str(row[name])))
        for name in names
    ]
