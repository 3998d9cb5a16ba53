from contextlib import contextmanager

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date

ACTIVITY = "cs_base.mail_activity_type_decision"
#: Where the mails of one action wait; of the transaction, so no caller reaches it.
GATHERED = "cs_decision_notices"


class CsDecisionNotice(models.AbstractModel):
    """Tells people what they have to decide, and how it ended. Few and useful.

    Who has to act gets an activity on the document (if it is readable for the
    person; the list "waiting for me" shows it anyway) and one mail. Maker and
    concerned people get one message about the result. Many documents submitted or
    decided in one go make one message a person. Users without an address get no mail.
    """

    _name = "cs.decision.notice"
    _description = "Notices of Decisions"

    @api.model
    def _ask(self, request, document, is_known=False):
        """Tell those who can decide the current step, deputies too.

        :param is_known: they have been told before, so no mail
        """
        for person, principal in request._voices().items():
            user = person.user_id
            if not user.active:
                continue
            env = self.env(context=dict(self.env.context, lang=user.lang))
            summary = env._("Decide: %(name)s", name=request.name)
            if document.with_user(user).has_access("read"):
                # The activity's own mail would be a second one.
                document.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(ACTIVITY, user_id=user.id, summary=summary)
            if is_known:
                continue
            lines = [env._("%(name)s waits for your decision.", name=request.name)]
            if request.measure:
                lines.append(request.with_context(lang=user.lang).size)
            if request.maker_id:
                lines.append(env._("From: %(name)s", name=request.maker_id.name))
            if principal:
                lines.append(
                    env._("You decide as deputy of %(name)s.", name=principal.name)
                )
            self._mail(document, user, summary, lines)

    @api.model
    def _told(self, request, document):
        """res.users who heard of the last decision, or were asked after it."""
        if request.state == "pending":
            people = request.pending_decider_ids.browse(
                [person.id for person in request._voices()]
            )
            return people.user_id
        return document._decision_told(request).user_id | request.submitted_by_id

    @api.model
    def _tell_undone(self, request, document, decision, told):
        """Correct what people have been told; who decides now was asked before.

        :param told: res.users
        """
        if request.state == "pending":
            self._ask(request, document, is_known=True)
        for user in (told - self.env.user).filtered("active"):
            env = self.env(context=dict(self.env.context, lang=user.lang))
            outcome = dict(decision._fields["outcome"]._description_selection(env))[
                decision.outcome
            ]
            lines = [
                env._(
                    "%(decider)s has taken this decision on %(name)s back: %(outcome)s."
                    " It was a slip of the finger.",
                    decider=decision.decider_id.name,
                    name=request.name,
                    outcome=outcome,
                )
            ]
            if request.state == "pending":
                lines.append(
                    env._("It waits for %(names)s.", names=request._waiting_names())
                )
            subject = env._("Taken back: %(name)s", name=request.name)
            self._mail(document, user, subject, lines)

    @api.model
    def _clear(self, document):
        document.activity_unlink([ACTIVITY])

    @api.model
    def _tell(self, request, document):
        """Tell submitter, maker and concerned people (or whom else the document names)
        how it ended."""
        decision = request.decision_ids[:1]
        people = document._decision_told(request)
        users = (people.user_id | request.submitted_by_id) - self.env.user
        for user in users.filtered("active"):
            env = self.env(context=dict(self.env.context, lang=user.lang))
            outcome = dict(decision._fields["outcome"]._description_selection(env))[
                decision.outcome
            ]
            lines = [
                env._(
                    "%(decider)s decided on %(name)s: %(outcome)s.",
                    decider=decision.decider_id.name,
                    name=request.name,
                    outcome=outcome,
                )
            ]
            if decision.reason:
                lines.append(env._("Reason: %(reason)s", reason=decision.reason))
            subject = env._("%(outcome)s: %(name)s", outcome=outcome, name=request.name)
            self._mail(document, user, subject, lines)

    @api.model
    def _tell_deputy(self, deputy):
        """Tell both people who represents whom, unless they named it themselves."""
        for person in deputy.principal_id | deputy.deputy_id:
            user = person.user_id
            if user == self.env.user:
                continue
            env = self.env(context=dict(self.env.context, lang=user.lang))
            line = env._(
                "%(deputy)s decides for %(principal)s from %(first)s to %(last)s.",
                deputy=deputy.deputy_id.name,
                principal=deputy.principal_id.name,
                first=format_date(env, deputy.date_from),
                last=format_date(env, deputy.date_to),
            )
            self._mail(deputy, user, line, [line])

    @contextmanager
    def _gathered(self):
        """Within it mails wait; at its end each person gets one."""
        # Not among the data of precommit: any flushing savepoint meanwhile empties it.
        data = self.env.cr.cache
        if GATHERED in data:
            yield  # an outer action sends them
            return
        mails = data[GATHERED] = []
        try:
            yield
        finally:
            data.pop(GATHERED, None)
        by_user = {}
        for document, user, subject, lines in mails:
            by_user.setdefault(user, []).append((document, subject, lines))
        for user, some in by_user.items():
            if len(some) == 1:
                [(document, subject, lines)] = some
                self._mail(document, user, subject, lines)
            else:
                self._mail_many(user, some)

    @api.model
    def _mail(self, document, user, subject, lines):
        if not user.email:
            return
        gathered = self.env.cr.cache.get(GATHERED)
        if gathered is not None:
            gathered.append((document, user, subject, lines))
            return
        body = Markup("<br/>").join(lines)
        document.with_context(lang=user.lang).message_notify(
            partner_ids=user.partner_id.ids, subject=subject, body=body
        )

    @api.model
    def _mail_many(self, user, some):
        """One message instead of many.

        :param some: list of (document, subject, lines)
        """
        env = self.env(context=dict(self.env.context, lang=user.lang))
        items = Markup().join(
            Markup("<li>%s</li>") % Markup("<br/>").join(lines)
            for _document, _subject, lines in some
        )
        link = Markup('<p><a href="%s">%s</a></p>') % (
            f"{self.get_base_url()}/odoo/waiting",
            env._("Everything that waits for you"),
        )
        env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=env._(
                "%(first)s, and %(count)s more", first=some[0][1], count=len(some) - 1
            ),
            body=Markup("<ul>%s</ul>") % items + link,
        )
