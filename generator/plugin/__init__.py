"""The MkDocs plugin: all that knows MkDocs.

A build goes its way past MkDocs where it can. In ``on_files`` the sources are taken out of MkDocs' files and their
pages put in: with body and contents made already where something changed, as the HTML that an earlier build rendered
where nothing did. MkDocs builds into a staging folder; ``on_shutdown``, which runs in every case, puts it in the
site's place if the build came to its end without an error.
"""

from ..garbage import leave_alone, uncollected

with uncollected():
    from .hooks import OutlinesPlugin

    leave_alone()  # a hundred thousand objects, which modules are made of

__all__ = ["OutlinesPlugin"]
