from . import cs_helpdesk_policy
