"""What does it look like with real ledgers in it? `make demo`.

Starts a house on `data/demo` (or the folder that DATA names), imports both example districts, reports some cases that
are open today and the work beside them, prints the figures of 2023 and stays until Ctrl-C. `--once` ends it instead,
for a machine that only wants to know that all of it works.
"""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
from pydantic_core import to_json

from deploy.cli.output import errors
from deploy.cli.trouble import ATTENTION
from deploy.local.place import Place, free_block, read_state
from deploy.local.signing import link
from deploy.local.tied import tied_to_this_process
from deploy.opencases import open_cases
from deploy.published import publish_reports
from shared.settings import PORT

EXAMPLES = Path(__file__).parents[1] / "examples"
DISTRICTS = ("xinzhou", "huancui")
YEAR = "2023"
PAGES = {
    "What is due today": "deadlines",
    "What waits for whom": "worklist",
    "From a loss to its closure": "proceedings",
    "Suggestions, and their answers": "suggestions",
    "Meetings, training, typical cases": "activities",
    f"The assessment of {YEAR}": f"scorecards?year={YEAR}",
    f"The report on {YEAR}, frozen and signed": f"reports/{YEAR}",
}
"""Which pages of a district are worth a look, by what they show."""


def main() -> int:
    """Run the demonstration and return an exit code."""
    data = Path(os.environ.get("DATA") or "data/demo")
    port = free_block(PORT)
    if port is None:
        errors().print(
            f"There is no free block of ports from {PORT} on; stop some of the programs that use them."
        )
        return 2
    if port != PORT:
        errors().print(f"Some port from {PORT} on is taken, so this one listens from {port} on.")
    # The house is a process of its own, in a group of its own: Ctrl-C ends this one, which then stops the house.
    house = subprocess.Popen(
        [*_yingsu("up"), "--data", str(data), "--port", str(port)],
        start_new_session=True,
        preexec_fn=tied_to_this_process(),
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _show(house, data, stay="--once" not in sys.argv[1:])
    except KeyboardInterrupt:
        return 0
    finally:
        house.send_signal(signal.SIGTERM)
        house.wait()


def _show(house: subprocess.Popen[bytes], data: Path, *, stay: bool) -> int:
    place = Place(data)
    while not ((state := read_state(place.state)) and state.pid == house.pid and state.ready):
        if house.poll() is not None:
            return house.returncode
        time.sleep(0.1)
    for district in DISTRICTS:
        for kind in ("organs", "ledger"):
            file = EXAMPLES / f"{district}-{YEAR}" / f"{kind}.csv"
            command = [*_yingsu("import", kind, str(file)), "--district", district, "--data", str(data)]
            if (code := subprocess.run(command, check=False).returncode) > ATTENTION:
                return code
    key = place.operator_key.read_text("ascii").strip()
    if not _report_open_cases(state.url("intake"), key):
        return 2
    if code := publish_reports(data, DISTRICTS, YEAR):
        return code
    for district in DISTRICTS:
        print(flush=True)
        command = [*_yingsu("figures"), "--district", district, "--period", YEAR, "--agency", "*"]
        if code := subprocess.run([*command, "--data", str(data)], check=False).returncode:
            return code
    page = f"{state.url('reporting')}/"
    signing = link(state.url("intake"), key, page)
    print(
        f"\nSign in by this link, which works once and within 15 minutes: {signing or '(yingsu keys link)'}"
    )
    print(f"The figures with their cases, events and articles: {page}")
    for shown, path in PAGES.items():
        print(f"{shown}: {page}districts/{DISTRICTS[0]}/{path}")
    command_line = os.path.relpath(Path(sys.executable).with_name("yingsu"))
    print(
        f"In a terminal: {command_line} figures --district xinzhou --period {YEAR} --data {data}", flush=True
    )
    if not stay:
        return 0
    print("Ctrl-C stops it.", flush=True)
    return house.wait()


def _report_open_cases(intake: str, key: str) -> bool:
    """Report cases that are open today. A demonstration begun on an earlier day keeps those of that day."""
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    batch = {"content-type": "application/cloudevents-batch+json", "authorization": f"Bearer {key}"}
    answer = httpx.post(f"{intake}/events", content=to_json([*open_cases(today)]), headers=batch, timeout=60)
    known = answer.status_code == httpx.codes.CONFLICT
    if not (answer.is_success or known):
        errors().print(f"The open cases were not taken: {answer.text}")
    return answer.is_success or known


def _yingsu(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "deploy.cli", *arguments]


if __name__ == "__main__":
    sys.exit(main())
