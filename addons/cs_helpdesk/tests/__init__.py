from . import test_helpdesk_policy
from . import test_suggestion
from . import test_suggestion_score
from . import test_suggestion_watch
