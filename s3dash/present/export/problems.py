"""Why a file cannot be written."""


class ExportError(ValueError):
    """The file cannot be written as asked; the text says why."""
