"""Reads shared files with botocore: an array of cases on standard input, an array of answers on standard output.

A case is {"config": text or absent, "credentials": text or absent}; its answer {"profiles", "ssoSessions", "services"}
or {"error": kind}. Nested blocks come out as objects.
"""

import json
import os
import sys
import tempfile

try:
    import botocore.exceptions
    import botocore.session
except ImportError:
    sys.stderr.write("botocore is missing: install it (pip install botocore) or name another DSQL_TEST_PYTHON.\n")
    sys.exit(3)


def answer(case, folder):
    for variable, name in (("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")):
        path = os.path.join(folder, name)
        if case.get(name) is None:
            if os.path.exists(path):
                os.unlink(path)
        else:
            with open(path, "wb") as file:
                file.write(case[name].encode("utf-8"))
        os.environ[variable] = path
    try:
        full = botocore.session.Session().full_config
    except (botocore.exceptions.BotoCoreError, ValueError) as error:
        return {"error": type(error).__name__}
    return {
        "profiles": full["profiles"],
        "ssoSessions": full.get("sso_sessions", {}),
        "services": full.get("services", {}),
    }


def main():
    for variable in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[variable]
    with tempfile.TemporaryDirectory() as folder:
        json.dump([answer(case, folder) for case in json.load(sys.stdin)], sys.stdout)


main()
