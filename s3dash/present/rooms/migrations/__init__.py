"""The steps from one layout of the tables to the next; Alembic runs those that are missing.

May use the tables of `s3dash.present.rooms`; Alembic finds its steps in `versions`.
"""
