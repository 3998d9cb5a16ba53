from odoo.addons.cs_base.tests.rpc import RpcMixin
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .portal_case import PortalCase
from .test_phone_entry import PhoneCase


class IntakeCase(PhoneCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.age, cls.visit, cls.intent = cls.env["cs.intake.field"].create(
            [
                {"team_id": cls.team.id, **vals}
                for vals in (
                    {"name": "Age", "type": "integer", "is_required": True},
                    {"name": "First visit", "type": "yesno", "kind": "repair"},
                    {
                        "name": "Intent",
                        "type": "selection",
                        "choices": "Advice\nVisit",
                        "kind": "order",
                        "is_required": True,
                    },
                )
            ]
        )


@tagged("cs_helpdesk", "cs_intake")
class TestIntake(IntakeCase):
    """HD-09: a team configures what it asks for, without code."""

    def _option(self, field, label):
        return next(key for key, name in field._options() if name == label)

    def test_required_when_entered(self):
        with self.assertRaisesRegex(UserError, "Hotline.*Age"):
            self._ticket()
        with self.assertRaisesRegex(UserError, "Age"):
            self._saved(decision="new")
        ticket = self._saved(decision="new", properties={self.age.key: 0})
        self.assertEqual(ticket.properties[self.age.key], 0, "0 is an answer")

    def test_only_for_the_kind(self):
        with self.assertRaisesRegex(UserError, "Age, Intent"):
            self._ticket(cs_kind="order")
        answers = {
            self.age.key: 40,
            self.intent.key: self._option(self.intent, "Visit"),
        }
        ticket = self._ticket(cs_kind="order", properties=answers)
        self.assertEqual(ticket.properties[self.intent.key], "Visit")

    def test_who_cannot_ask_is_asked_before_closing(self):
        """Mail and import make the ticket; the gate names what is missing."""
        ticket = self._ticket(None)
        with self.assertRaisesRegex(UserError, "HD-09.*Age"):
            self._as("agent", ticket).action_close()
        self._as("agent", ticket).properties = {self.age.key: 40}
        self._as("agent", ticket).action_close()
        self.assertTrue(ticket.closed)

    def test_it_stands_with_the_conditions_of_a_complaint(self):
        ticket = self._complaint(None)
        gate = {one["name"]: one["done"] for one in ticket.cs_gate}
        self.assertIs(gate["intake"], False)
        ticket.properties = {self.age.key: 40}
        gate = {one["name"]: one["done"] for one in ticket.cs_gate}
        self.assertIs(gate["intake"], True)

    def test_impossible_answers(self):
        ticket = self._ticket(properties={self.age.key: 1})
        for answer in ("old", "=1+1", 10**20, [1]):
            with self.assertRaisesRegex(UserError, "Age"):
                ticket.properties = {self.age.key: answer}

    def test_archived_is_asked_no_more(self):
        ticket = self._ticket(properties={self.age.key: 40})
        with self.assertRaisesRegex(UserError, "archive"):
            self.age.unlink()
        self.age.active = False
        self._ticket()
        self.assertEqual(ticket.properties[self.age.key], 40, "answers stay")

    def test_choices_in_use_stay(self):
        option = self._option(self.intent, "Visit")
        self._ticket(None, cs_kind="order", properties={self.intent.key: option})
        self.intent.choices = "Visit\nCallback"
        self.assertEqual(self._option(self.intent, "Visit"), option)
        with self.assertRaisesRegex(UserError, "Visit"):
            self.intent.choices = "Advice\nCallback"
        with self.assertRaises(ValidationError):
            self.intent.choices = "Visit\nVisit"
        with self.assertRaisesRegex(UserError, "type"):
            self.age.type = "char"

    def test_the_definition_follows_these_records(self):
        self.team.ticket_properties = [{"name": "own", "type": "char", "string": "Own"}]
        names = [one["name"] for one in self.team.ticket_properties]
        self.assertEqual(names, ["own", self.age.key, self.visit.key, self.intent.key])


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_intake")
class TestIntakeRpc(RpcMixin, IntakeCase):
    """Leaders define the fields of their own team (HD-09)."""

    def test_who_defines(self):
        own = {"team_id": self.team.id, "name": "Model"}
        foreign = {"team_id": self.foreign_team.id, "name": "Model"}
        model, ids = "cs.intake.field", self.age.ids
        for role in ("leader", "supervisor"):
            [made] = self._rpc(role, model, "create", [own])
            self._rpc(role, model, "write", [made], {"is_required": True})
            self._rpc(role, model, "unlink", [made])
            self._refused(role, model, "create", [foreign])
        for role in ("agent", "fitter", "hr", "gm", "admin"):
            self._refused(role, model, "create", [own])
            self._refused(role, model, "write", ids, {"is_required": False})
            self._refused(role, model, "unlink", ids)

    def test_no_way_round(self):
        ticket = self._ticket(properties={self.age.key: 1})
        changed = [
            {
                "name": self.age.key,
                "type": "integer",
                "string": "Age",
                "value": 2,
                "definition_changed": True,
            }
        ]
        for role in ("agent", "leader"):
            self._refused(
                role, "helpdesk.ticket", "write", ticket.ids, {"properties": changed}
            )
            self._refused(
                role,
                "helpdesk.ticket.team",
                "write",
                self.team.ids,
                {"ticket_properties": []},
            )
        self._refused(
            "agent",
            "helpdesk.ticket",
            "create",
            [{"name": "x", "description": "x", "team_id": self.team.id}],
        )


@tagged("post_install", "-at_install", "cs_helpdesk", "cs_intake")
class TestIntakePortal(PortalCase):
    """HD-09: customers answer what is marked for them, of their team and kind."""

    def test_customers_answer(self):
        self.company.helpdesk_mgmt_portal_select_team = True
        model, _internal = self.env["cs.intake.field"].create(
            [
                {
                    "team_id": self.other_team.id,
                    "name": "Which device?",
                    "type": "selection",
                    "choices": "Heater\nBoiler",
                    "kind": "repair",
                    "is_required": True,
                    "for_customers": True,
                },
                {"team_id": self.other_team.id, "name": "Our own opinion"},
            ]
        )
        page = self._get("customer", "/new/ticket").text
        self.assertIn("Which device?", page)
        self.assertNotIn("Our own opinion", page)
        form = {
            "kind": "repair",
            "team": self.other_team.id,
            "subject": "Cold",
            "description": "Since Monday",
        }
        field, [[heater, _label], _boiler] = f"intake_{model.key}", model._options()
        for answer in ("", "Heater", "<b>"):
            refused = self._post(
                "customer", "/submitted/ticket", **form, **{field: answer}
            )
            self.assertEqual(refused.status_code, 422, answer)
        for vals in ({field: heater}, {"kind": "inquiry"}):
            sent = self._post("customer", "/submitted/ticket", **{**form, **vals})
            self.assertEqual(sent.status_code, 303)
        inquiry, repair = self.env["helpdesk.ticket"].search(
            [("name", "=", "Cold")], order="id desc", limit=2
        )
        self.assertEqual(repair.properties[model.key], "Heater")
        self.assertFalse(inquiry.properties.get(model.key))
