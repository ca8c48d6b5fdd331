"""Plates: questions of pages and reports, asked and drawn: what a view shows, as one picture.

The room `pictures` draws plain values; here they are asked of the store and put into classes. Each
function takes a store (or a frame of a question), what is chosen, a look and a form, and gives
bytes. May use pictures, queries, store, package.
"""
