"""Writes botocore-requests.json: requests as botocore sends them, signed at a fixed time with fixed keys.

    python3 sign_with_botocore.py > botocore-requests.json
"""

import datetime
import json
from unittest import mock

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.session

NOW = datetime.datetime(2026, 1, 1, 0, 0, 30, tzinfo=datetime.timezone.utc)
KEY, SECRET, TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a+session/token=="


def sent_by(service, operation, params, token=None):
    """What the wire would carry: the hook stops the request after it was signed."""
    session = botocore.session.Session()
    client = session.create_client(
        service,
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:4780",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
        aws_session_token=token,
    )
    seen = []

    def stop(request, **_):
        seen.append(request)
        return mock.Mock(status_code=200, headers={}, content=b"{}", text="{}")

    client.meta.events.register("before-send", stop)
    try:
        getattr(client, operation)(**params)
    except Exception:  # the empty answer is no XML
        pass
    (request,) = seen
    return on_the_wire(request)


def signed(method, path, body=None, headers=None, token=None, origin="http://127.0.0.1:4780", params=None):
    """A request to a stage: the same signer, for a URL of one's own."""
    request = botocore.awsrequest.AWSRequest(
        method=method, url=origin + path, data=body, headers=headers or {}, params=params or {}
    )
    credentials = botocore.credentials.Credentials(KEY, SECRET, token)
    botocore.auth.SigV4Auth(credentials, "execute-api", "us-east-1").add_auth(request)
    return on_the_wire(request.prepare())


def on_the_wire(request):
    _, _, host, *rest = request.url.split("/", 3)
    path = "/" + "".join(rest)
    body = request.body or b""
    text = body.decode() if isinstance(body, bytes) else body
    text_headers = {n.lower(): v.decode() if isinstance(v, bytes) else v for n, v in request.headers.items()}
    # The others are not signed, and differ from machine to machine.
    signed = text_headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    headers = {n: v for n, v in text_headers.items() if n in [*signed, "authorization"]}
    headers.setdefault("host", host)
    return {"method": request.method, "path": path, "headers": headers, "body": text}


STAGE = {"restApiId": "a1b2c3d4e5", "stageName": "prod"}
PATCH = [
    {"op": "replace", "path": "/~1pets~1{id}/GET/caching/enabled", "value": "true"},
    {"op": "replace", "path": "/variables/name", "value": "café"},
]
METHOD = {"restApiId": "a1b2c3d4e5", "resourceId": "~1pets~1{id} x", "httpMethod": "GET"}
ARN = "arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod"

REQUESTS = {
    "GET with a query": ("apigateway", "get_rest_apis", {"limit": 500, "position": "a+b/c= d&é~"}),
    "GET with a repeated query parameter": (
        "apigateway",
        "untag_resource",
        {"resourceArn": ARN, "tagKeys": ["b", "a b", "a"]},
    ),
    "PATCH with a body": ("apigateway", "update_stage", {**STAGE, "patchOperations": PATCH}),
    "GET with encoded path segments": ("apigateway", "get_method", METHOD),
    "GET with an ARN in its path": ("apigateway", "get_tags", {"resourceArn": ARN}),
    "DELETE with a session token": ("apigateway", "flush_stage_cache", STAGE, TOKEN),
    "CloudWatch POST in JSON": ("cloudwatch", "list_metrics", {"Namespace": "AWS/ApiGateway"}),
    "STS POST in the query protocol": ("sts", "get_caller_identity", {}),
    "STS POST with a session token": ("sts", "get_caller_identity", {}, TOKEN),
}

BASE = "/restapis/a1b2c3d4e5/prod/_user_request_"
JSON = {"Content-Type": "application/json"}
INVOCATIONS = {
    "stage GET": ("GET", f"{BASE}/pets/1"),
    "stage GET on its own host": (
        "GET",
        "/prod/pets?type=a",
        None,
        {"Cache-Control": "max-age=0"},
        None,
        "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
    ),
    "stage GET with white space in a header": ("GET", f"{BASE}/pets/1", None, {"X-Tab": "a\tb \t  c"}),
    "stage GET of its root": ("GET", f"{BASE}/"),
    "stage GET with an odd path": ("GET", f"{BASE}/a%2Fb/c%20d/e+f;g~'(h)*/%C3%A9/%7Bid%7D"),
    "stage GET with an encoded query": (
        "GET",
        f"{BASE}/pets",
        None,
        None,
        None,
        "http://127.0.0.1:4780",
        {"b": "x y", "a": "1+2/3;4=5&6", "empty": "", "é": "ü"},
    ),
    "stage GET with a query as it was typed": ("GET", f"{BASE}/pets?z=2&z=1&b=1+2&c=x;y&empty=&flag&a=%2B%3b"),
    "stage POST with a body": ("POST", f"{BASE}/search?q=1", '{"name": "café"}'.encode(), JSON),
    "stage GET with a session token": ("GET", f"{BASE}/pets/1", None, None, TOKEN),
}

with mock.patch.object(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: NOW.replace(tzinfo=None)):
    requests = {name: sent_by(*call) for name, call in REQUESTS.items()}
    requests |= {name: signed(*call) for name, call in INVOCATIONS.items()}

print(json.dumps({"accessKeyId": KEY, "secretAccessKey": SECRET, "sessionToken": TOKEN, "requests": requests}, indent=2))
