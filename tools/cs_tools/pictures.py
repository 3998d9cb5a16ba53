"""tools/pictures: photograph the pictures of the users' guides from a served demo."""

import argparse

from . import process, venv
from .console import Fault, guarded, step
from .paths import LOGS, ROOT
from .steps import lock, make_work_folder

_INSIDE = ROOT / "tools" / "cs_tools" / "inside" / "photograph.py"
_LIST = ROOT / "docs" / "users" / "pictures.csv"
_LOG = LOGS / "pictures.log"
LANGUAGES = ("zh", "en")


def main(arguments=None):
    return guarded("tools/pictures", lambda: _run(_parse(arguments)))


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="tools/pictures",
        description="Photograph the pictures that docs/users/pictures.csv lists, in"
        " Chinese and English, from a demo that ./run serves.",
    )
    parser.add_argument("--url", default="http://localhost:8069", help="of the demo")
    parser.add_argument("names", nargs="*", help="only these (default: all)")
    return parser.parse_args(arguments)


def _run(options):
    make_work_folder()
    with lock("setup"):
        venv.ensure(development=True)
    if not process.output(["fc-list", ":lang=zh"]):
        raise Fault("There is no Chinese font: install fonts-noto-cjk first.")
    for language in LANGUAGES:
        target = _LIST.parent / "pictures" / language
        with step(f"Photographing {target.relative_to(ROOT)}"):
            process.check(
                [venv.PYTHON, _INSIDE, options.url, language, _LIST, target]
                + options.names,
                log=_LOG,
                problem="The pictures could not be taken",
            )
    return 0
