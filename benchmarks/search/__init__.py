"""Measures the search through the real box in a browser, on archives whose truth is known.

    words -> outlines -> truth, queries -> sites, server, browser -> measures -> the table

``python -m benchmarks.search --help`` tells what can be measured.
"""
