// What happened and what comes next, bottom left; never for errors. Sources: messages of the page (data-toast), the
// event "toast" {text, url, label, key, stays} on any element, hence also the answer's HX-Trigger header.

const box = document.getElementById("toasts");
const pattern = document.getElementById("toast-note");
const LASTS = 10000;

function add({ text, url, label, key, stays }) {
  if (!box || !text) return;
  const note = pattern.content.firstElementChild.cloneNode(true);
  note.querySelector("[data-text]").textContent = text;
  const action = note.querySelector("[data-action]");
  if (url && label && new URL(url, location.href).origin === location.origin) {
    action.hidden = false;
    action.href = url;
    action.textContent = label;
    if (key) addKey(action, key);
  } else {
    action.remove();
  }
  note.querySelector("[data-close]").addEventListener("click", () => note.remove());
  if (!stays) keepWhileRead(note);
  while (box.children.length > 2) box.firstElementChild.remove();
  box.append(note);
}

function addKey(action, key) {
  const cap = document.createElement("kbd");
  cap.className = "cap";
  cap.dataset.single = "";
  cap.textContent = key;
  action.dataset.key = key;
  action.append(" ", cap);
}

function keepWhileRead(note) {
  let timer = setTimeout(() => note.remove(), LASTS);
  const stop = () => clearTimeout(timer);
  const start = () => { stop(); timer = setTimeout(() => note.remove(), LASTS / 2); };
  for (const name of ["mouseenter", "focusin"]) note.addEventListener(name, stop);
  for (const name of ["mouseleave", "focusout"]) note.addEventListener(name, start);
}

document.addEventListener("toast", (event) => add(event.detail || {}));
for (const message of document.querySelectorAll("#notices [data-toast]")) {
  const link = message.querySelector("a");
  add({ text: message.querySelector("span").firstChild?.textContent || "", url: link?.href, label: link?.textContent, key: link?.dataset.key });
  message.remove();
}
