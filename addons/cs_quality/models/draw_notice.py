def verified(is_same, text):
    """The notice of a draw that was repeated by its kept seed and lists.

    :param text: translated; what came out
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {
            "message": text,
            "type": "success" if is_same else "danger",
            "sticky": not is_same,
        },
    }
