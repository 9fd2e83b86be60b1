"""What a comparison looks like: ``json`` for programs, ``table`` for a terminal, ``html``, ``xlsx``."""
