"""Forum to content: reads WeCenter pages or text dumps, writes checked Markdown."""

PRODUCT = "geekonline-kb"  # how we name ourselves to servers, in robots.txt and in archives
