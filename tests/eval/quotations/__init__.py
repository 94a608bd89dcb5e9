"""Quotations labelled by hand in whole articles, and what the finder makes of them.

- ``own_tuned.tsv``, ``own_unseen.tsv``, ``own_later.tsv``: articles of ``articles/`` beside this,
  and, among the unseen, those that the project ships; the later ones were written at the end
- ``corpus_tuned.tsv``, ``corpus_unseen.tsv``: articles of a collection of real news, whose texts
  are not kept here

The unseen ones were labelled before the finder was run on them. A line: article, start and end of
the quoted words, speaker, form of the attribution. An article without a quotation by anybody named
has a line with its name alone.
"""
