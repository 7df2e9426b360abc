"""The site's side: MkDocs events in events.py, the logic in pure modules beside it."""
