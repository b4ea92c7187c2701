"""A record that parties who distrust each other can check: signed logs, agreements as code, answered claims.

Import from the sub-packages; their layering is the architecture (see docs/concepts/architecture.md).
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
