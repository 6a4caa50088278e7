// Which questions of a questionnaire are asked and which want an answer, in the page: policy/questionnaires.py
// means the same. `sheet` is what Sheet.as_json() wrote; `answers`: question code to value.

import { holds } from "./expression.js";

const WHOLE = ["level", "frequency", "scale"];

/** Each visible question with the answers known before it: a hidden one's answer counts as missing. */
function asked(sheet, answers) {
  const known = {};
  const found = [];
  for (const question of sheet.questions) {
    if (question.show_if && !holds(question.show_if.tree, known)) continue;
    found.push([question, { ...known }]);
    if (Object.hasOwn(answers, question.code)) known[question.code] = answers[question.code];
  }
  return found;
}

export function visible(sheet, answers) {
  return asked(sheet, answers).map(([question]) => question.code);
}

export function required(sheet, answers) {
  const wanted = ([question, known]) =>
    question.required || (question.required_if && holds(question.required_if.tree, known));
  return asked(sheet, answers).filter(wanted).map(([question]) => question.code);
}

/** What a form's fields say, as a value; null when nothing was given. As answer_of() on the server. */
export function answerOf(question, texts) {
  const given = texts.map((text) => text.trim()).filter(Boolean);
  if (question.kind === "several") {
    const codes = given.flatMap((text) => text.split(",")).filter(Boolean);
    return codes.length ? codes : null;
  }
  if (!given.length) return null;
  if (WHOLE.includes(question.kind) && /^[0-9]{1,2}$/.test(given[0])) return Number(given[0]);
  if (question.kind === "yesno" && (given[0] === "true" || given[0] === "false")) return given[0] === "true";
  return given[0];
}
