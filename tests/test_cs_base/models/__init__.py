from . import test_cs_formula
