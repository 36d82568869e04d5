"""Makes DSQL tokens with botocore: one JSON object a line in, one JSON string a line out.

Each object has host, region, action, seconds, access_key, secret_key, date (in seconds since 1970)
and, for temporary credentials, token.
Exits with status 3 where botocore is missing or too old to know DSQL.
"""

import datetime
import json
import sys
from types import SimpleNamespace


def fail(reason):
    print(reason, file=sys.stderr)
    sys.exit(3)


try:
    import botocore.auth
    import botocore.signers
    from botocore.credentials import Credentials
    from botocore.hooks import HierarchicalEmitter
    from botocore.model import ServiceId
except ImportError as error:
    fail(f"botocore cannot be imported: {error}")

if not hasattr(botocore.auth, "get_current_datetime"):
    fail(f"botocore {botocore.__version__} has no clock that can be set")
if not hasattr(botocore.signers, "dsql_generate_db_connect_auth_token"):
    fail(f"botocore {botocore.__version__} does not know DSQL")


# The signer holds it weakly.
emitter = HierarchicalEmitter()


def token(case):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=case["date"])
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment
    credentials = Credentials(case["access_key"], case["secret_key"], case.get("token"))
    signer = botocore.signers.RequestSigner(
        ServiceId("dsql"), case["region"], "dsql", "v4", credentials, emitter
    )
    make = {
        "DbConnect": botocore.signers.dsql_generate_db_connect_auth_token,
        "DbConnectAdmin": botocore.signers.dsql_generate_db_connect_admin_auth_token,
    }[case["action"]]
    client = SimpleNamespace(_request_signer=signer, meta=SimpleNamespace(region_name=case["region"]))
    return make(client, case["host"], case["region"], case["seconds"])


for line in sys.stdin.buffer:
    print(json.dumps(token(json.loads(line))))
