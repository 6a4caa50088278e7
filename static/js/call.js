// The call screen: one step open at a time, connected or not, the second level of an outcome, the clock.
// Nothing here decides anything: the server checks what is saved, and keeps the draft (draft.js).

const form = document.getElementById("call");
const steps = [...document.querySelectorAll("[data-step]")];
const field = (name) => document.querySelector(`[name="${name}"][form="call"], #call [name="${name}"]`);
const chosen = (name) => document.querySelector(`[name="${name}"]:checked`)?.value ?? "";
const replies = document.querySelector("[data-replies]");
const changed = () => form.dispatchEvent(new Event("draft:change"));

// --- Steps ---

function found(step) {
  if (step.dataset.step === "who") {
    const who = step.querySelector("[name=answered_by]:checked + label")?.lastChild.textContent.trim() || "";
    const checked = step.querySelector("[name=identity_confirmed]:checked + label")?.lastChild.textContent.trim();
    return [[who, step.querySelector("[name=relation]").value].filter(Boolean).join(" "), checked].filter(Boolean).join("・");
  }
  if (step.dataset.step === "satisfaction") {
    const level = step.querySelector("[name=level]:checked");
    if (level?.value) return `${level.nextElementSibling.lastChild.textContent.trim()} ${step.querySelector("[name=level_reason]").value}`;
  }
  return [...step.querySelectorAll("[data-ask].is-answered:not([hidden])")].map(answered).join("・");
}

function answered(row) {
  const ticked = [...row.querySelectorAll(".chip-input:checked + .chip")].map((chip) => chip.lastChild.textContent.trim());
  return ticked.join(" ") || row.querySelector(".form-control")?.value || "";
}

function open(code, focus) {
  const at = steps.findIndex((step) => step.dataset.step === code);
  steps.forEach((step, index) => {
    const mark = step.querySelector("[data-step-mark]");
    const isOpen = index === at;
    step.classList.toggle("step-open", isOpen);
    step.querySelector("[data-step-body]").hidden = !isOpen;
    step.querySelector("[data-step-open]").setAttribute("aria-expanded", String(isOpen));
    mark.classList.toggle("is-open", isOpen);
    mark.classList.toggle("is-done", index < at);
    mark.textContent = index < at ? "✓" : mark.dataset.number;
    step.querySelector("[data-step-found]").textContent = isOpen ? "" : found(step);
  });
  const hidden = field("step");
  if (hidden.value !== code) { hidden.value = code; if (focus) changed(); }
  const step = steps[at];
  step?.after(replies);
  if (!step || !focus) return;
  step.scrollIntoView({ block: "start" });
  if (!step.dispatchEvent(new CustomEvent("step:open", { bubbles: true, cancelable: true }))) return;
  const first = step.querySelector("[name=answered_by], [name=level]");
  if (first) (step.querySelector("[name=answered_by]:checked, [name=level]:checked") || first).focus();
  else step.querySelector("[data-step-next]").focus({ preventScroll: true });
}

for (const step of steps) step.querySelector("[data-step-open]").addEventListener("click", () => open(step.dataset.step, true));
for (const [index, step] of steps.entries()) {
  step.querySelector("[data-step-next]").addEventListener("click", () => {
    const move = new CustomEvent("step:next", { bubbles: true, detail: { to: steps[index + 1] } });
    step.dispatchEvent(move);
    if (move.detail.to) return open(move.detail.to.dataset.step, true);
    document.querySelector("[data-outcomes='1'] input")?.focus();
  });
}

// --- Replies for what may come: one at a time, and shut again with the key that opened them ---

const replying = replies.querySelector("[data-replies-open]");

function showReply(chosen) {
  for (const chip of replies.querySelectorAll("[data-reply]")) {
    const isOpen = chip === chosen && chip.getAttribute("aria-expanded") !== "true";
    chip.setAttribute("aria-expanded", String(isOpen));
    document.getElementById(chip.getAttribute("aria-controls")).hidden = !isOpen;
  }
}

replying.addEventListener("click", () => {
  const panel = document.getElementById("replies");
  panel.hidden = !panel.hidden;
  replying.setAttribute("aria-expanded", String(!panel.hidden));
  if (!panel.hidden) return panel.querySelector("[data-reply]").focus();
  showReply(null);
  document.querySelector(".step-open [data-step-next]")?.focus({ preventScroll: true });
});
for (const chip of replies.querySelectorAll("[data-reply]")) chip.addEventListener("click", () => { showReply(chip); chip.focus(); });

// Enter goes on to the next row of the step, else to the next step; only Ctrl+Enter and the button save, never an
// Enter inside a field. What is not wanted – a reason for "fair", a second answer – is passed over.
function rowAfter(target) {
  const rows = [...target.closest("[data-step]").querySelectorAll(".question:not([data-ask])")];
  const next = rows.slice(rows.indexOf(target.closest(".question")) + 1).map((row) => row.querySelector("input:checked") || row.querySelector("input"));
  return next.find((one) => one.name !== "level_reason" || (!["", "3"].includes(chosen("level")) && !one.value.trim()));
}

document.addEventListener("keydown", (event) => {
  const { target } = event;
  if (!/Enter$/.test(event.code) || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (!target.matches?.("input") || target.form !== form || target.closest("[data-ask]")) return;
  event.preventDefault();
  const step = target.closest("[data-step]");
  const next = step && rowAfter(target);
  if (next) return next.focus();
  // The questions of a questionnaire come after the call's own.
  if (step?.dispatchEvent(new CustomEvent("step:rest", { bubbles: true, cancelable: true }))) step.querySelector("[data-step-next]").click();
}, true);

// --- Connected or not, and what then ---

let reached = "";

function reach(value, byHand) {
  reached = value;
  for (const set of document.querySelectorAll("[data-outcomes]")) set.hidden = set.dataset.outcomes !== (value === "0" ? "0" : "1");
  document.querySelector("[data-when-missed]").hidden = value !== "0";
  document.querySelector("[data-when-reached]").hidden = value === "0";
  if (!byHand) return;
  const outcome = document.querySelector("[name=outcome]:checked");
  if (outcome?.closest("[data-outcomes]")?.hidden) { outcome.checked = false; second(); }
  if (value === "1") mask();
  const clock = document.querySelector("[data-clock]");
  if (value === "1" && !field("connected_at").value) {
    const now = new Date();
    field("connected_at").value = now.toISOString();
    clock.dataset.clockNow = now.toISOString();
    clock.dataset.clockFrom = now.toISOString();
    const words = clock.querySelector("[data-clock-text]");
    words.textContent = words.dataset.talking;
  }
  if (value === "0") unconnected(clock);
  changed();
  if (value === "0") toOutcomes();
  else open(field("step").value || "greet", true);
}

// T was a slip: the clock stands still again.
function unconnected(clock) {
  field("connected_at").value = "";
  clock.dataset.clockFrom = "";
  clock.classList.remove("is-long");
  clock.querySelector("b").textContent = "00:00";
  const words = clock.querySelector("[data-clock-text]");
  words.textContent = words.dataset.not;
}

// Whose the digits are, said beside T and W.
document.addEventListener("keys:area", (event) => {
  const place = document.querySelector("[data-digits-of]");
  const title = event.target.querySelector("legend")?.firstChild.textContent.trim();
  place.textContent = title && !event.target.matches("[data-outcomes]") ? place.dataset.digitsOf.replace("{area}", title) : "";
});

// From here on the digits choose the outcome.
function toOutcomes() {
  const shown = document.querySelector("[data-outcomes]:not([hidden])");
  (shown.querySelector("input:checked") || shown.querySelector("input")).focus();
}

// Once somebody has answered, the number need not stand on the screen any longer.
function mask() {
  document.querySelector("[data-tel]")?.remove();
  for (const part of document.querySelectorAll("[data-masked]")) part.hidden = false;
}

for (const radio of document.querySelectorAll("[name=reached]")) {
  radio.addEventListener("change", () => reach(radio.value, true));
  // Pressed once more: the conversation is over.
  radio.addEventListener("click", () => { if (radio.value === reached) toOutcomes(); });
}

// --- The second level: reason, agreed time ---

let agreeing = false;
let byArrow = false; // walking through the outcomes, not choosing one yet

document.addEventListener("keydown", (event) => { byArrow = event.code.startsWith("Arrow"); }, true);

function second() {
  const outcome = document.querySelector("[name=outcome]:checked");
  for (const part of document.querySelectorAll("[data-reasons]")) {
    part.hidden = part.dataset.reasons !== outcome?.value;
    if (!part.hidden) field("reason").value = part.querySelector("select").value;
  }
  if (!document.querySelector("[data-reasons]:not([hidden])")) field("reason").value = "";
  document.querySelector("[data-agreed]").hidden = !(agreeing || field("agreed_at").value || outcome?.hasAttribute("data-asks-time"));
  document.querySelector("[data-do-not-call]").hidden = outcome?.value !== "declined";
  const next = document.querySelector("[data-next-text]");
  if (next && outcome) next.textContent = outcome.dataset.consequence;
}

for (const radio of document.querySelectorAll("[name=outcome]")) {
  radio.addEventListener("change", () => {
    second();
    if (radio.value === "deceased") death.showModal();
    else if (!byArrow) document.querySelector("[data-reasons]:not([hidden]) select")?.focus();
  });
}
for (const select of document.querySelectorAll("[data-reason-select]")) {
  select.addEventListener("change", () => { field("reason").value = select.value; changed(); });
}

document.querySelector("[data-agree]")?.addEventListener("click", (event) => {
  agreeing = true;
  if (!field("agreed_at").value) field("agreed_at").value = event.currentTarget.dataset.agree;
  second();
  field("agreed_at").focus();
  changed();
});

const death = document.getElementById("death");

function alive() {
  document.getElementById("outcome-deceased").checked = false;
  second();
  changed();
}

death.addEventListener("cancel", alive); // Escape means back, like the button
for (const button of death.querySelectorAll("[data-death]")) {
  button.addEventListener("click", () => {
    death.close();
    if (button.dataset.death === "no") alive();
    else changed();
  });
}

// --- What the server says beside a kept draft: reassigned, taken, changed by somebody else ---

form.addEventListener("draft:saved", (event) => {
  const place = document.getElementById("call-words");
  const words = event.detail.answer?.words || "";
  if (place.textContent !== words) place.textContent = words;
  place.parentElement.hidden = !words;
});

// --- A conflict: the chosen text becomes the notes, and the next save says that both were seen ---

document.addEventListener("click", (event) => {
  const keep = event.target.closest("[data-conflict-keep]");
  if (!keep) return;
  const dialog = keep.closest("dialog");
  const notes = field("notes");
  if (keep.dataset.conflictKeep === "both") notes.value = dialog.querySelector("[data-conflict-both]").value;
  if (keep.dataset.conflictKeep === "theirs") field("set_aside").value = notes.value;
  if (keep.dataset.conflictKeep === "theirs") notes.value = [...dialog.querySelectorAll("[data-conflict-theirs]")].map((one) => one.textContent).join("\n");
  field("merge").value = "1";
  dialog.close();
  document.getElementById("draft-conflict").replaceChildren();
  for (const part of document.querySelectorAll("[data-beside][inert]")) part.inert = false;
  document.dispatchEvent(new CustomEvent("draft:settled", { detail: { seq: Number(dialog.dataset.seq) } }));
  notes.focus();
});

open(form.dataset.callStep || "greet", false);
reach(chosen("reached"), false);
second();
form.addEventListener("answers:changed", () => {
  for (const step of steps) if (!step.classList.contains("step-open")) step.querySelector("[data-step-found]").textContent = found(step);
});
if (field("connected_at").value && !document.querySelector("[data-clock].is-long")) { const words = document.querySelector("[data-clock-text]"); words.textContent = words.dataset.talking; }

// --- Story or complaint ---

const caseOf = () => document.querySelector("[data-case]");

function turn(id, focus) {
  for (const tab of document.querySelectorAll("[data-tab]")) {
    const chosen = tab.dataset.tab === id;
    tab.setAttribute("aria-expanded", String(chosen));
    document.getElementById(tab.dataset.tab).hidden = !chosen;
  }
  if (focus && id === "case") (caseOf().querySelector("[name=case_kind]:checked") || caseOf()).focus();
}

// The panel is asked for when it is first opened: few calls have a complaint.
async function unfold() {
  const panel = caseOf();
  if (panel.dataset.caseUrl) {
    const values = Object.fromEntries(new FormData(form));
    document.dispatchEvent(new CustomEvent("case:opening", { detail: { values } }));
    await window.htmx.ajax("POST", panel.dataset.caseUrl, { source: panel, target: panel, swap: "outerHTML", values });
  }
  if (caseOf().dataset.caseUrl) return;
  document.dispatchEvent(new CustomEvent("case:opened"));
  turn("case", true);
}

for (const tab of document.querySelectorAll("[data-tab]")) {
  tab.addEventListener("click", () => (tab.dataset.tab === "case" && tab.getAttribute("aria-expanded") !== "true" ? unfold() : turn(tab.dataset.tab === "case" ? "panel" : tab.dataset.tab, true)));
}
turn(document.querySelector("[name=case_kind]") ? "case" : "panel", false);

// Who is dissatisfied may want to complain; one key, and nobody is pressed to.
for (const level of document.querySelectorAll("[name=level]")) {
  level.addEventListener("change", () => {
    const hint = document.querySelector("[data-complain-hint]");
    if (hint) hint.hidden = !["1", "2"].includes(chosen("level"));
  });
}
