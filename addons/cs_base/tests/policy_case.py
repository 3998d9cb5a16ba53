"""What every addon checks about the policy of its area."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time
from odoo.tools import mute_logger


class PolicyModelChecks:
    """Mix with CsCase; name the model, what the regulations say, what is refused."""

    # Odoo's runner would pass over the tests below without a word.
    allow_inherited_tests_method = True
    policy_model = None
    #: parameter -> the regulations' own value; every parameter is in it
    regulations = {}
    #: dicts of values; the database refuses each one
    refused = []
    #: a value for each field of ``_policy_key``
    key = {}

    def _draft(self, role="hr", **vals):
        vals = {"name": "Rules", "company_id": self.company.id} | vals
        return self.env[self.policy_model].with_user(self.users[role]).create(vals)

    def test_defaults_are_the_regulations(self):
        policy = self._draft()
        value = self.env["cs.policy.change"]._value
        found = {
            name: policy[name].mapped("display_name")
            if policy._fields[name].type == "one2many"
            else value(policy, name)
            for name in policy._policy_parameters()
        }
        self.assertEqual(found, self.regulations)

    def test_every_parameter_names_its_rule(self):
        Policy = self.env[self.policy_model]
        for name in Policy._policy_parameters():
            with self.subTest(name):
                self.assertRegex(Policy._fields[name].help, r"^[A-Z]{2,3}-\d\d: ")

    def test_units_are_known(self):
        Policy = self.env[self.policy_model]
        known = self.env["cs.policy.change"]._unit_labels()
        for name in Policy._policy_parameters():
            unit = getattr(Policy._fields[name], "unit", None)
            self.assertIn(unit, {None, *known}, name)

    def test_the_form_shows_every_parameter(self):
        with Form(self._draft()) as form:
            for name in form._record._policy_parameters():
                self.assertIn(name, form._view["fields"])

    @mute_logger("odoo.sql_db")
    def test_bounds(self):
        for vals in self.refused:
            with (
                self.subTest(vals),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._draft(**vals).flush_recordset()

    @freeze_time("2025-06-15 04:00")
    def test_proposed_and_approved_by_the_roles(self):
        policy = self._draft("supervisor", date_from="2025-07-01")
        agent = policy.with_user(self.users["agent"])
        self.assertFalse(agent.search([("id", "=", policy.id)]))
        policy.action_submit()
        with self.assertRaises(UserError):
            policy.write({"name": "Other"})
        for role in ("agent", "leader", "supervisor", "hr", "payroll", "admin"):
            with self.subTest(role), self.assertRaises(UserError):
                policy.with_user(self.users[role]).action_approve()
        policy.with_user(self.users["gm"]).action_approve()
        self.assertEqual(agent.name, "Rules")
        self.assertEqual(agent.phase, "upcoming")
        found = agent._policy_on(self.people["agent"], policy.date_from, **self.key)
        self.assertEqual(found, {self.people["agent"].id: policy})
        with self.assertRaises(AccessError):
            policy.with_user(self.users["admin"]).read(["name"])
