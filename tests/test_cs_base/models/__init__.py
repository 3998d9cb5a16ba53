from . import test_cs_explained
from . import test_cs_fact
