"""Bytes to Arrow batches. The only wing that knows bytes and encodings.

It keeps an account: every byte and every record of a file is in a batch or in an anomaly.
"""
