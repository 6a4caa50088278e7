// What a patient needs, beside the call: fetched when its tab is first opened; its fields are the call's own.

const tab = document.getElementById("tab-needs");
const panel = () => document.getElementById("needs");

tab.addEventListener("click", async () => {
  const { needsUrl } = panel().dataset;
  if (needsUrl) {
    const values = Object.fromEntries(new FormData(document.getElementById("call")));
    await window.htmx.ajax("POST", needsUrl, { source: panel(), target: panel(), swap: "outerHTML", values });
    panel().hidden = tab.getAttribute("aria-expanded") !== "true";
  }
  panel().querySelector("input, select")?.focus();
});
