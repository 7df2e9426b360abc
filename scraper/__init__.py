"""Forum to content: reads WeCenter pages or text dumps, writes checked Markdown."""
