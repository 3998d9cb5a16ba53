from odoo.addons.cs_base.tests.common import CsCase
from odoo.http import Request
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger


class CustomerCase(CsCase):
    """A team of the agent and the leader; customers with a login.

    ``customer`` and ``colleague`` are of the same company of customers, ``stranger``
    is of none.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Service",
                "company_id": cls.company.id,
                "cs_department_id": cls.group_one.id,
                "user_ids": [(6, 0, (cls.users["agent"] | cls.users["leader"]).ids)],
            }
        )
        cls.other_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Repairs",
                "company_id": cls.company.id,
                "user_ids": [(6, 0, cls.users["agent2"].ids)],
            }
        )
        cls.firm = cls.env["res.partner"].create(
            {"name": "Customers Ltd", "is_company": True}
        )
        for role in ("customer", "colleague", "stranger"):
            user = new_test_user(
                cls.env,
                login=f"cs_{role}",
                groups="base.group_portal",
                name=f"The {role}",
                email=f"{role}@example.com",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            if role != "stranger":
                user.partner_id.parent_id = cls.firm
            cls.users[role] = user
        cls.customer = cls.users["customer"].partner_id
        for name in ("new", "in_progress", "awaiting", "done", "rejected"):
            stage = cls.env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}")
            setattr(cls, f"stage_{name}", stage)
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})

    @classmethod
    def _ticket(cls, **vals):
        defaults = {
            "name": "No heat",
            "description": "The radiator stays cold.",
            "team_id": cls.team.id,
            "company_id": cls.company.id,
            "partner_id": cls.customer.id,
            "partner_name": cls.customer.name,
            "partner_email": cls.customer.email,
        }
        return cls.env["helpdesk.ticket"].create(defaults | vals)

    def _prove(self, complaint):
        """Everything that closing a complaint needs (HD-05)."""
        party = self.env["cs.complaint.party"].create(
            {"ticket_id": complaint.id, "department_id": self.group_one.id}
        )
        complaint.write(
            {
                "cs_cause": "The valve",
                "cs_handling": "Replaced",
                "cs_result": "It is warm",
                "cs_outcome_id": self.env.ref("cs_helpdesk.outcome_complaint_solved"),
            }
        )
        self._as("agent", party)._report("Replaced")
        complaint._cs_hear(True, "Content")

    def _as(self, role, record):
        return record.with_user(self.users[role])


class PortalCase(CustomerCase, HttpCase):
    """Customers over HTTP."""

    def _sign_in(self, role):
        login = self.users[role].login if role else None
        self.authenticate(login, login)

    def _get(self, role, path, **params):
        self._sign_in(role)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            return self.url_open(path, params=params, allow_redirects=False)

    def _post(self, role, path, files=None, csrf=True, **data):
        self._sign_in(role)
        if csrf:
            data["csrf_token"] = Request.csrf_token(self)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            return self.url_open(
                path, data=data, files=files, allow_redirects=False, method="POST"
            )
