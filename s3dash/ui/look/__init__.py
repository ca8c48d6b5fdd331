"""How things look: colours, letters, words and numbers on screen, the stylesheet.

The ground floor of the ui: uses no other room of it.
"""
