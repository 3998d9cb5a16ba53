from . import test_export
from . import test_organisation
from . import test_sheet
from . import test_period
from . import test_working_time
from . import test_rule
from . import test_value_format
