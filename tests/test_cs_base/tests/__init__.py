from . import test_decision
from . import test_decision_hostile
from . import test_decision_ladder
from . import test_decision_route
from . import test_policy
from . import test_period_flow
from . import test_policy_changes
from . import test_policy_spans
