"""Where stolen money goes: who receives it, and how it leaves."""
