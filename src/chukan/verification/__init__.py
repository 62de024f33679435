"""Running the checks: findings, mergeable results, engines."""
