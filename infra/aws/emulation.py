"""Starts ministack with what it lacks: its CloudFormation makes no budgets, no trails and no alarms over several metrics,
and compares resources whose condition does not hold; its IAM does not know the partition keys of a request.
infra/aws/emulator runs this."""

import json

from ministack.app import main
from ministack.core import iam_actions
from ministack.services import budgets, cloudtrail
from ministack.services.cloudformation import changesets, provisioners
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS


class Budget:
    """AWS::Budgets::Budget."""

    @staticmethod
    def create(logical_id, properties, stack):
        return Budget.made(f"{stack}-{logical_id}", properties)

    @staticmethod
    def update(name, _, properties, __):
        Budget.delete(name, properties)
        return Budget.made(name, properties)

    @staticmethod
    def delete(name, _):
        budgets._delete_budget({"BudgetName": name})

    @staticmethod
    def made(name, properties):
        """Its name, and no attributes, as CloudFormation has it."""
        named = {**properties, "Budget": {"BudgetName": name, **properties["Budget"]}}
        succeeded(budgets._create_budget(named))
        return name, {}


class Trail:
    """AWS::CloudTrail::Trail. The emulation's trails write no files."""

    @staticmethod
    def create(_, properties, __):
        name = properties["TrailName"]
        made = succeeded(cloudtrail._create_trail({"Name": name, **properties}))
        selectors = {"TrailName": name, "AdvancedEventSelectors": properties["AdvancedEventSelectors"]}
        succeeded(cloudtrail._put_event_selectors(selectors))
        if properties["IsLogging"]:
            succeeded(cloudtrail._start_logging({"Name": name}))
        return name, {"Arn": made["TrailARN"]}

    @staticmethod
    def update(name, _, properties, stack):
        Trail.delete(name, properties)
        return Trail.create(name, properties, stack)

    @staticmethod
    def delete(name, _):
        cloudtrail._delete_trail({"Name": name})


def succeeded(answered):
    """What a service answered, if it did what it was asked."""
    status, _, answer = answered
    if status != 200:
        raise ValueError(answer)
    return json.loads(answer)


def alarm_record(name, properties, record=provisioners._cw_metric_alarm_record):
    """An alarm over several metrics is kept as one over the first of them."""
    if "Metrics" in properties:
        stat = next(metric["MetricStat"] for metric in properties["Metrics"] if "MetricStat" in metric)
        single = {**stat["Metric"], "Period": stat["Period"], "Statistic": stat["Stat"]}
        properties = {name: value for name, value in properties.items() if name != "Metrics"} | single
    return record(name, properties)


def dynamodb_context(body, context=iam_actions.dynamodb_service_context):
    """With the partition keys of all items that a request names."""
    asked = json.loads(body or b"{}")
    writes = [write for item in asked.get("TransactItems", []) for write in item.values()]
    items = [write.get("Item") or write.get("Key") or {} for write in [asked, *writes]]
    keys = [item["pk"]["S"] for item in items if "pk" in item]
    returned = {"dynamodb:ReturnValues": asked["ReturnValues"]} if "ReturnValues" in asked else {}
    return context(body) | ({"dynamodb:LeadingKeys": keys} if keys else {}) | returned


def resources_to_compare(template, parameters, stack, identifier, resolve=changesets._resolve_props_for_diff):
    """Without those whose condition does not hold: one that begins to hold adds its resources."""
    conditions = changesets._evaluate_conditions(template, parameters) if template else {}
    resources = resolve(template, parameters, stack, identifier).get("Resources", {})
    there = {name: it for name, it in resources.items() if conditions.get(it.get("Condition"), True)}
    return {"Resources": there}


for kind, handler in {"AWS::Budgets::Budget": Budget, "AWS::CloudTrail::Trail": Trail}.items():
    _RESOURCE_HANDLERS[kind] = {"create": handler.create, "update": handler.update, "delete": handler.delete}
provisioners._cw_metric_alarm_record = alarm_record
changesets._resolve_props_for_diff = resources_to_compare
iam_actions.dynamodb_service_context = dynamodb_context

if __name__ == "__main__":
    main()
