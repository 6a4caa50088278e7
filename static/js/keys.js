// Everything by keyboard. An element says its key: <button data-key="N">, <a data-key="Escape">, <textarea data-key="M">.
//   names: A-Z 0-9 / ? + Enter Escape Shift+Enter Ctrl+Enter Alt+1 ArrowDown …
//   data-key-area marks a part of the page that owns digits, + and - while it has the focus (class is-live, caps filled).
// Reads event.code, never event.key, so that a Chinese input method cannot trigger anything; single characters rest
// while a text field has the focus and are off with <body data-single-keys="off">.

const CODES = { Slash: "/", Equal: "=", NumpadAdd: "+", Minus: "-", NumpadSubtract: "-", NumpadEnter: "Enter", NumpadDivide: "/" };
const TEXT = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset], [type=file], [type=range]), textarea, select, [contenteditable=true]";

function nameOf(event) {
  const { code } = event;
  let name = CODES[code] || code.replace(/^(Key|Digit|Numpad(?=\d))/, "");
  if (event.shiftKey && name === "/") return "?";
  if (event.shiftKey && name === "=") return "+";
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey) parts.push("Shift");
  parts.push(name);
  return parts.join("+");
}

// Said for all pages already, or a digit that its own cap shows.
const EVERYWHERE = /^([\d+-]|\/|\?|Escape|Z)$/;

const isSingle = (name) => name.length === 1;
const inText = (element) => Boolean(element?.matches?.(TEXT));
const isShown = (element) => element.getClientRects().length > 0 && !element.closest("[inert], [hidden]");

function root() {
  const open = [...document.querySelectorAll("dialog[open]")].filter((dialog) => dialog.matches(":modal"));
  return open.at(-1) || document;
}

// What the element says, split: "J K" are two names of one element.
function answersTo(element, name) {
  const written = element.dataset.key;
  return written === name || written.replace("Ctrl Enter", "Ctrl+Enter").split(" ").includes(name);
}

function find(name, scope) {
  const found = [...scope.querySelectorAll("[data-key]")].filter((one) => answersTo(one, name) && !one.disabled && isReachable(one));
  const live = found.find((one) => one.closest("[data-key-area].is-live"));
  return live || found.find((one) => !one.closest("[data-key-area]") || !/^[\d+=-]$/.test(name));
}

function isReachable(element) {
  if (element.matches("input[type=radio], input[type=checkbox]")) return !element.closest("[inert], [hidden]") && isShown(element.labels?.[0] || element.parentElement);
  return isShown(element);
}

function act(element) {
  const how = element.dataset.keyAction;
  if (how === "focus" || (!how && inText(element))) {
    element.focus();
    if (element.matches("input") && element.select) element.select();
  } else if (element.matches("form")) {
    element.requestSubmit();
  } else {
    if (element.matches("[aria-disabled=true]")) element.focus();
    if (element.matches("input[type=radio], input[type=checkbox]")) element.focus();
    element.click();
  }
}

function enliven(area) {
  for (const other of document.querySelectorAll("[data-key-area].is-live")) if (other !== area) other.classList.remove("is-live");
  if (area.classList.contains("is-live")) return;
  area.classList.add("is-live");
  area.dispatchEvent(new CustomEvent("keys:area", { bubbles: true, detail: { area } }));
}

function escape(event) {
  const active = document.activeElement;
  if (inText(active)) {
    active.blur();
    event.preventDefault();
    return;
  }
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  // A modal dialog closes by itself; one that stands beside wants a decision.
  if (root() !== document || document.querySelector("dialog.beside[open]")) return;
  const back = find("Escape", document) || find("Esc", document);
  if (back) act(back);
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.repeat && event.code === "Enter") return;
  const name = nameOf(event);
  if (name === "Escape") return escape(event);
  const typing = inText(event.target);
  if (typing && !/^(Ctrl|Alt|Shift\+Enter)/.test(name)) return;
  if (typing && name === "Shift+Enter" && event.target.matches("textarea")) return;
  if (isSingle(name) && (document.body.dataset.singleKeys === "off" || event.ctrlKey)) return;
  if (name === "Enter" && event.target.matches?.("a, button, summary, input[type=file]")) return;
  const element = find(name, root());
  if (element) {
    event.preventDefault();
    act(element);
  } else {
    const free = new CustomEvent("keys:free", { cancelable: true, detail: { name, target: event.target } });
    if (root() === document && !document.dispatchEvent(free)) event.preventDefault();
  }
});

document.addEventListener("focusin", (event) => {
  const area = event.target.closest("[data-key-area]");
  if (area) enliven(area);
});
document.addEventListener("click", (event) => {
  const area = event.target.closest("[data-key-area]");
  if (area) enliven(area);
});

// The list of keys: what stands on the page now.
document.addEventListener("dialog:opening", (event) => {
  const { dialog } = event.detail;
  const list = dialog.querySelector("[data-keys-list]");
  if (!list) return;
  const seen = new Set();
  const entries = [];
  for (const element of document.querySelectorAll("[data-key]")) {
    if (dialog.contains(element) || !isReachable(element) || EVERYWHERE.test(element.dataset.key)) continue;
    const label = labelOf(element);
    if (!label || seen.has(element.dataset.key + label)) continue;
    seen.add(element.dataset.key + label);
    entries.push(entry(element.dataset.key, label));
  }
  list.replaceChildren(...entries);
  dialog.querySelector("[data-keys-page]").hidden = !entries.length;
});

function labelOf(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.ariaLabel) return element.ariaLabel;
  const source = element.labels?.[0] || element;
  const copy = source.cloneNode(true);
  for (const part of copy.querySelectorAll(".cap, .badge-count, [aria-hidden], small")) part.remove();
  return copy.textContent.trim().slice(0, 60);
}

function entry(key, label) {
  const item = document.createElement("li");
  const caps = document.createElement("span");
  caps.className = "keys-caps";
  for (const name of key.split(" ")) {
    const cap = document.createElement("kbd");
    cap.className = "cap";
    cap.textContent = name.replaceAll("+", " ").trim() || "+";
    caps.append(cap);
  }
  item.append(caps, label);
  return item;
}
