// Show a question only when an earlier answer asks for it. Without this script every question is
// shown. One in error is shown whatever the answer.
//   data-shown-for="rating=at_risk off_track"   a choice is one of these
//   data-shown-before="moved_to=2020-09-01"     the date in three boxes lies before this day
const MONTHS = "january february march april may june july august september october november december".split(" ");

function startReveal(block, asksForIt) {
  const form = block.closest("form");
  const update = () => {
    const inError = block.querySelector(".govuk-form-group--error") !== null;
    block.hidden = !inError && !asksForIt(new FormData(form));
  };
  form.addEventListener("input", update);
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}

function isChosen(condition) {
  const [name, answers] = condition.split("=");
  return (data) => answers.split(" ").includes(data.get(name));
}

function monthNumber(text) {
  const name = text.toLowerCase().replace(/\.$/, "");
  const named = name.length >= 3 ? MONTHS.findIndex((month) => month.startsWith(name)) + 1 : 0;
  return named || Number(text);
}

// "2020-08-05" for the boxes 5, Aug, 2020; nothing while they hold no whole date.
function typedDate(data, name) {
  const [day, month, year] = [0, 1, 2].map((box) => (data.get(`${name}_${box}`) || "").trim());
  const [dayNumber, number] = [Number(day), monthNumber(month)];
  if (!/^[12][0-9]{3}$/.test(year) || !(dayNumber >= 1 && dayNumber <= 31) || !(number >= 1 && number <= 12)) return "";
  return [year, ...[number, dayNumber].map((part) => String(part).padStart(2, "0"))].join("-");
}

function isBefore(condition) {
  const [name, limit] = condition.split("=");
  return (data) => {
    const day = typedDate(data, name);
    return day !== "" && day < limit;
  };
}

for (const block of document.querySelectorAll("[data-shown-for]")) startReveal(block, isChosen(block.dataset.shownFor));
for (const block of document.querySelectorAll("[data-shown-before]")) startReveal(block, isBefore(block.dataset.shownBefore));
