from odoo.addons.cs_base.engine.explanation import (
    Explanation,
    Fact,
    Param,
    Reason,
)


def explain_class(judged, ground, standing, limits, tickets):
    """Why a complaint is in this class (HD-04, ALL-01).

    :param judged: the class
    :param ground: why, as ``engine.complaint.judge_class`` says
    :param tickets: ids of the complaint and of the one before, or False
    """
    this, before = tickets
    facts = [Fact("helpdesk.ticket", this, "complaint")]
    if ground == "again":
        facts.append(Fact("helpdesk.ticket", before, "complaint_before"))
    figures = {
        "again": [Param("days_since_last", standing.days_since_last)],
        "callbacks": [Param("unresolved", standing.unresolved)],
    }
    params = {
        "again": [Param("repeat_days", limits.repeat_days, "day")],
        "callbacks": [
            Param("repeat_callbacks", limits.repeat_callbacks),
            Param("severe_callbacks", limits.severe_callbacks),
        ],
    }
    return Explanation(
        verdict=f"complaint.class.{judged}",
        reasons=[
            Reason(
                rule="HD-04",
                key=f"complaint.{ground}",
                facts=facts,
                params=params.get(ground, []),
                values=figures.get(ground, []),
            )
        ],
    )
