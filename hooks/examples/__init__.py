"""Example programs on the site: run once per build, shown with their output and pictures."""
