import base64
from io import BytesIO

from openpyxl import load_workbook

from .customer_case import CustomerCase

NOW = "2026-03-11 02:30:00"  # a Wednesday, 10:30 in Shanghai


class ExportCase(CustomerCase):
    """Two customers of the hotline with a ticket each (HD-20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls._partner("Ms Chen", phone="13900000001") | cls._partner(
            "Mr Lu", phone="13900000002"
        )
        cls.orders = cls.env["helpdesk.ticket"]
        for partner in cls.partners:
            cls.orders |= cls._order(partner)
        cls._night()
        cls.Request = cls.env["cs.export.request"]

    @classmethod
    def _ask(cls, role="agent", submit=True, **vals):
        values = {
            "what": "ticket",
            "purpose": "Visits of next month",
            "recipient": "Group one",
            "wanted_until": "2026-04-30",
            **vals,
        }
        asked = cls.Request.with_user(cls.users[role]).create(values)
        if submit:
            asked.action_submit()
        return asked

    @classmethod
    def _approved(cls, role="agent", by="leader", **vals):
        asked = cls._ask(role, **vals)
        asked.with_user(cls.users[by]).action_approve()
        return asked

    def _sheet(self, request):
        """Rows of the sheet that the asker fetches, below the header."""
        action = request.action_download()
        number = int(action["url"].split("/")[-2])
        download = request.env["cs.sheet.download"].browse(number)
        content = base64.b64decode(download.content)
        rows = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
        return [row for row in rows if any(row)]

    def _log(self, request):
        return self.env["cs.export.download"].search([("request_id", "=", request.id)])
