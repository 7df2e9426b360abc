"""Search that finds Chinese, over HTTP and from disk: pages in, small scripts out.

A reader's browser loads only what a query needs. The way of a page:

    HTML ──sections──► Page ──parts──► Part ──terms──► weights ──shards──► search/*.js

Nothing here knows MkDocs or Material but `theme`, which stands in for the theme's own index. The
other half, which reads the scripts, is overrides/assets/javascripts/search/.
"""
