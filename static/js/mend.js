// A call that was not saved: to the field that is to be mended (<form data-mend="name">), wherever it is folded away.
// Those of a questionnaire are found by asking.js.

const form = document.getElementById("call");
const { mend } = form.dataset;

// A reason is chosen in the list beside its outcome and kept in a hidden field.
function fieldOf(name) {
  const fields = [...document.querySelectorAll(`[name="${name}"]`)].filter((one) => one.form === form);
  const field = fields.find((one) => one.checked) || fields[0];
  return field?.type === "hidden" ? document.querySelector(`[data-${name}s]:not([hidden]) select`) : field;
}

function lead(field) {
  const tab = document.querySelector(`[data-tab="${field.closest(".call-right > [id]")?.id}"][aria-expanded=false]`);
  tab?.click();
  field.closest("[data-step]")?.querySelector("[data-step-open]").click();
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), "call-errors"].filter(Boolean).join(" "));
  field.focus();
}

const field = mend && fieldOf(mend);
if (field && !field.closest("[data-ask]")) lead(field);
