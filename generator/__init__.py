"""Tigang (提纲): a site from a folder of Chinese speech outlines."""
