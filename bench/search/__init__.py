"""How well readers find pages: the corpora and the queries of the benchmark of the search."""
