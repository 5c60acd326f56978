"""Runs the AWS CLI's own program for one command after the other, because starting it anew takes a second each.

Reads a JSON list of arguments from each line of stdin; answers each with a line {"code", "stdout", "stderr"}.
"""

import contextlib
import io
import json
import sys

import awscli.clidriver

answers = sys.stdout
driver = awscli.clidriver.create_clidriver()


def run(arguments):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = driver.main(arguments)
        except SystemExit as ended:
            code = ended.code
    return {"code": code, "stdout": out.getvalue(), "stderr": err.getvalue()}


for line in sys.stdin:
    answers.write(json.dumps(run(json.loads(line))) + "\n")
    answers.flush()
