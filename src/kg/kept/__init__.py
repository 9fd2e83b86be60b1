"""What is kept beside a store, so that a thousand notices are listed, counted and searched at once.

    FOLDER/kept.sqlite   one SQLite file: rows of lists, texts and names to search, figures

``keeper`` brings the file after the store, notice by notice; ``answers`` are the rows of the canned
queries that say ``by_notice``, ``figures`` what VoID counts; the search index is ``kg.search.index``.
Everything in it is made from the graphs, and is made again where the file is lost or of another
program. A figure is told from it only while it is of the store's state.
"""
