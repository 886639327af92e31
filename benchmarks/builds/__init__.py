"""Compares what builds cost: ours from raw text, the peers from ready Markdown of the same outlines.

Linux only; see :mod:`benchmarks.builds.__main__` for the command, :mod:`benchmarks.builds.profile` for where our own
build spends its time.
"""
