"""Relate the outlines of an archive by their content: topics, related outlines, versions, set phrases.

    Record -> Profile          in the worker that read the document (:mod:`.profiles`)
    Profiles -> relations      in the main process, from all profiles together

A profile is small and all that the archive-wide part knows of a document, so that an edit costs the reading of one
document and one pass over numbers. Every result is a function of the profiles alone, whatever their order; document
frequencies are taken coarsely, so that one edit does not change what the pages of other outlines show.
"""
