"""Writes botocore-requests.json: requests as botocore sends them, signed at a fixed time with fixed keys.

    python3 sign_with_botocore.py > botocore-requests.json
"""

import datetime
import json
from unittest import mock

import botocore.auth
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
    path = request.url.removeprefix("http://127.0.0.1:4780") or "/"
    body = request.body or b""
    text = body.decode() if isinstance(body, bytes) else body
    text_headers = {n.lower(): v.decode() if isinstance(v, bytes) else v for n, v in request.headers.items()}
    # The others are not signed, and differ from machine to machine.
    signed = text_headers["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    headers = {n: v for n, v in text_headers.items() if n in [*signed, "authorization"]}
    headers.setdefault("host", "127.0.0.1:4780")
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

with mock.patch.object(botocore.auth, "get_current_datetime", lambda remove_tzinfo=True: NOW.replace(tzinfo=None)):
    requests = {name: sent_by(*call) for name, call in REQUESTS.items()}

print(json.dumps({"accessKeyId": KEY, "secretAccessKey": SECRET, "sessionToken": TOKEN, "requests": requests}, indent=2))
