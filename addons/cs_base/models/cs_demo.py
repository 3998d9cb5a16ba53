import csv

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import file_open


class CsDemo(models.AbstractModel):
    """Fills the demo company from the tables in ``demo/``.

    Only the demo files call it; nothing here is public. Dates count from today, so
    the story stays the same age. Loading again leaves what exists as it is.
    """

    _name = "cs.demo"
    _description = "Customer Service Demo Company"

    def _rows(self, name):
        with file_open(f"cs_base/demo/{name}.csv") as table:
            return list(csv.DictReader(table))

    def _ref(self, kind, key):
        """Id of ``<kind>_<key>_demo``; False without key."""
        return key and self.env.ref(f"cs_base.{kind}_{key}_demo").id

    def _create_missing(self, model, kind, values_by_key):
        """Create what has no external id yet, in one batch.

        :return: the created records
        """
        xml_ids = {key: f"cs_base.{kind}_{key}_demo" for key in values_by_key}
        return self.env[model]._load_records(
            [
                {"xml_id": xml_id, "values": values_by_key[key], "noupdate": True}
                for key, xml_id in xml_ids.items()
                if not self.env.ref(xml_id, raise_if_not_found=False)
            ]
        )

    def _set_xml_id(self, xml_id, record):
        """Give a record its external id, so that it goes with the addon."""
        self.env["ir.model.data"]._update_xmlids(
            [{"xml_id": xml_id, "record": record.sudo(), "noupdate": True}]
        )

    @api.model
    def _make(self, xml_id, model, login, values, steps=()):
        """Create a record as one of the demo people and let people act on it,
        through the same methods and rights as in the web client.

        Nothing happens when the record exists: what has been decided stays.

        :param xml_id: complete external id
        :param login: who creates
        :param steps: (login, method, *arguments) in order
        """
        if self.env.ref(xml_id, raise_if_not_found=False):
            return
        # As the web client sends it; without it, messages name models in English.
        Model = self.env[model].with_context(lang="zh_CN")
        record = Model.with_user(self._ref("user", login)).create(values)
        self._set_xml_id(xml_id, record)
        for actor, method, *arguments in steps:
            getattr(record.with_user(self._ref("user", actor)), method)(*arguments)

    @api.model
    def _activate_chinese(self):
        self.env["res.lang"]._activate_and_install_lang("zh_CN")

    @api.model
    def _load_users(self):
        """One user a row of ``demo_logins.csv``, in Chinese and in Shanghai time."""
        rows = self._rows("demo_logins")
        emails = {row["login"]: self._email(row["key"]) for row in self._rows("people")}
        # No invitation mails: the passwords are known.
        created = self.with_context(no_reset_password=True)._create_missing(
            "res.users",
            "user",
            {
                row["login"]: self._prepare_user_vals(row, emails.get(row["login"]))
                for row in rows
            },
        )
        # A full-strength hash takes 0.3 s each; Odoo makes it at the first login.
        weak = created._crypt_context().copy()
        weak.update(pbkdf2_sha512__rounds=1000)
        passwords = {row["login"]: row["password"] for row in rows}
        for user in created:
            user._set_encrypted_password(user.id, weak.hash(passwords[user.login]))

    @api.model
    def _load_people(self):
        """One employee a row of ``people.csv``, superiors before subordinates."""
        rows = self._rows("people")
        created = self._create_missing(
            "hr.employee",
            "employee",
            {row["key"]: self._prepare_employee_vals(row) for row in rows},
        )
        for row in rows:
            person = self.env.ref(f"cs_base.employee_{row['key']}_demo")
            if person not in created:
                continue
            person.parent_id = self._ref("employee", row["manager"])
            if row["heads"]:
                self.env.ref(f"cs_base.department_{row['heads']}_demo").write(
                    {"manager_id": person.id}
                )

    @api.model
    def _fill_holidays(self):
        """Chinese holidays and make-up days of last, this and next year."""
        Year = self.env["calendar.public.holiday"].with_user(self._ref("user", "hr"))
        this_year = fields.Date.today().year
        for year in range(this_year - 1, this_year + 2):
            record = Year._cs_fill(self.env.ref("base.cn"), year, lang="zh_CN")
            xml_id = f"cs_base.public_holiday_{year}_demo"
            self._set_xml_id(xml_id, record)

    def _email(self, key):
        return f"{key.replace('_', '.')}@xinglan.example.com"

    def _prepare_user_vals(self, row, email):
        company_id = self._ref("company", "xinglan")
        group = self.env.ref(row["group"])
        values = {
            "name": row["name"],
            "login": row["login"],
            "email": email or f"{row['login']}@example.com",
            "lang": "zh_CN",
            "tz": "Asia/Shanghai",
            "company_id": company_id,
            "company_ids": [Command.set([company_id])],
            "group_ids": [Command.set(group.ids)],
        }
        if self.env.ref("base.group_user") in group.all_implied_ids:
            values["notification_type"] = "inbox"  # a demo has no mail server
            if "odoobot_state" in self.env["res.users"]._fields:
                # Its first greeting covers the whole screen of a phone.
                values["odoobot_state"] = "disabled"
        return values

    def _prepare_employee_vals(self, row):
        joined = fields.Date.today() + relativedelta(
            months=-int(row["joined_months_ago"]), day=int(row["joined_day"])
        )
        return {
            "name": row["name"],
            "sex": row["sex"],
            "birthday": row["birthday"],
            "company_id": self._ref("company", "xinglan"),
            "department_id": self._ref("department", row["department"]),
            "job_id": self._ref("job", row["job"]),
            "resource_calendar_id": self._ref("resource_calendar", row["calendar"]),
            "user_id": self._ref("user", row["login"]),
            "work_email": self._email(row["key"]),
            "tz": "Asia/Shanghai",
            "date_version": joined,
            "contract_date_start": joined,
            "wage": float(row["wage"]),
        }
