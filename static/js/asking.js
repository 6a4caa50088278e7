// The questions of a call: which are asked now, one group at a time, by keyboard; questions.js says which are.
// The server decides again when the call is saved. Every answer is kept at once (draft:flush).
//   event on the form, whenever an answer changes: answers:changed {answers}, code to value over all questionnaires.

import { millionths } from "./expression.js";
import { answerOf, required, visible } from "./questions.js";

const form = document.getElementById("call");
const sheets = JSON.parse(form.dataset.asked || "[]");
const rows = new Map([...document.querySelectorAll("[data-ask]")].map((row) => [row.dataset.ask, row]));
const groups = [...document.querySelectorAll("[data-ask-group]")];
const cursor = form.querySelector("[name=question]");
const nameOf = (sheet, question) => `q-${sheet.version}-${question.code}`;
const rowOf = (element) => element?.closest?.("[data-ask]");
const na = (row) => row.querySelector("[data-ask-na]");
const choices = (row) => [...row.querySelectorAll(".question-answers input:not([data-ask-na])")];

// --- What is answered ---

function texts(row) {
  return choices(row).filter((one) => one.type === "text" || one.type === "date" || one.checked).map((one) => one.value);
}

function answer(row, question) {
  return na(row).checked ? { na: true } : answerOf(question, texts(row));
}

function answersOf(sheet) {
  const found = {};
  for (const question of sheet.questions) {
    const value = answer(rows.get(nameOf(sheet, question)), question);
    if (value !== null) found[question.code] = value;
  }
  return found;
}

// --- What is asked now ---

let missing = 0;

function refresh() {
  missing = 0;
  const all = {};
  for (const sheet of sheets) {
    const answers = answersOf(sheet);
    const shown = new Set(visible(sheet, answers));
    const wanted = new Set(required(sheet, answers));
    for (const question of sheet.questions) {
      const row = rows.get(nameOf(sheet, question));
      const value = answers[question.code] ?? null;
      const unreasoned = more(row, value);
      const isWanted = unreasoned || (value === null && wanted.has(question.code));
      row.hidden = !shown.has(question.code);
      mark(row, value !== null && !unreasoned && !isOutside(question, value), isWanted);
      if (row.hidden) continue;
      if (value !== null) all[question.code] = value;
      if (isWanted) missing += 1;
    }
  }
  for (const group of groups) count(group);
  said();
  form.dispatchEvent(new CustomEvent("answers:changed", { bubbles: true, detail: { answers: all } }));
}

function mark(row, answered, wanted) {
  row.classList.toggle("is-answered", answered);
  row.querySelector("[data-ask-done]").hidden = !answered;
  row.querySelector("[data-ask-missing]").hidden = !wanted;
}

// Whoever is dissatisfied is asked about whom and what; whoever is satisfied, why, where the question wants it.
// Says whether the reason is still wanted.
function more(row, value) {
  const part = row.querySelector("[data-ask-more]");
  if (!part) return false;
  const dissatisfied = value === 1 || value === 2;
  part.hidden = !(dissatisfied || (part.hasAttribute("data-always") && typeof value === "number" && value !== 3));
  part.querySelector("[data-ask-who]").hidden = !dissatisfied;
  part.querySelector("[data-ask-complain]").hidden = !dissatisfied;
  return !part.hidden && !reasonOf(row).value.trim();
}

const reasonOf = (row) => row.querySelector('[name$="-reason"]');

const shownIn = (part) => [...part.querySelectorAll("[data-ask]")].filter((row) => !row.hidden);
const isAnswered = (row) => row.classList.contains("is-answered");

function count(group) {
  const shown = shownIn(group);
  group.hidden = !shown.length;
  group.querySelector("[data-ask-count]").textContent = `${shown.filter(isAnswered).length}/${shown.length}`;
}

// On the key "completed": how many answers it still waits for.
function said() {
  const key = document.querySelector("#outcome-completed + .outcome small");
  if (!key) return;
  key.dataset.consequence ??= key.textContent;
  const words = document.querySelector("[data-ask-missing-words]")?.content.textContent.trim() || "";
  key.textContent = missing ? words.replace("{n}", missing) : key.dataset.consequence;
  key.classList.toggle("is-warn", missing > 0);
}

// --- One group at a time ---

function unfold(group) {
  for (const other of groups) {
    if (other.closest("[data-step]") !== group.closest("[data-step]")) continue;
    const head = other.querySelector("[data-ask-open]");
    const isOpen = other === group || head.parentElement.hidden;
    head.setAttribute("aria-expanded", String(isOpen));
    other.querySelector("[data-ask-body]").hidden = !isOpen;
  }
}

function focus(row) {
  if (!row) return false;
  unfold(row.closest("[data-ask-group]"));
  const field = choices(row).find((one) => one.checked) || (na(row).checked ? na(row) : choices(row)[0]);
  field.focus();
  if (field.select && field.type === "text") field.select();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

const firstOf = (part) => shownIn(part).find((row) => !isAnswered(row)) || shownIn(part)[0];

for (const group of groups) {
  group.querySelector("[data-ask-open]").addEventListener("click", () => focus(firstOf(group)));
}

// A step was opened by hand: its first open question has the keyboard.
form.addEventListener("step:open", (event) => {
  if (event.target.querySelector("[name=answered_by], [name=level][value='']:checked")) return;
  if (focus(firstOf(event.target))) event.preventDefault();
});

// After the call's own questions of the step.
form.addEventListener("step:rest", (event) => {
  if (focus(firstOf(event.target))) event.preventDefault();
});

// --- By keyboard: Enter next, Shift Enter the one before, Backspace takes the answer away ---

function go(row, by) {
  const step = row.closest("[data-step]");
  const shown = shownIn(step);
  const next = shown[shown.indexOf(row) + by];
  const field = by > 0 && within(row);
  if (field) return field.focus();
  if (next) return focus(next);
  if (by > 0) return step.querySelector("[data-step-next]").click();
  return (step.querySelector("[name=level]:checked") || step.querySelector("[name=answered_by]:checked"))?.focus();
}

// Person and reason come before the next question.
function within(row) {
  const part = row.querySelector("[data-ask-more]");
  if (!part || part.hidden) return null;
  const fields = [...part.querySelectorAll("input")].filter((one) => !one.closest("[hidden]"));
  return fields[fields.indexOf(document.activeElement) + 1];
}

function clear(row) {
  for (const one of choices(row)) { if (one.type === "text" || one.type === "date") one.value = ""; else one.checked = false; }
  na(row).checked = false;
  keep(row);
}

const isText = (element) => element.matches("[type=text], [type=date]");

document.addEventListener("keydown", (event) => {
  const row = rowOf(event.target);
  if (!row || event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (/Enter$/.test(event.code) && !event.target.matches("button")) {
    event.preventDefault();
    if (!event.repeat) go(row, event.shiftKey ? -1 : 1);
  } else if (event.code === "Backspace" && !isText(event.target)) {
    event.preventDefault();
    clear(row);
  }
}, true);

form.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (!row || cursor.value === row.dataset.ask) return;
  cursor.value = row.dataset.ask;
  form.dispatchEvent(new Event("draft:change"));
});

// --- An answer was given ---

function keep(row) {
  row.querySelector("[data-ask-earlier]")?.remove();
  refresh();
  form.dispatchEvent(new Event("draft:change"));
  form.dispatchEvent(new Event("draft:flush"));
}

form.addEventListener("change", (event) => {
  const row = rowOf(event.target);
  if (!row) return;
  if (event.target === na(row)) {
    if (na(row).checked) for (const one of choices(row)) { if (isText(one)) one.value = ""; else one.checked = false; }
  } else if (choices(row).includes(event.target)) {
    na(row).checked = false;
  }
  bound(row);
  keep(row);
});

// While something is typed, what depends on it comes and goes at once; it is kept with the next tick.
form.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (!row || !isText(event.target)) return;
  if (event.target.value && choices(row).includes(event.target)) na(row).checked = false;
  refresh();
});

function isOutside(question, value) {
  if (question.kind !== "number" || typeof value !== "string" || !value) return false;
  const number = millionths(value);
  return number === null || (question.low !== null && number < millionths(question.low)) || (question.high !== null && number > millionths(question.high));
}

function bound(row) {
  const words = row.querySelector("[data-ask-wrong]");
  const field = choices(row)[0];
  const question = sheets.flatMap((sheet) => sheet.questions.map((one) => [nameOf(sheet, one), one])).find(([name]) => name === row.dataset.ask)[1];
  words.hidden = !isOutside(question, field.value.trim());
  if (!words.hidden) words.textContent = words.dataset.bound;
  field.classList.toggle("is-invalid", !words.hidden);
  field.setAttribute("aria-invalid", String(!words.hidden));
}

// --- Dissatisfied: the complaint, in the same save, begins with what was said ---

function complaintOf(row) {
  if (!row || row.hidden || row.querySelector("[data-ask-complain]")?.hidden !== false) return null;
  const value = (part) => row.querySelector(`[name$="-${part}"]`)?.value.trim() || "";
  return { case_kind: "complaint", case_words: value("reason"), case_persons: value("who"), case_department: form.dataset.department || "" };
}

const inHand = () => rows.get(cursor.value);

for (const button of document.querySelectorAll("[data-ask-complain]")) {
  button.addEventListener("click", () => {
    cursor.value = rowOf(button).dataset.ask;
    const tab = document.querySelector("[data-tab=case]");
    if (tab.getAttribute("aria-expanded") === "true") document.dispatchEvent(new CustomEvent("case:opened"));
    else tab.click();
  });
}

// The panel is asked for with these; one that is there already keeps what stands in it.
document.addEventListener("case:opening", (event) => {
  const told = complaintOf(inHand());
  for (const [name, value] of Object.entries(told || {})) if (!event.detail.values[name]) event.detail.values[name] = value;
});

document.addEventListener("case:opened", () => {
  const told = complaintOf(inHand());
  if (!told) return;
  for (const [name, value] of Object.entries(told)) {
    const field = document.querySelector(`[name=${name}]:not([type=radio])`);
    if (field && !field.value) field.value = value;
    if (name === "case_words" && field && value && !field.value.includes(value)) field.value += `\n${value}`;
  }
  const kinds = [...document.querySelectorAll("[name=case_kind]")];
  const none = kinds.find((one) => one.checked && one.value === "");
  if (none) kinds.find((one) => one.value === told.case_kind).checked = true;
  form.dispatchEvent(new Event("draft:change"));
});

// --- Where the call stood ---

for (const step of new Set(groups.map((group) => group.closest("[data-step]")))) {
  const first = firstOf(step)?.closest("[data-ask-group]");
  if (first) unfold(first);
}
if (sheets.length) refresh();
const row = inHand();
if (row && !row.hidden && row.closest(".step-open")) focus(row);

// A call that goes on with an interrupted one goes from the greeting to its first open question.
let resumes = form.hasAttribute("data-resume");

form.addEventListener("step:next", (event) => {
  if (!resumes || !event.detail.to?.querySelector("[data-ask]")) return;
  resumes = false;
  const open = [...rows.values()].find((one) => !one.hidden && !isAnswered(one));
  if (open) event.detail.to = open.closest("[data-step]");
});
