// The small language of questionnaires and red flags, evaluated in the page: policy/expressions.py means the
// same. The server has made the tree; nothing is parsed here. Numbers are compared as decimals, never as floats.

const NUMBER = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/;

/** `tree` as the server made it; `answers`: question code to value. */
export function holds(tree, answers) {
  if (tree.op === "and") return tree.of.every((one) => holds(one, answers));
  if (tree.op === "or") return tree.of.some((one) => holds(one, answers));
  if (tree.op === "not") return !holds(tree.of[0], answers);
  const answer = Object.hasOwn(answers, tree.name) ? answers[tree.name] : null;
  if (tree.op === "na") return isNa(answer);
  if (tree.op === "answered") return isAnswered(answer);
  return isAnswered(answer) && compare(tree.op, answer, tree.values);
}

const isObject = (answer) => typeof answer === "object" && answer !== null && !Array.isArray(answer);

export const isNa = (answer) => isObject(answer) && answer.na === true;

/** Given, and not as "not applicable". */
export function isAnswered(answer) {
  if (answer === null || answer === undefined || answer === "" || isObject(answer)) return false;
  return !(Array.isArray(answer) && answer.length === 0);
}

/** A number as exactly as the language knows numbers: twelve digits, six decimals. null: it is none. */
export function millionths(value) {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !NUMBER.test(text)) return null;
  const [whole, part = ""] = text.split(".");
  return BigInt(whole + part.padEnd(6, "0"));
}

function compare(op, answer, values) {
  if (op === "has") return Array.isArray(answer) && answer.includes(values[0]);
  if (op === "in") return values.some((value) => equal(answer, value));
  if (op === "==") return equal(answer, values[0]);
  if (op === "!=") return fits(answer, values[0]) && !equal(answer, values[0]);
  return ordered(op, millionths(answer), number(values[0]));
}

function ordered(op, left, right) {
  if (left === null || right === null) return false;
  if (op === "<") return left < right;
  if (op === "<=") return left <= right;
  return op === ">" ? left > right : left >= right;
}

const number = (value) => (isObject(value) ? millionths(value.number) : null);

function fits(answer, value) {
  return isObject(value) ? millionths(answer) !== null : typeof answer === typeof value;
}

function equal(answer, value) {
  if (!isObject(value)) return answer === value;
  const found = millionths(answer);
  return found !== null && found === number(value);
}
