def uninstall_hook(env):
    """What inspections suggested goes with them; entries that were made of it stay."""
    env.flush_all()
    env.cr.execute(
        "DELETE FROM cs_discipline_suggestion WHERE suggested_by = 'inspection'"
    )
    env.invalidate_all()
