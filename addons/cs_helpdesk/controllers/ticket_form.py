import re

from odoo import http
from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import plaintext2html

from ..models.helpdesk_ticket_guard import seen_text
from ..models.helpdesk_ticket_portal import CUSTOMER_KINDS, TEXT_MAX
from .common import (
    FILE_BYTES,
    FILES_MAX,
    FORM_BYTES,
    FormError,
    files_of_form,
    id_of,
    no_such_ticket,
    problem,
    readable_ticket,
)
from .ticket_intake import questions, read_answers

_SUBJECT_MAX = 200
_PHONE = re.compile(r"[0-9+() -]{5,32}")


class TicketFormController(HelpdeskTicketController):
    """Customers open matters of the kinds, teams and categories that are offered."""

    @http.route(
        "/new/ticket",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def create_new_ticket(self, **kw):
        # The button of the stock list posts; nothing is written here.
        entered = {"phone": request.env.user.partner_id.phone or ""}
        if kw.get("kind") in CUSTOMER_KINDS:
            entered["kind"] = kw["kind"]
        return self._cs_form(entered, {})

    @http.route(
        "/submitted/ticket",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=FORM_BYTES,
    )
    def submit_ticket(self, **kw):
        offers = self._cs_offers()
        entered = {
            name: seen_text(kw.get(name) or "").strip()
            for name in ("kind", "team", "category", "subject", "phone", "description")
        }
        errors = self._cs_errors(entered, offers)
        answers, wrong = read_answers(
            offers["teams"] | offers["only_team"],
            self._cs_team(entered, offers),
            entered["kind"],
            entered,
        )
        errors |= wrong
        files = []
        try:
            files = files_of_form()
        except FormError as error:
            errors["files"] = str(error)
        if errors:
            return self._cs_form(entered, errors)
        ticket = self._cs_submit(entered, offers, files, answers)
        return request.redirect(ticket.access_url)

    @http.route(
        "/ticket/close", type="http", auth="user", website=True, methods=["POST"]
    )
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        ticket = readable_ticket(ticket_id)
        if not ticket:
            return no_such_ticket()
        if stage_id and not id_of(stage_id):
            return problem(
                request.env._("Not closed"),
                request.env._("The matter cannot be closed that way."),
                400,
                ticket.access_url,
            )
        try:
            ticket._cs_customer_close(request.env.user, id_of(stage_id))
        except UserError as error:
            title = request.env._("Not closed")
            return problem(title, str(error), 422, ticket.access_url)
        return request.redirect(ticket.access_url)

    def _cs_offers(self):
        company = request.env.company
        here = [
            ("company_id", "in", (False, company.id)),
            ("show_in_portal", "=", True),
        ]
        # Customers read neither the settings nor, always, the names above a team.
        teams = request.env["helpdesk.ticket.team"].sudo().search(here)
        categories = request.env["helpdesk.ticket.category"].sudo().search(here)
        asks_team = company.sudo().helpdesk_mgmt_portal_select_team
        asks_category = company.sudo().helpdesk_mgmt_portal_select_category
        return {
            "kinds": [
                (code, name)
                for code, name in request.env["helpdesk.ticket"]
                ._fields["cs_kind"]
                ._description_selection(request.env)
                if code in CUSTOMER_KINDS
            ],
            "teams": teams if asks_team else teams.browse(),
            "only_team": teams if len(teams) == 1 else teams.browse(),
            "categories": categories if asks_category else categories.browse(),
            "team_needed": bool(teams)
            and asks_team
            and company.sudo().helpdesk_mgmt_portal_team_id_required,
            "category_needed": bool(categories)
            and asks_category
            and company.sudo().helpdesk_mgmt_portal_category_id_required,
        }

    def _cs_errors(self, entered, offers):
        """What has to be put right, by name of the field."""
        errors = {}
        if entered["kind"] not in CUSTOMER_KINDS:
            errors["kind"] = request.env._("Please choose what it is about.")
        for name, offered in (("team", "teams"), ("category", "categories")):
            chosen = id_of(entered[name])
            if entered[name] and chosen not in offers[offered].ids:
                errors[name] = request.env._("This cannot be chosen (any more).")
            elif not entered[name] and offers[f"{name}_needed"]:
                errors[name] = request.env._("Please choose one.")
        if not entered["subject"]:
            errors["subject"] = request.env._(
                "Please write what it is about in a few words."
            )
        elif len(entered["subject"]) > _SUBJECT_MAX:
            errors["subject"] = request.env._("At most %s characters.", _SUBJECT_MAX)
        if not entered["description"]:
            errors["description"] = request.env._("Please write a few words.")
        elif len(entered["description"]) > TEXT_MAX:
            errors["description"] = request.env._(
                "The text has %(length)s characters; %(max)s are possible.",
                length=len(entered["description"]),
                max=TEXT_MAX,
            )
        if entered["phone"] and not _PHONE.fullmatch(entered["phone"]):
            errors["phone"] = request.env._("Please write the number in digits.")
        return errors

    def _cs_team(self, entered, offers):
        chosen = offers["teams"].browse(id_of(entered["team"]) or [])
        return chosen & offers["teams"] or offers["only_team"]

    def _cs_submit(self, entered, offers, files, answers):
        """:return: the new ticket (sudo)"""
        team = self._cs_team(entered, offers)
        customer = request.env.user.partner_id
        channel = request.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_web", raise_if_not_found=False
        )
        # Of the first stage on purpose: its mail is sent when it is set.
        stage = team._get_applicable_stages()[:1]
        ticket = (
            request.env["helpdesk.ticket"]
            .sudo()
            .create(
                {
                    "cs_kind": entered["kind"],
                    "name": entered["subject"],
                    "description": plaintext2html(entered["description"]),
                    "cs_phone": entered["phone"] or False,
                    "company_id": request.env.company.id,
                    "team_id": team.id,
                    "category_id": id_of(entered["category"]) or False,
                    "stage_id": stage.id,
                    "channel_id": channel and channel.id,
                    "partner_id": customer.id,
                    "partner_name": customer.name,
                    "partner_email": customer.email,
                    "user_id": False,
                    "properties": answers,
                }
            )
        )
        ticket.message_subscribe(partner_ids=customer.ids)
        # Rights of the customer: what looks like a page is kept as plain text.
        for name, content in files:
            request.env["ir.attachment"].sudo().create(
                {
                    "name": seen_text(name),
                    "raw": content,
                    "res_model": ticket._name,
                    "res_id": ticket.id,
                }
            )
        return ticket

    def _cs_form(self, entered, errors):
        offers = self._cs_offers()
        response = request.render(
            "cs_helpdesk.portal_ticket_form",
            {
                "page_name": "cs_ticket_form",
                "entered": entered,
                "errors": errors,
                "subject_max": _SUBJECT_MAX,
                "text_max": TEXT_MAX,
                "files_help": request.env._(
                    "At most %(count)s files of %(size)s MB each.",
                    count=FILES_MAX,
                    size=FILE_BYTES // 1024**2,
                ),
                "questions": questions(offers["teams"] | offers["only_team"]),
                **offers,
            },
        )
        response.status_code = 422 if errors else 200
        return response
