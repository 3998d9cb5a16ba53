"""The ready scorecard: three musts, three nevers, four sames (HD-32).

三要三不四一样
"""

from odoo.fields import Command


def ready_values(env):
    """Values of a draft, in the language of the context.

    :return: dict for ``cs.quality.card``; its weights make 100
    """
    name = env._("Three musts, three nevers, four sames")
    items = [
        Command.create({"sequence": 10 * place, **item})
        for place, item in enumerate(_items(env), 1)
    ]
    words = [
        Command.create({"kind": kind, "word": word})
        for kind, listed in (("forbidden", _forbidden(env)), ("courtesy", _kind(env)))
        for word in listed
    ]
    return {"name": name, "code": name, "item_ids": items, "word_ids": words}


def _items(env):
    musts, nevers = env._("Three musts"), env._("Three nevers")
    sames, solving = env._("Four sames"), env._("Solving the matter")
    rows = [
        (musts, env._("Must be polite: greeting, please, thank you"), 10, "courtesy"),
        (musts, env._("Must be patient: listens and lets the customer finish"), 10, ""),
        (musts, env._("Must be prompt: answers and follows up as promised"), 10, ""),
        (nevers, env._("Never forbidden words"), 10, "forbidden"),
        (nevers, env._("Never quarrels with or insults a customer"), 10, "out"),
        (nevers, env._("Never passes the customer on without an owner"), 10, ""),
        (sames, env._("The same for the known and the unknown"), 5, ""),
        (sames, env._("The same for large orders and small ones"), 5, ""),
        (sames, env._("The same in busy hours and quiet ones"), 5, ""),
        (sames, env._("The same whether one buys or returns"), 5, ""),
        (solving, env._("Understood and solved the matter"), 20, "score"),
    ]
    return [_item(*row) for row in rows]


def _item(section, name, weight, how):
    return {
        "section": section,
        "name": name,
        "weight": weight,
        "kind": "score" if how == "score" else "check",
        "word_kind": how if how in ("courtesy", "forbidden") else False,
        "is_knock_out": how == "out",
    }


def _forbidden(env):
    return [
        env._("not my job"),
        env._("I don't know"),
        env._("what do you want"),
        env._("complain if you like"),
        env._("no way"),
    ]


def _kind(env):
    return [env._("hello"), env._("please"), env._("thank you"), env._("sorry")]
