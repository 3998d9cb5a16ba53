from . import cs_helpdesk_policy
from . import cs_ticket_outcome
from . import helpdesk_ticket_team
from . import helpdesk_ticket
