"""The colours of verdicts and severities, one set for HTML, Excel and charts. Each stands with its word, never alone.

All of them have a contrast of at least 4.5 to 1 on white (WCAG AA); `style.css` repeats them.
"""

from __future__ import annotations

from chukan.severity import Severity
from chukan.verification.result import Verdict

SEVERITY: dict[Severity, str] = {Severity.ERROR: "#b3261e", Severity.WARNING: "#8a5a00", Severity.INFO: "#1f5fa8"}
SEVERITY_PALE: dict[Severity, str] = {Severity.ERROR: "#fbe9e7", Severity.WARNING: "#fff3d6", Severity.INFO: "#e6f0fb"}
VERDICT: dict[Verdict, str] = {
    "pass": "#1b6e3c",
    "pass_with_waivers": "#1b6e3c",
    "fail": "#b3261e",
    "not_checked": "#6b4aa0",
}
VERDICT_PALE: dict[Verdict, str] = {
    "pass": "#e5f4ea",
    "pass_with_waivers": "#e5f4ea",
    "fail": "#fbe9e7",
    "not_checked": "#f0eaf8",
}
INK = "#1d2733"
MUTED = "#55616e"
LINE = "#d4dae1"
HEADING = "#e9eef4"
