// A doctor is told while the call goes on: flags are found from the answers (expression.js means what the server means),
// the panel is asked for and stands under the answer that raised it. The server finds them again when the call is saved.

import { holds } from "./expression.js";

const form = document.getElementById("call");
const area = document.querySelector("[data-alert-area]");
const hint = document.querySelector("[data-alert-hint]");
const trees = Object.entries(JSON.parse(area.dataset.alertTrees));
const panel = () => document.getElementById("alert");
let standing = "";

function values(more) {
  const found = { ...more };
  for (const [name, value] of new FormData(form)) found[name] = name in found ? [found[name], value].flat() : value;
  return found;
}

// One after the other: htmx calls a request done as soon as it has to wait for another.
let asked = Promise.resolve();

function ask(more, focused) {
  const send = () => window.htmx.ajax("POST", area.dataset.alertUrl, { source: area, target: "#alert", swap: "outerHTML", values: values(more) });
  asked = asked.then(send, send).then(() => settle(focused));
  return asked;
}

// Under its answer; at the top of the conversation when that answer is not in view.
function place() {
  const row = rowOf();
  const home = row?.getClientRects().length ? row : null;
  if (home) { if (home.nextElementSibling !== panel()) home.after(panel()); } else if (panel().parentElement !== area) area.append(panel());
}

function rowOf() {
  const name = panel().dataset.alertFields?.split(",").at(-1);
  return name ? document.querySelector(`[data-ask="${CSS.escape(name)}"]`) : null;
}

const isOpen = () => panel().hasAttribute("data-alert-open");

function settle(focused) {
  place();
  hint.hidden = !isOpen();
  if (!focused) return;
  (panel().querySelector("#alert_words:not([hidden] *)") || panel()).focus?.();
  panel().scrollIntoView({ block: "nearest" });
}

form.addEventListener("answers:changed", (event) => {
  const now = trees.filter(([, tree]) => holds(tree, event.detail.answers)).map(([code]) => code).join(",");
  if (now === standing) return;
  standing = now;
  ask({}, false).then(() => { if (isOpen()) panel().scrollIntoView({ block: "nearest" }); });
});

function byHand() {
  if (isOpen()) { panel().scrollIntoView({ block: "center" }); panel().querySelector("[data-alert-send]").focus(); } else ask({ by_hand: "1" }, true);
}

// What is on its way may open the panel.
document.querySelector("[data-alert-by-hand]").addEventListener("click", () => asked.then(byHand, byHand));

document.addEventListener("click", (event) => {
  const { target } = event;
  if (target.closest?.("[data-alert-add]")) {
    const more = panel().querySelector("[data-alert-more]");
    more.hidden = !more.hidden;
    if (!more.hidden) more.querySelector("textarea").focus();
  } else if (target.closest?.("[data-alert-not]")) {
    const part = document.getElementById("flag-not");
    part.hidden = !part.hidden;
    target.closest("[data-alert-not]").setAttribute("aria-expanded", String(!part.hidden));
    if (!part.hidden) part.querySelector("input").focus();
  } else if (target.closest?.("[data-alert-close]")) {
    panel().replaceChildren();
    panel().removeAttribute("data-alert-by-hand-open");
  }
  // A step was opened or shut: the panel stays in view.
  if (isOpen()) requestAnimationFrame(place);
});

// Reported or refused from within the panel, which took the keyboard with it: back to the question. Whoever is
// at another question meanwhile, or typing, is left there.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.elt.id !== "alert" && event.detail.target?.id !== "alert") return;
  const row = rowOf();
  settle(false);
  if (document.activeElement !== document.body) return;
  if (!isOpen() && row) (row.querySelector("input:checked") || row.querySelector("input"))?.focus();
  else if (!isOpen() && !panel().querySelector(".flag")) document.querySelector(".step-open [data-step-next]")?.focus({ preventScroll: true });
});

if (area.hasAttribute("data-alert-load")) ask({}, false);
else settle(false);
