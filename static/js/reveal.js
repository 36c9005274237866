// Show a question only when an earlier answer asks for it: data-shown-for="rating=at_risk off_track".
// Without this script every question is shown. One in error is shown whatever the answer.
function startReveal(block) {
  const [name, answers] = block.dataset.shownFor.split("=");
  const wanted = answers.split(" ");
  const form = block.closest("form");
  const update = () => {
    const inError = block.querySelector(".govuk-form-group--error") !== null;
    block.hidden = !inError && !wanted.includes(new FormData(form).get(name));
  };
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}

document.querySelectorAll("[data-shown-for]").forEach(startReveal);
