"""The search language: what is typed -> a query, which finds items and can be written down again.

Everything that is said of it to people (`guide`) is data, which help, completion and documentation are made of.
"""

from __future__ import annotations

from editor_app.core.query.query import Query

__all__ = ["Query"]
