from . import cs_helpdesk_policy
from . import cs_ticket_outcome
from . import helpdesk_ticket_team
from . import helpdesk_ticket
from . import helpdesk_ticket_link
from . import helpdesk_ticket_mail
from . import rating_guard
from . import helpdesk_ticket_portal
from . import helpdesk_ticket_guard  # the last: sees values before all others
