from odoo import api, fields, models
from odoo.addons.cs_base.engine.explanation import Explanation, Fact, Param, Reason
from odoo.exceptions import UserError

from .cs_customer import PROOF_NAMES

#: States in which a manager has still to decide.
OPEN = ("draft", "submitted")


class CsCustomerDispute(models.Model):
    """Two people want one customer: the manager decides, and it is recorded (HD-22).

    It is opened by the claim that contradicts who has the customer. To approve gives
    the customer to who claims it, to reject leaves it where it is; both with a reason.
    Who leads both decides, else the general manager, never one of the two or who
    entered the claim. Who loses may appeal once (ALL-02).

    Access: the two, who entered the claim, who decides or has decided, leaders and
    supervisors of the customer read it; who entered the claim completes what was
    returned. Nobody creates or deletes one.
    """

    _name = "cs.customer.dispute"
    _inherit = ["cs.decision.mixin", "cs.appealable.mixin"]
    _description = "Dispute About a Customer"
    _order = "id desc"
    _rec_name = "customer_id"

    _decision_approved = "awarded"
    _decision_refused = "kept"
    _decision_approve_needs_reason = True
    _decision_undoes_approval = True

    customer_id = fields.Many2one(
        "cs.customer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    claim_id = fields.Many2one(
        "cs.customer.claim",
        "Claim in Dispute",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    challenger_id = fields.Many2one(
        "res.users", "Claims It", required=True, readonly=True, ondelete="restrict"
    )
    challenger_proof = fields.Selection(related="claim_id.proof", string="With Proof")
    challenger_since = fields.Date(related="claim_id.since_on", string="Proof of")
    challenger_evidence = fields.Text(related="claim_id.evidence")
    holder_id = fields.Many2one(
        "res.users", "Has It", required=True, readonly=True, ondelete="restrict"
    )
    holder_proof = fields.Selection(
        PROOF_NAMES,
        "Has It by Proof",
        readonly=True,
        help="Empty: by an earlier decision.",
    )
    holder_since = fields.Datetime("Has It Since", readonly=True)
    note = fields.Text("Further Evidence", help="Read by who decides.")
    state = fields.Selection(
        [
            ("draft", "Returned"),
            ("submitted", "Waits for the Manager"),
            ("awarded", "Given to Who Claims It"),
            ("kept", "Stays Where It Is"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    winner_id = fields.Many2one(
        "res.users", "Decided For", readonly=True, copy=False, ondelete="restrict"
    )
    ruled_at = fields.Datetime("Decided On", readonly=True, copy=False)
    known_claims = fields.Integer(readonly=True, copy=False)
    is_appealed = fields.Boolean("Changed on Appeal", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(customer_id) WHERE state IN ('draft', 'submitted')",
        "A dispute about this customer is open already.",
    )
    _two_people = models.Constraint(
        "CHECK(challenger_id != holder_id)", "A dispute is between two people."
    )
    _decided_says_for_whom = models.Constraint(
        "CHECK((state IN ('awarded', 'kept')) = (winner_id IS NOT NULL)"
        " AND (winner_id IS NULL OR winner_id IN (challenger_id, holder_id)))",
        "A dispute is decided for one of the two.",
    )

    @api.depends("customer_id")
    def _compute_display_name(self):
        for one in self:
            # sudo: who reads the dispute may know the three names
            what = one.sudo()
            pair = f"{what.holder_id.name} / {what.challenger_id.name}"
            one.display_name = f"{what.customer_id.display_name}: {pair}"

    # Opening

    @api.model
    def _open_all(self, found):
        """Open the disputes that are not open yet (sudo).

        :param found: dict customer id -> ``engine.customer_owner.Dispute``
        """
        taken = self.sudo().search(
            [("customer_id", "in", list(found)), ("state", "in", OPEN)]
        )
        missing = set(found) - set(taken.customer_id.ids)
        for customer in self.env["cs.customer"].sudo().browse(sorted(missing)):
            self._open_one(customer, found[customer.id])

    @api.model
    def _open_one(self, customer, dispute):
        claim = self.env["cs.customer.claim"].sudo().browse(dispute.challenger.key)
        # On behalf of who entered the claim, also when the nightly job finds it.
        disputes = self.with_user(claim.entered_by_id).sudo()
        made = disputes.create(
            {
                "customer_id": customer.id,
                "company_id": customer.company_id.id,
                "claim_id": claim.id,
                "challenger_id": dispute.challenger.who,
                "holder_id": dispute.holder,
                "holder_proof": dispute.by and dispute.by.proof,
                "holder_since": dispute.by and dispute.by.at,
            }
        )
        notice = self.env["cs.decision.notice"].sudo()
        with notice._gathered():
            for document in made._decision_actor():
                notice._ask(document._decision_submit(), document)
        return made

    # Guards

    def write(self, vals):
        entered = {"note", *self._decision_open_fields()}
        if not self.env.su and not vals.keys() <= entered:
            raise UserError(
                self.env._("HD-22: a dispute follows from the claims; add evidence.")
            )
        return super().write(vals)

    def unlink(self):
        self._refuse()

    def copy(self, default=None):
        self._refuse()

    def action_withdraw(self):
        """Never: a dispute is recorded, and ends with a decision."""
        self._refuse()

    def _refuse(self):
        raise UserError(
            self.env._(
                "HD-22: a dispute is recorded and stays until the manager has decided."
            )
        )

    # Decision hooks

    def _decision_kind(self):
        return "customer_dispute"

    def _decision_maker(self):
        return self._employees(self.claim_id.entered_by_id)

    def _decision_beneficiaries(self):
        return self._employees(self.challenger_id | self.holder_id)

    def _decision_ladder_fallback(self):
        """Who leads both of them; else the general manager."""
        people = self._decision_beneficiaries()
        for role, bosses in (
            ("supervisor", people._cs_supervisors()),
            ("department_head", people._cs_department_heads()),
        ):
            common = {boss[:1].id for boss in bosses.values()}
            if len(common) == 1 and any(common) and len(bosses) == len(people):
                return [role]
        return ["general_manager"]

    def _decision_protected_fields(self):
        names = {"winner_id", "ruled_at", "known_claims", "is_appealed", "appeal_ids"}
        return super()._decision_protected_fields() | names

    def _decision_open_fields(self):
        return super()._decision_open_fields() | {"appeal_ids"}

    def _decision_detail(self):
        return {
            "challenger": self.challenger_id.name,
            "holder": self.holder_id.name,
            "proof": self.claim_id.proof,
            "holder_proof": self.holder_proof or None,
        }

    def _decision_finish(self, result):
        """State and winner in one statement: the database checks them together."""
        if result == "returned":
            return super()._decision_finish(result)
        self._rule(self.challenger_id if result == "approved" else self.holder_id)

    def _decision_on_undone(self, decision, request_state):
        super()._decision_on_undone(decision, request_state)
        self._decision_write({"winner_id": False, "ruled_at": False, "known_claims": 0})
        self._set_explanations({self.id: None})
        self.customer_id._compute_again()

    def _rule(self, winner, **vals):
        """Record for whom it is decided, and what follows for the customer (sudo)."""
        self.customer_id._touch()
        known = self.env["cs.customer.claim"].search(
            [("customer_id", "=", self.customer_id.id)], order="id desc", limit=1
        )
        self._decision_write(
            {
                "state": "awarded" if winner == self.challenger_id else "kept",
                "winner_id": winner.id,
                "ruled_at": fields.Datetime.now(),
                "known_claims": known.id,
                **vals,
            }
        )
        self.flush_recordset()
        self._explain_ruling()
        self.customer_id._compute_again()

    def _explain_ruling(self):
        values = [Param("proof", f"customer.proof.{self.claim_id.proof}", "term")]
        if self.holder_proof:
            holder = f"customer.proof.{self.holder_proof}"
            values.append(Param("holder_proof", holder, "term"))
        key = "appealed" if self.is_appealed else self.state
        if not self.holder_proof:
            key = f"{key}_again"
        facts = [
            Fact("cs.customer.claim", self.claim_id.id, "customer_claim"),
            Fact("res.users", self.winner_id.id, "customer_owner"),
        ]
        reason = Reason("HD-22", f"customer.dispute.{key}", facts, values=values)
        self._set_explanations({self.id: Explanation([reason])})

    # Appeal

    def _employees(self, users):
        """hr.employee of these users in the company of the dispute (sudo)."""
        return (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("user_id", "in", users.ids),
                    ("company_id", "=", self.company_id.id),
                ]
            )
        )

    def _appeal_employee(self):
        people = self.env["hr.employee"].sudo()
        for one in self.sudo().filtered("winner_id"):
            both = one.challenger_id | one.holder_id
            people |= one._employees(both - one.winner_id)
        return people

    def _appeal_since(self):
        # decided on appeal is decided for good
        return None if self.is_appealed else self.ruled_at or None

    def _appeal_first_decider(self):
        return self.decision_ids._standing().decider_id

    def _appeal_accepted(self, appeal):
        """The other one has the customer from now on."""
        other = (self.challenger_id | self.holder_id) - self.winner_id
        self._rule(other, is_appealed=True)
