from . import cs_helpdesk_policy
from . import cs_ticket_outcome
from . import helpdesk_ticket_team
from . import helpdesk_ticket_stage
from . import helpdesk_ticket
from . import helpdesk_ticket_owner
from . import cs_ticket_transfer
from . import helpdesk_ticket_complaint
from . import cs_complaint_party
from . import cs_complaint_event
from . import helpdesk_ticket_link
from . import helpdesk_ticket_mail
from . import rating_guard
from . import helpdesk_ticket_portal
from . import helpdesk_terms
from . import ir_http
from . import cs_demo
from . import helpdesk_ticket_guard  # the last: sees values before all others
