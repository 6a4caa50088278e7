// The inbox: going along the list shows the case beside it, Enter goes into the decision, and what was typed into one
// case is there again when somebody comes back to it. Kept in the page only.

const typed = new Map();
let waiting = 0;

function fields(root) {
  return [...root.querySelectorAll("form input:not([type=hidden]), form textarea, form select")];
}

function isChanged(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected) && field.selectedIndex >= 0 && (field.multiple || [...field.options].some((one) => one.defaultSelected) || field.selectedIndex > 0);
  return field.value !== field.defaultValue;
}

function keep(shown) {
  const changed = fields(shown).filter(isChanged).map((field) => ({
    id: field.id,
    value: field.value,
    checked: field.checked,
    chosen: field.matches("select") ? [...field.selectedOptions].map((one) => one.value) : null,
  }));
  if (changed.length) typed.set(shown.dataset.caseShown, changed);
  else typed.delete(shown.dataset.caseShown);
}

function restore(shown) {
  for (const { id, value, checked, chosen } of typed.get(shown.dataset.caseShown) || []) {
    const field = id && document.getElementById(id);
    if (!field) continue;
    const around = field.closest("details.move");
    if (around) around.open = true;
    if (chosen) for (const option of field.options) option.selected = chosen.includes(option.value);
    else if (field.matches("[type=checkbox], [type=radio]")) field.checked = checked;
    else field.value = value;
  }
}

function count(panel) {
  const place = panel.querySelector("[data-parts-chosen]");
  const names = [...panel.querySelectorAll("input:checked")].map((box) => box.closest("label").textContent.trim());
  const stop = document.documentElement.lang.startsWith("zh") ? "、" : ", ";
  place.textContent = names.join(stop) || place.dataset.none;
}

function decide() {
  const form = document.querySelector("#case [data-decision]");
  form?.querySelector("select, textarea, input:not([type=hidden])")?.focus();
}

// Which of the list it is; the list is on the page already.
function placed(target, shown) {
  const words = target.querySelector("[data-case-place]");
  const all = [...document.querySelectorAll("[data-case]")];
  const at = all.findIndex((link) => link.dataset.case === shown?.dataset.caseShown);
  if (words && at >= 0) words.textContent = words.dataset.casePlace.replace("{place}", at + 1).replace("{of}", all.length);
}

function show(link) {
  if (link.getAttribute("aria-current")) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => window.htmx.trigger(link, "case:show"), 120);
}

document.addEventListener("list:cursor", (event) => {
  const link = event.detail.row.querySelector("[data-case]");
  if (link) show(link);
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-case]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.getAttribute("aria-current")) decide();
  else show(link);
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const shown = event.detail.target.id === "case" && event.detail.target.querySelector("[data-case-shown]");
  if (shown) keep(shown);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "case") return;
  const shown = event.detail.target.querySelector("[data-case-shown]");
  for (const link of document.querySelectorAll("[data-case]")) {
    if (link.dataset.case === shown?.dataset.caseShown) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  event.detail.target.scrollTop = 0;
  placed(event.detail.target, shown);
  if (shown) restore(shown);
  for (const panel of event.detail.target.querySelectorAll("[data-parts]")) count(panel);
});
document.addEventListener("change", (event) => {
  const panel = event.target.closest("[data-parts]");
  if (panel) count(panel);
});
// What stands open when the page comes takes the focus only if something is wrong in it.
const standing = new Set(document.querySelectorAll("details.move[open]"));
document.addEventListener("toggle", (event) => {
  const came = standing.delete(event.target);
  if (event.target.matches?.("details.move") && event.target.open && (!came || event.target.querySelector(".field-error"))) {
    event.target.querySelector("form :is(textarea, select, input:not([type=hidden]))")?.focus();
  }
}, true);
for (const panel of document.querySelectorAll("[data-parts]")) count(panel);

// A file that is too large is not sent at all; the sentence stands beside the field.
document.addEventListener("change", (event) => {
  const field = event.target.closest("input[type=file][data-most-bytes]");
  if (!field) return;
  const large = [...field.files].some((file) => file.size > Number(field.dataset.mostBytes));
  const many = field.files.length > Number(field.dataset.mostFiles);
  const said = document.getElementById(field.getAttribute("aria-describedby"));
  said.hidden = !(large || many);
  if (large || many) field.value = "";
});
