from . import test_helpdesk_policy
