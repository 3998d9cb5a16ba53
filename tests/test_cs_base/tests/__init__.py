from . import test_formula
