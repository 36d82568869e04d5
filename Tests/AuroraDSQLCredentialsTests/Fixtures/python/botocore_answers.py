"""Answers questions with botocore: an array of questions on standard input, an array of answers on standard output.

{"ask": "endpoint", "service", "region", "fips", "dualStack", "legacy"} -> {"url"} or {"error"}
{"ask": "roleCacheKey", "role": {argument: value}}                       -> the key
{"ask": "ssoCachePath", "session" or null, "startURL"}                   -> the file's name without its ending
{"ask": "loginCachePath", "session"}                                     -> the file's name without its ending
{"ask": "readRoleCache", "content"}                                      -> the moment of the end, in seconds
"""

import json
import sys

try:
    import botocore.credentials
    import botocore.session
    import botocore.utils
    from botocore.endpoint_provider import EndpointProvider
    from botocore.exceptions import BotoCoreError
except ImportError:
    sys.stderr.write("botocore is missing: install it (pip install botocore) or name another DSQL_TEST_PYTHON.\n")
    sys.exit(3)

LOADER = botocore.session.Session().get_component("data_loader")
PROVIDERS = {}


def endpoint(question):
    service = question["service"]
    if service not in PROVIDERS:
        rules = LOADER.load_service_model(service, "endpoint-rule-set-1")
        PROVIDERS[service] = EndpointProvider(rules, LOADER.load_data("partitions"))
    parameters = {
        "Region": question["region"],
        "UseFIPS": question["fips"],
        "UseDualStack": question["dualStack"],
    }
    if service == "sts":
        parameters["UseGlobalEndpoint"] = question["legacy"]
    try:
        return {"url": PROVIDERS[service].resolve_endpoint(**parameters).url}
    except BotoCoreError as error:
        return {"error": type(error).__name__}


def role_cache_key(question):
    arguments = dict(question["role"])
    arn = arguments.pop("RoleArn")
    fetcher = botocore.credentials.AssumeRoleCredentialFetcher(None, None, arn, extra_args=arguments)
    return fetcher._cache_key


def read_role_cache(question):
    class Cache(dict):
        def __contains__(self, key):
            return True

        def __getitem__(self, key):
            return json.loads(question["content"])

    fetcher = botocore.credentials.AssumeRoleCredentialFetcher(None, None, "arn:aws:iam::1:role/r", cache=Cache())
    found = fetcher._get_cached_credentials()
    return botocore.credentials._parse_if_needed(found["expiry_time"]).timestamp()


ANSWERS = {
    "endpoint": endpoint,
    "roleCacheKey": role_cache_key,
    "ssoCachePath": lambda question: botocore.utils.SSOTokenLoader()._generate_cache_key(
        question["startURL"], question["session"]
    ),
    "loginCachePath": lambda question: botocore.utils.generate_login_cache_key(question["session"]),
    "readRoleCache": read_role_cache,
}

json.dump([ANSWERS[question["ask"]](question) for question in json.load(sys.stdin)], sys.stdout)
