"""What a link holds: the parameters of every page in one table, and how they are read and written.

`kinds` is what a parameter is, `parameters` the table, `link` the reader and writer that refuses
what the table does not state, `notices` what is told of values that mean nothing, `filters` the
boxes bound to a parameter. No other room touches `st.query_params`. May use shell, look.
"""
