from . import test_js
from . import test_organisation
from . import test_rule
from . import test_tokens
from . import test_value_format
