"""Signs requests with botocore and sends them, each as it is and with one byte changed after signing.

    python3 send_with_botocore.py URL ACCESS_KEY SECRET

prints a JSON list of [what was changed, status].
"""

import json
import sys

import botocore.auth
import botocore.awsrequest
import botocore.credentials
import botocore.httpsession

url, key, secret = sys.argv[1:]
credentials = botocore.credentials.Credentials(key, secret)
session = botocore.httpsession.URLLib3Session()


def signed(method="GET", path="/orders/1?a=1", body=None):
    request = botocore.awsrequest.AWSRequest(
        method=method, url=url + path, data=body, headers={"Cache-Control": "max-age=0"}
    )
    botocore.auth.SigV4Auth(credentials, "execute-api", "us-east-1").add_auth(request)
    return request.prepare()


def flipped(text, at):
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]


def send(name, prepared):
    return [name, session.send(prepared).status_code]


answers = [
    send("nothing", signed()),
    send("nothing in a body", signed("POST", "/orders/1", b'{"n":1}')),
    send("nothing in an odd URL", signed(path="/orders/a%2Fb%20c?z=2&z=1&b=1+2&c=x;y&empty=&flag")),
]
for name, marker in [("a byte of the path", "/orders/"), ("a byte of the query", "?a=")]:
    prepared = signed()
    prepared.url = flipped(prepared.url, prepared.url.index(marker) + len(marker))
    answers.append(send(name, prepared))
prepared = signed("POST", "/orders/1", b'{"n":1}')
prepared.body = b'{"n":0}'
answers.append(send("a byte of the body", prepared))
for header in ["Cache-Control", "X-Amz-Date", "Authorization"]:
    prepared = signed()
    value = prepared.headers[header]
    value = value.decode() if isinstance(value, bytes) else value
    # A time ends in a Z: before it stands the last digit of the seconds.
    at = len(value) - 2 if header == "X-Amz-Date" else len(value) - 1
    del prepared.headers[header]
    prepared.headers[header] = flipped(value, at)
    answers.append(send(f"a byte of {header}", prepared))

print(json.dumps(answers))
