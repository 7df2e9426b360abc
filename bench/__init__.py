"""What the README claims about speed, reproducible with `make bench-NAME`."""
