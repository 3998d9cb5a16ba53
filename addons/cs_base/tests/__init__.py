from . import test_export
from . import test_organisation
from . import test_sheet
