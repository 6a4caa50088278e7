// Trying a questionnaire out: branches open and close with the answers, as in a call. Nothing is sent or kept.

import { answerOf, required, visible } from "./questions.js";

const root = document.querySelector("[data-preview]");
const sheet = JSON.parse(document.getElementById("sheet").textContent);
const questions = new Map(sheet.questions.map((question) => [question.code, question]));
const boxes = [...root.querySelectorAll("[data-preview-question]")];
const count = document.querySelector("[data-preview-count]");

function given(box) {
  if (box.querySelector("[data-preview-na]").checked) return { na: true };
  const code = box.dataset.previewQuestion;
  const fields = [...box.querySelectorAll("input:not([data-preview-na])")];
  const texts = fields.filter((field) => field.checked || !["radio", "checkbox"].includes(field.type));
  return answerOf(questions.get(code), texts.map((field) => field.value));
}

function draw() {
  const answers = {};
  for (const box of boxes) {
    const answer = given(box);
    if (answer !== null) answers[box.dataset.previewQuestion] = answer;
  }
  const shown = new Set(visible(sheet, answers));
  const wanted = required(sheet, answers);
  for (const box of boxes) {
    const code = box.dataset.previewQuestion;
    box.hidden = !shown.has(code);
    box.querySelector("[data-preview-wanted]").hidden = !wanted.includes(code) || code in answers;
  }
  for (const part of root.querySelectorAll("[data-preview-part]")) {
    part.hidden = !part.querySelector("[data-preview-question]:not([hidden])");
  }
  const left = wanted.filter((code) => !(code in answers)).length;
  count.textContent = `${count.dataset.shown} ${shown.size}・${count.dataset.needed} ${left}`;
}

root.addEventListener("input", (event) => {
  const box = event.target.closest("[data-preview-question]");
  // "Does not apply" and an answer exclude each other.
  if (event.target.matches("[data-preview-na]")) {
    for (const field of box.querySelectorAll("input:not([data-preview-na])")) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
  } else box.querySelector("[data-preview-na]").checked = false;
  draw();
});
draw();
