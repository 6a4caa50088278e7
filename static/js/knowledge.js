// Knowledge beside the call: fetched when its tab is first opened; the field, and arrows through what was found.
// Its form is its own: nothing here touches the call's fields or its draft.

const panel = document.getElementById("known");
const tab = document.getElementById("tab-known");
let before = null; // where the keyboard was in the call
const answers = () => [...panel.querySelectorAll("[data-known] > summary")];

tab.addEventListener("click", async () => {
  if (!panel.contains(document.activeElement)) before = document.activeElement;
  const { knownUrl } = panel.dataset;
  if (knownUrl) {
    await window.htmx.ajax("GET", knownUrl, { source: panel, target: panel, swap: "innerHTML" });
    if (panel.querySelector("#known-q")) delete panel.dataset.knownUrl;
  }
  const field = panel.querySelector("#known-q");
  field?.focus();
  field?.select();
});

panel.addEventListener("keydown", (event) => {
  if (event.code === "Escape" && !event.isComposing) {
    event.preventDefault();
    document.getElementById("tab-story").click();
    return before?.focus();
  }
  if (event.isComposing || !/^(ArrowDown|ArrowUp|Enter)$/.test(event.code)) return;
  const inField = event.target.id === "known-q";
  if (event.code === "Enter" && !inField) return; // a summary opens by itself
  event.preventDefault();
  const all = answers();
  const at = all.indexOf(event.target);
  const next = event.code === "ArrowUp" ? at - 1 : at + 1;
  if (next < 0) panel.querySelector("#known-q").focus();
  else all[Math.min(next, all.length - 1)]?.focus();
});
