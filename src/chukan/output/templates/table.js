// Sorting, filtering and severity toggles. Needs no library and no network; without it every row is shown.
"use strict";
(() => {
  const cell = (row, index) => row.cells[index].textContent.trim();
  const amount = (text) => (text === "—" || text === "" ? -Infinity : parseFloat(text.replace(/[,%]/g, "")));
  const ja = new Intl.Collator("ja", { numeric: true });

  function sort(table, index, heading) {
    const falling = heading.getAttribute("aria-sort") === "ascending";
    const numeric = heading.classList.contains("n");
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows, (row) => [numeric ? amount(cell(row, index)) : cell(row, index), row]);
    const compare = numeric ? (a, b) => (a[0] === b[0] ? 0 : a[0] < b[0] ? -1 : 1) : (a, b) => ja.compare(a[0], b[0]);
    keyed.sort((a, b) => (falling ? -compare(a, b) : compare(a, b)));
    body.append(...keyed.map(([, row]) => row));
  }

  function filter(controls) {
    const target = document.getElementById(controls.dataset.for);
    const words = controls.querySelector("input").value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const hidden = new Set();
    for (const button of controls.querySelectorAll(".toggle[aria-pressed=false]")) hidden.add(button.dataset.severity);
    const rows = target.querySelectorAll("tbody tr");
    let shown = 0;
    for (const row of rows) {
      const rule = row.closest("details.rule");
      const text = ((rule ? rule.querySelector("summary").textContent : "") + row.textContent).normalize("NFKC").toLowerCase();
      const out = hidden.has(row.dataset.severity) || !words.every((word) => text.includes(word));
      row.classList.toggle("filtered", out);
      shown += out ? 0 : 1;
    }
    const active = words.length || hidden.size;
    for (const rule of target.querySelectorAll("details.rule")) {
      const empty = active && rule.querySelector("tbody tr") && !rule.querySelector("tbody tr:not(.filtered)");
      rule.classList.toggle("filtered", Boolean(empty));
    }
    controls.querySelector("output").textContent = active ? `${rows.length} 行のうち ${shown} 行` : "";
  }

  for (const table of document.querySelectorAll("table.data")) {
    Array.from(table.tHead.rows[0].cells).forEach((heading, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, index, heading));
      heading.append(button);
    });
  }

  for (const controls of document.querySelectorAll(".controls")) {
    controls.hidden = false;
    let waiting = 0;
    controls.querySelector("input").addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => filter(controls), 120);
    });
    for (const button of controls.querySelectorAll(".toggle")) {
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        filter(controls);
      });
    }
  }

  // A link to a rule opens it; paper has no folds.
  function unfold() {
    const there = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!there || there.tagName !== "DETAILS" || there.open) return;
    there.open = true;
    // what is laid out only when it is scrolled to has its height by then
    requestAnimationFrame(() => there.scrollIntoView());
  }
  addEventListener("hashchange", unfold);
  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest('a[href^="#"]')) setTimeout(unfold);
  });
  unfold();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details.rule:not([open])"));
    for (const rule of opened) rule.open = true;
  });
  addEventListener("afterprint", () => {
    for (const rule of opened) rule.open = false;
  });
})();
