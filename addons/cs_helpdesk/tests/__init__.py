from . import test_complaint
from . import test_helpdesk_policy
from . import test_ticket_owner
from . import test_ticket_rpc
from . import test_ticket_simultaneous
from . import test_lent_terms
