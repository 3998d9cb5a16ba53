"""The ready inspection plan: appearance, discipline, daily norms (HD-30)."""

from odoo.fields import Command

#: places of the items for which books of rules have one of their own (INC-24)
DRESS = (0, 1)


def ready_values(env):
    """Values of a draft, in the language of the context.

    :return: dict for ``cs.inspection.plan``; its weights make 100
    """
    name = env._("Inspection on the spot: appearance, discipline, daily norms")
    items = [
        Command.create({"sequence": 10 * place, **item})
        for place, item in enumerate(_items(env), 1)
    ]
    return {"name": name, "code": name, "kind": "rules", "item_ids": items}


def _items(env):
    looks, discipline = env._("Appearance"), env._("Work discipline")
    norms, safety = env._("Daily norms"), env._("Safety and hygiene")
    rows = [
        (looks, env._("Work clothes clean and as prescribed"), 8, ""),
        (looks, env._("Work badge worn"), 6, ""),
        (looks, env._("Hair, hands and face tidy"), 6, ""),
        (discipline, env._("At the workplace at the time of the roster"), 10, ""),
        (discipline, env._("No games, videos or private matters at work"), 10, ""),
        (discipline, env._("No quarrel and no insult at the workplace"), 10, "serious"),
        (norms, env._("Greets and speaks by the service norms"), 15, "score"),
        (
            norms,
            env._("Records and notes of tickets complete and in time"),
            15,
            "score",
        ),
        (norms, env._("Handover book written and signed"), 5, ""),
        (safety, env._("Desk and screen clean, things in their place"), 5, ""),
        (safety, env._("Power off and equipment safe when leaving"), 5, ""),
        (safety, env._("No customer data photographed or taken away"), 5, "serious"),
    ]
    return [_item(*row) for row in rows]


def _item(section, name, weight, how):
    return {
        "section": section,
        "name": name,
        "weight": weight,
        "kind": "score" if how == "score" else "check",
        "is_serious": how == "serious",
    }
