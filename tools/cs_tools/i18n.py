"""tools/i18n: bring the translation files of our addons up to date."""

import argparse
from pathlib import Path

from . import addons, odoo, process, stages, venv
from .console import Fault, guarded, say, step
from .database import Databases
from .paths import LOGS, ROOT
from .postgres import Cluster
from .steps import lock, make_work_folder

_MERGE = Path(__file__).parent / "inside" / "merge_po.py"
_DATABASE = "i18n"


def main(arguments=None):
    return guarded("tools/i18n", lambda: _run(_parse(arguments)))


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="tools/i18n",
        description="Write i18n/<addon>.pot of each of our addons from a fresh database"
        " and bring i18n/zh_CN.po up to it: translations stay, terms that are gone go.",
    )
    parser.add_argument(
        "--import",
        dest="files",
        nargs="+",
        default=[],
        metavar="FILE.po",
        help="fill empty translations from these, by term; the later file wins",
    )
    options = parser.parse_args(arguments)
    for name in options.files:
        if not Path(name).is_file():
            parser.error(f"{name} is not a file")
    return options


def _run(options):
    make_work_folder()
    with lock("setup"):
        process.end_orphans()
        release = odoo.ensure()
        venv.ensure(development=True)
    with lock("test"), Cluster("pg-test", durable=False) as cluster:
        databases = Databases(release, cluster)
        ours = addons.ours()
        source = stages.template(databases)
        with step("Installing our addons into a fresh database"):
            databases.create(_DATABASE, source)
            problem = "Our addons could not be installed"
            databases.load(_DATABASE, problem=problem, install=ours)
        with step("Reading their terms"):
            terms = stages.export_terms(databases, _DATABASE)
            databases.drop(_DATABASE)
    for name, text in terms.items():
        target = ours[name].folder / "i18n" / f"{name}.pot"
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    folders = [ours[name].folder.relative_to(ROOT) for name in terms]
    files = [Path(name).resolve() for name in options.files]
    stock = [
        path
        for folder in release.addons
        for name in ("hr", "mail", "base")
        if (path := folder / name / "i18n" / "zh_CN.po").exists()
    ]
    command = [venv.PYTHON, _MERGE, *folders, "--import", *files, "--stock", *stock]
    said = process.output(command, cwd=ROOT, stderr_to=LOGS / "i18n.log")
    if said is None:
        raise Fault(f"A PO file could not be merged. The whole story: {LOGS}/i18n.log")
    say(said.strip())
    return 0
