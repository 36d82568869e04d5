"""Prints one DSQL token: the tests' own signer is botocore, so that nothing of this project checks itself.

usage: mint_token.py HOST REGION ACTION EXPIRES [SIGNED_SECONDS_FROM_NOW]; keys come from the AWS_* variables.
"""

import datetime
import os
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

host, region, action, expires = sys.argv[1:5]
offset = datetime.timedelta(seconds=int(sys.argv[5]) if len(sys.argv) > 5 else 0)
moment = datetime.datetime.now(datetime.timezone.utc) + offset

# Older versions of botocore ask datetime itself for the time.
if hasattr(botocore.auth, "get_current_datetime"):
    botocore.auth.get_current_datetime = lambda remove_tzinfo=True: moment.replace(tzinfo=None)
else:

    class Shifted(datetime.datetime):
        @classmethod
        def utcnow(cls):
            return moment.replace(tzinfo=None)

    botocore.auth.datetime = type("Clock", (), {"datetime": Shifted})

credentials = Credentials(
    os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"], os.environ.get("AWS_SESSION_TOKEN")
)
request = AWSRequest("GET", f"https://{host}/?Action={action}")
botocore.auth.SigV4QueryAuth(credentials, "dsql", region, expires=int(expires)).add_auth(request)
print(request.url.removeprefix("https://"))
