"""The colours of verdicts and severities, one set for HTML, Excel and charts. Each is used with its word, never alone.

All of them have a contrast of at least 4.5 to 1 on white (WCAG AA); `style.css` repeats them.
"""

from __future__ import annotations

SEVERITY: dict[str, str] = {"error": "#b3261e", "warning": "#8a5a00", "info": "#1f5fa8"}
SEVERITY_PALE: dict[str, str] = {"error": "#fbe9e7", "warning": "#fff3d6", "info": "#e6f0fb"}
VERDICT: dict[str, str] = {
    "pass": "#1b6e3c",
    "pass_with_waivers": "#1b6e3c",
    "fail": "#b3261e",
    "not_checked": "#6b4aa0",
}
VERDICT_PALE: dict[str, str] = {
    "pass": "#e5f4ea",
    "pass_with_waivers": "#e5f4ea",
    "fail": "#fbe9e7",
    "not_checked": "#f0eaf8",
}
#: What a statement of a pack rests on (根拠): the weaker, the warmer.
BASIS: dict[str, str] = {
    "official": "#1b6e3c",
    "statute": "#1b6e3c",
    "public-standard": "#1f5fa8",
    "attested": "#6b4aa0",
    "estimate": "#8a5a00",
}
BASIS_PALE: dict[str, str] = {
    "official": "#e5f4ea",
    "statute": "#e5f4ea",
    "public-standard": "#e6f0fb",
    "attested": "#f0eaf8",
    "estimate": "#fff3d6",
}
INK = "#1d2733"
MUTED = "#55616e"
LINE = "#d4dae1"
HEADING = "#e9eef4"
#: Of a cell that people write into.
ENTRY = "#fff9e0"
