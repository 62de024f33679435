"""Mandatory item 1: its judgement, its papers, and their seal."""
