"""What is wrong, or looks wrong, in a pack: findings with file and line."""

from chukan.authoring.lint.findings import TITLES, LintFinding
from chukan.authoring.lint.pack import lint_folder, lint_pack

__all__ = ["TITLES", "LintFinding", "lint_folder", "lint_pack"]
