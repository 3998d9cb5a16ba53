from . import test_cs_formula
from . import test_cs_document
from . import test_cs_folder
from . import test_cs_item
from . import test_cs_policy
from . import test_cs_result
from . import test_cs_explained
from . import test_cs_fact
