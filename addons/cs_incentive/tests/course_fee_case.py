from .pay_case import PayCase

MODEL = "cs.training.obligation"


class CourseFeeCase(PayCase):
    """``cls.owed`` is set by the class that says what is paid and who leaves when."""

    owed = None

    @classmethod
    def fee_of(cls, paid, role="agent", leaving="2025-06-30"):
        """A qualification that the company gave back, of somebody who leaves."""
        Request = cls.env["cs.training.request"].with_user(cls.users[role])
        request = Request.create(
            {
                "name": "Level 3",
                "provider": "Institute",
                "is_qualification": True,
                "cost": paid,
                "date_from": "2025-05-01",
                "date_to": "2025-06-01",
                "reason": "Career",
            }
        )
        request.action_submit()
        request.with_user(cls.users["leader"]).action_approve()
        request.with_user(cls.users["hr"]).action_approve()
        request.write(
            {"certificate_number": "C-1", "paid": paid, "ended_on": "2025-06-01"}
        )
        request.with_user(cls.users["hr"]).action_reimburse()
        return cls.leave(leaving, role)

    @classmethod
    def leave(cls, day, role="agent"):
        cls.people[role].sudo().departure_date = day
        # Days as the database gives them, not as the frozen clock makes them.
        cls.env.invalidate_all()
        cls.env[MODEL]._refresh(cls.company)
        owed = cls.env[MODEL].search([("employee_id", "=", cls.people[role].id)])
        owed.invalidate_recordset()
        return owed

    def take(self, owed=None, by="hr"):
        (owed or self.owed).with_user(self.users[by]).action_take_from_pay()
