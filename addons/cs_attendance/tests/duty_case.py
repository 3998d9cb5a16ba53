"""A place of duty with people, for tests of ATT-13."""

from datetime import timedelta

from freezegun import freeze_time

from .day_case import DAY, DayCase, at

__all__ = ["DAY", "NEXT", "DutyCase", "at", "freeze_time"]

NEXT = DAY + timedelta(days=1)


class DutyCase(DayCase):
    """The desk of the agents' group: day duty 08:30–17:30, night duty 17:30–08:30."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = cls._place("Desk", cls.group_one)

    @classmethod
    def _place(cls, name, department, **vals):
        return cls.env["cs.duty.place"].create(
            {
                "name": name,
                "department_id": department.id,
                "company_id": department.company_id.id,
                "hours_ids": [
                    (0, 0, {"hour_from": 8.5, "hour_to": 17.5}),
                    (0, 0, {"hour_from": 17.5, "hour_to": 8.5}),
                ],
                "area_ids": [(0, 0, {"name": "Hall"}), (0, 0, {"name": "Store"})],
                **vals,
            }
        )

    @classmethod
    def _watch(cls, *roles, publish=True, **vals):
        """A duty (superuser) with the people of these roles."""
        watch = cls.env["cs.duty.watch"].create(
            {
                "place_id": cls.place.id,
                "date": DAY,
                "hour_from": 8.5,
                "hour_to": 17.5,
                "person_ids": [
                    (0, 0, {"employee_id": cls.people[role].id}) for role in roles
                ],
                **vals,
            }
        )
        if publish:
            watch.action_publish()
        return watch

    def _as(self, role, record):
        return record.with_user(self.users[role])

    def _told(self, role):
        """Subjects of the messages that somebody got, in order."""
        partner = self.users[role].partner_id
        messages = self.env["mail.message"].search(
            [("partner_ids", "in", partner.ids)], order="id"
        )
        return messages.mapped("subject")
