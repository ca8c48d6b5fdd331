"""The page Steward: bring in what people send, review it, decide, publish, undo.

Only where the desk is switched on (`shell/desk.py`). What a row would do is found out by
`s3dash.steward`; here it is shown and decided on.
"""
