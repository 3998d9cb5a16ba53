from odoo.tests import tagged

from .common import CsCase


@tagged("cs_base", "cs_base_organisation")
class TestOrganisation(CsCase):
    def test_supervisor_is_the_manager(self):
        agent = self.people["agent"]
        self.assertEqual(agent._cs_supervisors()[agent.id], self.people["leader"])

    def test_supervisor_falls_back_to_the_nearest_department_head(self):
        agent, leader = self.people["agent"], self.people["leader"]
        agent.parent_id = False
        leader.parent_id = False
        found = (agent | leader)._cs_supervisors()
        self.assertEqual(found[agent.id], leader)
        self.assertEqual(found[leader.id], self.people["supervisor"])

    def test_supervisor_without_department_is_the_general_manager(self):
        hr = self.people["hr"]
        hr.write({"parent_id": False, "department_id": False})
        self.assertEqual(hr._cs_supervisors()[hr.id], self.people["gm"])

    def test_general_manager_has_no_supervisor(self):
        gm = self.people["gm"]
        self.assertEqual(gm.parent_id, self.people["supervisor"])
        self.assertFalse(gm._cs_supervisors()[gm.id])

    def test_managed_departments_include_those_below(self):
        self.assertEqual(
            self.users["supervisor"].cs_managed_department_ids,
            self.department | self.group_one,
        )
        self.assertEqual(self.users["leader"].cs_managed_department_ids, self.group_one)
        self.assertFalse(self.users["agent"].cs_managed_department_ids)

    def test_same_person_across_companies(self):
        agent, other = self.people["agent"], self.people["agent2"]
        self.assertFalse(agent._cs_is_same_person(other))
        other.work_contact_id = agent.work_contact_id
        self.assertTrue(agent._cs_is_same_person(other))

    def test_a_new_head_reads_at_once(self):
        """Odoo keeps the domains of record rules; they follow the organisation."""
        leader = self.users["leader"]
        rules = self.env["ir.rule"].with_user(leader)
        self.env["ir.rule"].create(
            {
                "name": "Own departments",
                "model_id": self.env["ir.model"]._get("hr.department").id,
                "domain_force": "[('id', 'in', user.cs_managed_department_ids.ids)]",
            }
        )
        changes = {
            "another head": lambda: self.group_one.write({"manager_id": False}),
            "head again": lambda: self.group_one.write(
                {"manager_id": self.people["leader"].id}
            ),
            "one below": lambda: self.env["hr.department"].create(
                {"name": "Below", "parent_id": self.group_one.id}
            ),
            "no user": lambda: self.people["leader"].write({"user_id": False}),
        }
        for name, change in changes.items():
            with self.subTest(name):
                before = str(rules._compute_domain("hr.department", "read"))
                change()
                leader.invalidate_recordset()
                after = str(rules._compute_domain("hr.department", "read"))
                self.assertNotEqual(before, after)
