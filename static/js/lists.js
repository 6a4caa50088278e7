// The cursor of a list: J K or arrows move it, Enter opens, X selects, A selects all, and keys with data-row-href take
// their address from the row under the cursor. Focus goes to the row's link, so that it is read aloud.
//   <table data-list> <tr data-row id="task-7" data-href-story="…"> <a data-row-open> <input data-row-select>

const rows = (list) => [...list.querySelectorAll("[data-row]")].filter((row) => !row.hidden && row.getClientRects().length);
let kept = { id: "", index: 0, chosen: [] };

function listOf(element) {
  return element?.closest?.("[data-list]") || document.querySelector("[data-list]");
}

function current(list) {
  return list?.querySelector("[data-row].is-cursor");
}

function mark(row) {
  const list = row.closest("[data-list]");
  for (const other of list.querySelectorAll("[data-row].is-cursor")) if (other !== row) other.classList.remove("is-cursor");
  row.classList.add("is-cursor");
  document.dispatchEvent(new CustomEvent("list:cursor", { detail: { row } }));
}

function go(row) {
  mark(row);
  const link = row.matches("a, button") ? row : row.querySelector("[data-row-open]") || row.querySelector("a, button, input");
  link?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(list, step) {
  const all = rows(list);
  if (!all.length) return;
  const at = all.indexOf(current(list));
  const inside = list.contains(document.activeElement);
  // The first press goes to the row that is marked already, later ones on from there.
  const next = at < 0 ? 0 : inside ? Math.min(Math.max(at + step, 0), all.length - 1) : step > 0 && at === 0 ? Math.min(1, all.length - 1) : Math.max(at + step, 0);
  go(all[Math.min(next, all.length - 1)]);
}

function open(list) {
  const row = current(list);
  (row?.matches("a") ? row : row?.querySelector("[data-row-open]"))?.click();
}

function choose(list, all) {
  const boxes = all ? rows(list).map((row) => row.querySelector("[data-row-select]")) : [current(list)?.querySelector("[data-row-select]")];
  const free = boxes.filter((box) => box && !box.disabled);
  const on = !free.every((box) => box.checked);
  for (const box of free) box.checked = on;
  count(list);
}

function count(list) {
  const boxes = [...list.querySelectorAll("[data-row-select]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const root = list.closest("[data-list-root]") || document;
  for (const place of root.querySelectorAll("[data-list-count]")) place.textContent = chosen;
  for (const part of root.querySelectorAll("[data-list-chosen]")) part.hidden = !chosen;
  const all = root.querySelector("[data-list-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  list.dispatchEvent(new CustomEvent("list:selection", { bubbles: true, detail: { chosen, of: boxes.length } }));
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("[data-row]");
  if (row?.closest("[data-list]")) mark(row);
});
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-list] [data-row]");
  if (row && !event.target.closest("a, button, input, label, select, summary")) go(row);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-list-all]")) {
    const root = event.target.closest("[data-list-root]") || document;
    const list = root.querySelector("[data-list]") || document.querySelector("[data-list]");
    for (const box of list.querySelectorAll("[data-row-select]:not(:disabled)")) box.checked = event.target.checked;
    count(list);
  } else if (event.target.matches("[data-row-select]")) {
    count(listOf(event.target));
  }
});

// The row that stands beside a list is to be seen in it.
document.querySelector(".inbox-list [data-row].is-cursor")?.scrollIntoView({ block: "nearest" });

// keys.js hands over what it has no element for.
document.addEventListener("keys:free", (event) => {
  const list = listOf(document.activeElement);
  if (!list) return;
  const { name, target } = event.detail;
  const onControl = target.matches?.("a, button, summary, input, select, [role=tab]");
  const acts = {
    J: () => move(list, 1), ArrowDown: () => move(list, 1),
    K: () => move(list, -1), ArrowUp: () => move(list, -1),
    Enter: onControl ? null : () => open(list),
    X: list.querySelector("[data-row-select]") ? () => choose(list, false) : null,
    A: list.querySelector("[data-row-select]") ? () => choose(list, true) : null,
  };
  if (!acts[name] || (name.startsWith("Arrow") && onControl && !list.contains(target))) return;
  acts[name]();
  event.preventDefault();
});

// A key or hint that means "of the row under the cursor".
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-row-href]");
  if (!link) return;
  event.preventDefault();
  const url = current(listOf(link))?.getAttribute(`data-href-${link.dataset.rowHref}`);
  if (url) location.assign(url);
});

// Swapping a list keeps the cursor, the focus and what was chosen.
document.addEventListener("htmx:beforeSwap", (event) => {
  const list = event.detail.target.closest("[data-list]") || event.detail.target.querySelector?.("[data-list]");
  if (!list) return;
  const row = current(list);
  kept = {
    id: row?.id || "",
    index: Math.max(0, rows(list).indexOf(row)),
    chosen: [...list.querySelectorAll("[data-row-select]:checked")].map((box) => box.value),
    focus: list.contains(document.activeElement),
  };
});

function begin() {
  for (const list of document.querySelectorAll("[data-list]")) {
    const boxes = [...list.querySelectorAll("[data-row-select]")];
    for (const box of boxes) if (kept.chosen.includes(box.value)) box.checked = true;
    if (boxes.length) count(list);
    if (current(list) || list.dataset.list === "plain") continue;
    const all = rows(list);
    const row = all.find((one) => one.id && one.id === kept.id) || all[Math.min(kept.index, all.length - 1)];
    if (row) { mark(row); if (kept.focus) go(row); }
  }
  kept = { id: "", index: 0, chosen: [] };
}

document.addEventListener("htmx:afterSettle", begin);
begin();
