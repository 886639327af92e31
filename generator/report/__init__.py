"""The keeper's report: what was understood of each document, what was set aside, and what to look at.

Plain HTML below ``.cache/report/``, for the keeper's eyes: an index and a page a document. Words set aside stand here
and nowhere else; contacts are masked here too, and of a withheld document only path and reason are known.

    index.html               every document, what needs a person first
    documents/ADDRESS.html   one document: source and outline side by side, and a sidecar to copy
    imports.html             every file of the packs that were brought in
    report.css, report.js    shared by all pages

Where the keeper lets readers see it, a second one goes with the site: it knows what is published and no more.
"""

from .data import documents
from .document import document_path, write_document
from .imports import IMPORTS, Arrival, Import, load_imports, remember_import, write_imports
from .index import write_index
from .page import INDEX, SHARED
from .public import write_public_document, write_public_index

__all__ = [
    "IMPORTS",
    "INDEX",
    "SHARED",
    "Arrival",
    "Import",
    "document_path",
    "documents",
    "load_imports",
    "remember_import",
    "write_document",
    "write_imports",
    "write_index",
    "write_public_document",
    "write_public_index",
]
