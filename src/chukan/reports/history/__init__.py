"""Many verifications on one page: the latest verdicts, the trend, what is new since the last run."""
