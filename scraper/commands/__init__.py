"""The commands of `kb`, one module each: `add` describes the arguments, `run` does the work."""
