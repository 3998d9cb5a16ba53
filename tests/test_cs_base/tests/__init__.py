from . import test_appeal
from . import test_decision
from . import test_decision_hostile
from . import test_decision_ladder
from . import test_decision_route
from . import test_decision_simultaneous
from . import test_explanation
from . import test_explanation_access
