"""A system on the emulation of AWS, as tests look into it."""

import json
import time

import libraries

libraries.ready()

import boto3  # noqa: E402

REGION = "ca-central-1"


def client(service):
    return boto3.client(service, region_name=REGION)


def described(stack):
    return client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]


def parameters_of(stack):
    return {it["ParameterKey"]: it["ParameterValue"] for it in described(stack)["Parameters"]}


def outputs_of(stack):
    return {output["OutputKey"]: output["OutputValue"] for output in described(stack)["Outputs"]}


def role_of(function):
    """The role's name."""
    arn = client("lambda").get_function_configuration(FunctionName=function)["Role"]
    return arn.split("/")[-1]


def as_cloudfront(outputs):
    """The header by which the gateway knows CloudFront."""
    secret = client("secretsmanager").get_secret_value(SecretId=outputs["OriginKey"])
    return {"x-origin-key": secret["SecretString"]}


def let_send(outputs):
    """Lets notify send; what takes that back. The emulation judges SendEmail by `*` and not, as AWS does, by the
    identity that the template names: until then nothing goes out."""
    send = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": "*"}
    policy = {"RoleName": role_of(outputs["NotifyFunction"]), "PolicyName": "in-emulation"}
    policies = client("iam")
    policies.put_role_policy(**policy, PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [send]}))
    return lambda: policies.delete_role_policy(**policy)


def before_long(found):
    """What is found before long."""
    end = time.monotonic() + 180
    while not (what := found()) and time.monotonic() < end:
        time.sleep(0.2)
    return what
