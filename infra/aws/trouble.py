"""What stops a deployment, in words for whoever started it."""


class Trouble(Exception):
    """Told as it is; nothing more is done."""
