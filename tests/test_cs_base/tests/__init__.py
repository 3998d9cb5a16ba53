from . import test_decision
from . import test_policy
from . import test_policy_spans
from . import test_policy_changes
