// Steps through the days of a chart: by pointer, by arrow keys (Shift: a week), Home and End. The values come from the
// table under the chart, so the page says the same without this script.
"use strict";

for (const chart of document.querySelectorAll("svg[data-steps]")) {
  const box = chart.closest(".steps");
  const table = document.getElementById(chart.dataset.steps);
  const readout = document.getElementById("readout");
  const cursor = chart.querySelector(".cursor");
  if (!box || !table || !readout || !cursor) continue;
  const left = Number(chart.dataset.left), right = Number(chart.dataset.right), days = Number(chart.dataset.days);
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = table.tBodies[0].rows;
  let at = days - 1;

  const show = (day) => {
    at = Math.max(0, Math.min(days - 1, day));
    const x = left + ((at + 0.5) * (right - left)) / days;
    cursor.removeAttribute("hidden");
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    const cells = [...rows[at].cells].map((cell) => cell.textContent.trim());
    readout.textContent = cells[0] + " · " + cells.slice(1).map((text, n) => heads[n + 1] + ": " + text).join(" · ");
  };

  box.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 7 : 1;
    const to = { ArrowLeft: at - step, ArrowRight: at + step, Home: 0, End: days - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  });
  chart.addEventListener("pointermove", (event) => {
    const place = chart.getBoundingClientRect();
    const x = ((event.clientX - place.left) / place.width) * chart.viewBox.baseVal.width;
    if (x >= left && x <= right) show(Math.floor(((x - left) / (right - left)) * days));
  });
}
for (const hint of document.querySelectorAll(".needs-script")) hint.removeAttribute("hidden");
