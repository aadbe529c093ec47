"""Starts ministack with what it lacks: it has budgets, and its CloudFormation makes none. infra/aws/emulator runs
this."""

from ministack.app import main
from ministack.services import budgets
from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS


def create(logical_id, properties, stack):
    return made(f"{stack}-{logical_id}", properties)


def update(name, _, properties, __):
    delete(name, properties)
    return made(name, properties)


def delete(name, _):
    budgets._delete_budget({"BudgetName": name})


def made(name, properties):
    """Its name, and no attributes, as CloudFormation has it."""
    named = {**properties, "Budget": {"BudgetName": name, **properties["Budget"]}}
    status, _, answer = budgets._create_budget(named)
    if status != 200:
        raise ValueError(answer.decode())
    return name, {}


_RESOURCE_HANDLERS["AWS::Budgets::Budget"] = {"create": create, "update": update, "delete": delete}

if __name__ == "__main__":
    main()
