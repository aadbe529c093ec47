"""What Lambda's own Python runtime does around a handler, and no more: next event, handler, answer."""

import http.client
import json
import os

from handler import handler

connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    connection.request("GET", "/2018-06-01/runtime/invocation/next")
    response = connection.getresponse()
    event = json.loads(response.read())
    invocation = response.headers["lambda-runtime-aws-request-id"]
    connection.request("POST", f"/2018-06-01/runtime/invocation/{invocation}/response", json.dumps(handler(event)))
    connection.getresponse().read()
