"""A stack of CloudFormation, changed by change sets only: first it is known what would change, then it is done.
What holds applications, or makes their references, is never replaced or removed by a deployment."""

import re
import time

from botocore.exceptions import ClientError, WaiterError

from trouble import Trouble

# Gone with these: all applications, or the power to read or to find them again.
IRREPLACEABLE = {"AWS::DynamoDB::Table", "AWS::KMS::Key"}
IRREPLACEABLE_NAMES = {"ReferenceKey"}

# How long AWS may take, in steps of so many seconds: CloudFront takes minutes, a certificate waits for somebody.
WAIT = {"Delay": 1, "MaxAttempts": 7200}

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
NO_CHANGE = ("didn't contain changes", "no updates are to be performed")


# A line that is only a comment.
COMMENT = re.compile(r"^ *#.*\n", re.MULTILINE)


def sent(template):
    """A template as it is sent. AWS takes 51,200 bytes with a request, and needs no comments."""
    return COMMENT.sub("", template)


class Stack:
    """A stack by its name, whether it is there yet or not."""

    def __init__(self, cloudformation, name, template, parameters):
        self.cloudformation, self.name, self.template = cloudformation, name, sent(template)
        self.wanted = parameters
        self.change_set = None

    def outputs(self):
        """By name; nothing if the stack is not there."""
        return pairs(self.described().get("Outputs", []), "OutputKey", "OutputValue")

    def described(self):
        try:
            return self.cloudformation.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return {}
            raise

    def may_be_changed(self):
        """Whether it is there already; refused where AWS would refuse, in plain words."""
        status = self.described().get("StackStatus", "REVIEW_IN_PROGRESS")
        if status == "ROLLBACK_COMPLETE":
            raise Trouble(
                f"The first deployment of the stack {self.name} failed, and AWS took it back. Delete the stack "
                "(aws cloudformation delete-stack), then deploy again."
            )
        if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
            raise Trouble(f"The stack {self.name} is being changed at this moment ({status}). Wait until it is done.")
        return status != "REVIEW_IN_PROGRESS"

    def prepare(self):
        """What would change, as a list of changes; keeps the change set for `apply`."""
        exists = self.may_be_changed()
        kept = self.described().get("Parameters", [])
        self.change_set = self.cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=f"deploy-{time.time_ns()}",
            ChangeSetType="UPDATE" if exists else "CREATE",
            TemplateBody=self.template,
            Parameters=self.parameters(kept),
            Capabilities=CAPABILITIES,
        )["Id"]
        changes = self.reckoned()
        self.refuse_loss(changes)
        return changes

    def reckoned(self):
        """The changes, when AWS has found them out."""
        there = {"ChangeSetName": self.change_set, "StackName": self.name}
        while True:
            answer = self.cloudformation.describe_change_set(**there)
            if answer["Status"] not in ("CREATE_PENDING", "CREATE_IN_PROGRESS"):
                break
            time.sleep(1)
        reason = answer.get("StatusReason", "")
        if answer["Status"] == "FAILED":
            self.forget()
            if any(words in reason.lower() for words in NO_CHANGE):
                return []
            raise Trouble(f"AWS refuses the change of the stack {self.name}: {reason}")
        pages = self.cloudformation.get_paginator("describe_change_set").paginate(**there)
        return [change["ResourceChange"] for page in pages for change in page.get("Changes", [])]

    def declared(self):
        """The template's parameters."""
        summary = self.cloudformation.get_template_summary(TemplateBody=self.template)
        return {parameter["ParameterKey"] for parameter in summary["Parameters"]}

    def parameters(self, kept):
        """What is wanted; what was chosen in an earlier deployment stays. What only a newer template knows is left
        out when one goes back to an older one."""
        known = self.declared()
        earlier = {parameter["ParameterKey"] for parameter in kept}
        return [
            {"ParameterKey": name, "ParameterValue": str(self.wanted[name])}
            if name in self.wanted
            else {"ParameterKey": name, "UsePreviousValue": True}
            for name in sorted(known)
            if name in self.wanted or name in earlier
        ]

    def refuse_loss(self, changes):
        for change in changes:
            name, kind = change["LogicalResourceId"], change["ResourceType"]
            lost = change["Action"] == "Remove" or change.get("Replacement") == "True"
            if lost and (kind in IRREPLACEABLE or name in IRREPLACEABLE_NAMES):
                self.forget()
                raise Trouble(
                    f"This would remove or replace {name} ({kind}), and applications with it. Nothing was changed. "
                    "If it is meant, move the data first, by hand."
                )

    def apply(self, meanwhile=None):
        """Does what was prepared and waits for the end; `meanwhile` is done before that."""
        kind = "stack_create_complete" if self.is_empty() else "stack_update_complete"
        self.cloudformation.execute_change_set(ChangeSetName=self.change_set, StackName=self.name)
        if meanwhile:
            meanwhile()
        try:
            self.cloudformation.get_waiter(kind).wait(StackName=self.name, WaiterConfig=WAIT)
        except WaiterError as error:
            raise Trouble(f"The stack {self.name} was not changed; AWS took the change back. {self.why()}") from error

    def is_prepared(self):
        return self.change_set is not None

    def is_empty(self):
        """A first change set makes a stack to stand in."""
        return self.described().get("StackStatus") == "REVIEW_IN_PROGRESS"

    def why(self):
        """The first thing that failed."""
        events = self.cloudformation.describe_stack_events(StackName=self.name)["StackEvents"]
        reasons = [
            f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
            for event in events
            if re.search("_FAILED$|ROLLBACK_IN_PROGRESS$", event["ResourceStatus"])
            and "cancelled" not in event.get("ResourceStatusReason", "cancelled")
        ]
        return reasons[-1] if reasons else "AWS gave no reason."

    def forget(self):
        """Drops what was prepared."""
        if self.change_set:
            self.cloudformation.delete_change_set(ChangeSetName=self.change_set, StackName=self.name)
            self.change_set = None
        if self.is_empty():
            self.cloudformation.delete_stack(StackName=self.name)


def pairs(items, key, value):
    return {item[key]: item[value] for item in items}


def told(change):
    """A change in a line."""
    verbs = {"Add": "add", "Modify": "change", "Remove": "remove", "Import": "take in", "Dynamic": "perhaps change"}
    replaced = {"True": ", made anew", "Conditional": ", perhaps made anew"}.get(change.get("Replacement"), "")
    verb = verbs.get(change["Action"], change["Action"])
    return f"{verb} {change['LogicalResourceId']} ({change['ResourceType']}{replaced})"
