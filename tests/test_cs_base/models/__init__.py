from . import test_cs_document
from . import test_cs_folder
