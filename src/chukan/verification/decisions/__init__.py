"""What people decide about findings, and how a finding is recognised in the next delivery."""
