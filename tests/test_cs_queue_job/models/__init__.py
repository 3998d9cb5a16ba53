from . import test_cs_long
