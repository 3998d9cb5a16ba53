"""./run: set up what is missing and serve."""

import argparse
import csv
import http.client
import os
import shutil
import socket
import sys
import time

from . import addons, odoo, process, venv
from .console import Fault, Terminated, guarded, say, step
from .database import LANGUAGES, Databases, check_name
from .paths import ADDONS, LOGS
from .postgres import Cluster
from .steps import lock, make_work_folder

_PROGRAM = "./run"
_DEMO_SCRIPT = os.path.join(os.path.dirname(__file__), "inside", "load_demo.py")
_LOGINS = ADDONS / "cs_base" / "demo" / "demo_logins.csv"


def main(arguments=None):
    return guarded(_PROGRAM, lambda: _run(_parse(arguments)))


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog=_PROGRAM,
        description="Run Odoo 19 with our addons and a demo company. Sets up what is"
        " missing in the folder var; ODOO_HOME names an Odoo that is already there.",
    )
    parser.add_argument("--database", default="cs", help="its name (default: cs)")
    parser.add_argument("--port", type=int, default=8069, help="default: 8069")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to serve on (default: this machine only; 0.0.0.0: everywhere)",
    )
    parser.add_argument(
        "--no-demo",
        action="store_true",
        help="create the database without demo company",
    )
    parser.add_argument(
        "--reset", action="store_true", help="delete the database and create it anew"
    )
    parser.add_argument("--verbose", action="store_true", help="show Odoo's log here")
    return parser.parse_args(arguments)


def _run(options):
    name = check_name(options.database)
    make_work_folder()
    start = time.monotonic()
    with lock("setup"):
        process.end_orphans()
        _check_port(options.host, options.port)
        release = odoo.ensure()
        venv.ensure()
    busy = f"./run serves the database {name} already; stop it, or use --database."
    with lock(f"database-{name}", busy), Cluster("pg") as cluster:
        databases = Databases(release, cluster)
        if options.reset:
            databases.drop(name)
        _bring_up_to_date(databases, name, demo=not options.no_demo)
        return _serve(databases, name, options, start)


def _check_port(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Fault(
                f"Port {port} on {host} cannot be used"
                f" ({getattr(error, 'strerror', error)}): is another Odoo running?"
                f" Choose another one, e.g. ./run --port {port % 60000 + 1}"
            ) from None


def _bring_up_to_date(databases, name, demo):
    """Create the database, or update in it what changed in the files."""
    state = databases.state(name)
    # Its history cannot be told afterwards, so an older database stays without.
    is_told = demo if state is None else addons.HISTORY in state["addons"]
    ours = addons.with_history() if is_told else addons.ours()
    wanted = [addon.name for addon in ours.values() if not addon.is_glue]
    contents = addons.states(
        ours, venv.site_packages() / "odoo" / "addons", databases.odoo.version
    )
    if state is None:
        _create(databases, name, wanted, contents, demo)
        return
    there = databases.installed(name) | set(wanted)
    wanted += [a.name for a in ours.values() if a.is_glue and a.depends <= there]
    install, update = addons.plan(state["addons"], contents, wanted)
    if not install and not update:
        return
    with step(f"Updating the database ({', '.join(install + update)})"):
        databases.load(
            name,
            "--i18n-overwrite",
            problem="The database could not be updated",
            install=install,
            update=update,
        )
        if state["demo"]:
            _load_demo(databases, name, ours)
        databases.note(name, {"demo": state["demo"], "addons": contents})


def _create(databases, name, wanted, contents, demo):
    """Under a passing name until it is whole: an interrupted one never counts."""
    if databases.exists(name):
        raise Fault(
            f"The database {name} exists but was not made by ./run: name another one"
            " with --database, or delete it with --reset."
        )
    passing = f"{name}-unfinished"
    with step(f"Creating the database {name}", "1 minute"):
        databases.create(passing)
        databases.load(
            passing,
            f"--load-language={LANGUAGES}",
            problem="The database could not be created",
            install=wanted,
        )
    if demo:
        with step("Loading the demo company and its three months", "1 minute"):
            _load_demo(databases, passing, addons.with_history())
    databases.note(passing, {"demo": demo, "addons": contents})
    databases.rename(passing, name)


def _load_demo(databases, name, ours):
    databases.shell(
        name,
        _DEMO_SCRIPT,
        problem="The demo company could not be loaded",
        CS_ADDONS=",".join(ours),
    )


def _serve(databases, name, options, start):
    """Serve until somebody stops us; Odoo's own exit is an error."""
    # Printed sheets fetch their styles there, before an administrator ever signs in.
    databases.set_parameter(name, "report.url", f"http://127.0.0.1:{options.port}")
    log = LOGS / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = databases.command(
        *("server", name, "--http-interface", options.host),
        *("--http-port", options.port, "--max-cron-threads", 2),
    )
    with open(log, "ab") as output:
        server = process.spawn(
            command,
            stdout=None if options.verbose else output,
            stderr=None if options.verbose else output,
            env=process.environment(**databases.environment),
            start_new_session=True,
        )
    try:
        _await(server, options, log)
        _greet(databases, name, options, log, time.monotonic() - start)
        server.wait()
    except (KeyboardInterrupt, Terminated):
        say("\nStopping ...")
        process.end(server)
        return 0
    finally:
        process.end(server)
    raise Fault(f"Odoo stopped ({process.last_words(log)}). The whole story: {log}")


def _await(server, options, log):
    """Wait until Odoo answers."""
    for _attempt in range(600):
        if server.poll() is not None:
            raise Fault(
                f"Odoo does not start ({process.last_words(log)})."
                f" The whole story: {log}"
            )
        if _answers(options):
            return
        time.sleep(0.2)
    raise Fault(f"Odoo does not answer. The whole story: {log}")


def _answers(options):
    host = "127.0.0.1" if options.host == "0.0.0.0" else options.host
    connection = http.client.HTTPConnection(host, options.port, timeout=60)
    try:
        connection.request("GET", "/web/login")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _greet(databases, name, options, log, seconds):
    host = "localhost" if options.host in ("127.0.0.1", "0.0.0.0") else options.host
    say(f"\nReady after {seconds:.0f} s:  http://{host}:{options.port}\n")
    for login, password, role in _logins(databases.state(name)["demo"]):
        say(f"  {login:<14} {password:<14} {role}")
    say()
    if not shutil.which("wkhtmltopdf"):
        say("Printing to PDF is off: wkhtmltopdf is not installed on this machine.")
    if options.host == "0.0.0.0":
        say("Everybody in the network can get in with these passwords.")
    if not options.verbose:
        say(f"Log: {log}")
    say("Ctrl-C stops it.")


def _logins(demo):
    """(login, password, role) of the demo users; the administrator's otherwise."""
    yield "login", "password", "role"
    if not demo or not _LOGINS.exists():
        yield "admin", "admin", "administrator"
        return
    with open(_LOGINS, encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            yield (
                row["login"],
                row["password"],
                f"{row['role_en']} {row['role_zh']} {row['name']}",
            )


if __name__ == "__main__":
    sys.exit(main())
