"""A file a step, named after its revision.

May use Alembic and SQLAlchemy alone; a step that has been released is never changed.
"""
