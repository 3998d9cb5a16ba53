"""What a team asks customers for, on the form of the portal (HD-09)."""

from odoo.http import request

from ..models.helpdesk_ticket_guard import seen_text
from ..models.helpdesk_ticket_intake import ANSWER_MAX, answer_of_text, is_asked


def questions(teams):
    """Definitions that customers answer, each with the ``team`` that asks (sudo)."""
    return [
        {**one, "team": team.id}
        for team in teams
        for one in team.ticket_properties
        if one.get("cs_customers") and is_asked(one, one.get("cs_kind"))
    ]


def read_answers(teams, team, kind, entered):
    """Answers to what the team asks of this kind.

    :param entered: dict of the form; gets what was sent, to show it again
    :return: dict name of property -> value, dict field of the form -> error
    """
    answers, errors = {}, {}
    for one in questions(teams):
        field = f"intake_{one['name']}"
        sent = seen_text(request.params.get(field) or "").strip()
        entered[field] = sent
        if one["team"] != team.id or not is_asked(one, kind):
            continue
        if not sent:
            if one.get("cs_required"):
                errors[field] = request.env._("Please fill this in.")
            continue
        if len(sent) > ANSWER_MAX:
            errors[field] = request.env._("At most %s characters.", ANSWER_MAX)
            continue
        value = answer_of_text(one, sent)
        if value is None:
            errors[field] = request.env._("This is no possible answer.")
        else:
            answers[one["name"]] = value
    return answers, errors
