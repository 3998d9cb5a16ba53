from . import test_cs_item
