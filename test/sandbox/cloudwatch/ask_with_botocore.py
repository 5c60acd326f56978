"""Asks the CloudWatch at argv[1] in the protocol argv[2], and prints what botocore understood as JSON."""
import json
import sys
from datetime import datetime, timezone

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

url, protocol = sys.argv[1:]
session = Session()
loader = session.get_component("data_loader")
load = loader.load_service_model


def load_in_protocol(service, kind, api_version=None):
    model = load(service, kind, api_version)
    if service == "cloudwatch" and kind == "service-2":
        model["metadata"] = {**model["metadata"], "protocol": protocol, "protocols": [protocol]}
    return model


def as_text(header):
    return header.decode() if isinstance(header, bytes) else header


loader.load_service_model = load_in_protocol
client = session.create_client(
    "cloudwatch",
    region_name="us-east-1",
    endpoint_url=url,
    aws_access_key_id="test",
    aws_secret_access_key="test",
    config=Config(retries={"max_attempts": 0}),
)
sent = []
client.meta.events.register(
    "before-send.cloudwatch", lambda request, **_: sent.append(as_text(request.headers["Content-Type"]))
)
metric = {
    "Namespace": "AWS/ApiGateway",
    "MetricName": "Count",
    "Dimensions": [{"Name": "ApiName", "Value": "pets"}, {"Name": "Stage", "Value": "prod"}],
}
window = {
    "StartTime": datetime(2026, 1, 1, tzinfo=timezone.utc),
    "EndTime": datetime(2026, 1, 1, 1, tzinfo=timezone.utc),
}
points = client.get_metric_statistics(**metric, **window, Period=60, Statistics=["Sum"])["Datapoints"]
query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "p50"}}
(result,) = client.get_metric_data(MetricDataQueries=[query], **window)["MetricDataResults"]
try:
    client.get_metric_statistics(**metric, **window, Period=7, Statistics=["Sum"])
except ClientError as error:
    refusal = error.response["Error"]["Code"]
print(
    json.dumps(
        {
            "sent": sent[0],
            "points": [[point["Timestamp"].timestamp(), point["Sum"], point["Unit"]] for point in points],
            "values": [[at.timestamp() for at in result["Timestamps"]], result["Values"], result["StatusCode"]],
            "metrics": client.list_metrics(MetricName="Count")["Metrics"][1:],
            "refusal": refusal,
        }
    )
)
