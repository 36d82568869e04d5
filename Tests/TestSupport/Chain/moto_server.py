"""Serves moto's IAM and STS on loopback: moto_server.py [KEYS_FILE].

With a file's name, a user with an access key is made and the key written there, as a credentials file; from then on
every request must be signed by a key that moto knows. It prints its port, and ends at the end of its input.
"""

import json
import os
import sys

# Requests before moto checks signatures: those of this script, or more than any test makes.
OWN_REQUESTS = 3
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = str(OWN_REQUESTS) if len(sys.argv) > 1 else "1000000"

from botocore.session import get_session  # noqa: E402: the variable has to be there first
from moto.server import ThreadedMotoServer  # noqa: E402


def make_user(port, path):
    iam = get_session().create_client(
        "iam",
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="AKIANOBODY",
        aws_secret_access_key="nobody",
    )
    iam.create_user(UserName="me")
    statement = {"Effect": "Allow", "Action": "sts:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="me", PolicyName="sts", PolicyDocument=policy)
    key = iam.create_access_key(UserName="me")["AccessKey"]
    with open(path, "w") as file:
        file.write(f"[base]\naws_access_key_id = {key['AccessKeyId']}\n")
        file.write(f"aws_secret_access_key = {key['SecretAccessKey']}\n")


server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
port = server.get_host_and_port()[1]
if len(sys.argv) > 1:
    make_user(port, sys.argv[1])
print(port, flush=True)
sys.stdin.buffer.read()
os._exit(0)
