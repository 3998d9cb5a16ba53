from . import test_explanation
from . import test_explanation_access
from . import test_explanation_tour
