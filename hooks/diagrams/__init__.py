"""Diagrams from text: Mermaid's own code lays them out when the site is built, and what it draws
becomes part of the page. Nothing of Mermaid is sent to readers.
"""
