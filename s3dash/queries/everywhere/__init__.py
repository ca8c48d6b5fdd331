"""Search in everything the base holds, and in the pages and questions of the dashboard.

May use every other room of the queries.
"""
