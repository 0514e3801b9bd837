"""The program that docs/rom-back-office.md shows does what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.system.suite import Suite

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rom-back-office.md"
FIRM = "17001910"  # the firm of the story's first edition


def test_a_repayment_of_the_page_is_booked_and_an_unknown_loan_refused(
    suite: Suite, told: str, tmp_path: Path
) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    with suite.client() as http:
        who = suite.as_client(http, "rom-bom")
        found = http.get("/loans/v1/loans", headers=who, params={"kvkNumber": FIRM}).raise_for_status()
    (loan,) = found.json()["items"]
    answers = {
        loan["id"]: "nl.groeikracht.loans.repayment-booked",
        "01890a5d-ac96-774b-bcce-b302099a8008": "nl.groeikracht.loans.message-refused",
    }
    for loan_id, answer in answers.items():
        done = subprocess.run(
            [sys.executable, "-c", program, loan_id],
            cwd=tmp_path,
            env=os.environ | suite.state.environments["rom-bom"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(answer), done.stdout
