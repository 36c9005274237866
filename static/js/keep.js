// Keep on the server, unsaved, what is being typed: at most every 15 seconds, and when the page is
// left. After a session ended, or a crash, the same form opens with the same text.
function startKeeping(form) {
  let kept = null;
  const status = document.createElement("p");
  status.className = "govuk-hint app-kept";
  status.setAttribute("role", "status");
  form.append(status);

  const typed = () => {
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(texts).toString();
  };
  const say = (response) => {
    const at = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    status.textContent = response.ok
      ? `What you typed is kept (${at}). It is not saved yet.`
      : response.status === 401
        ? "You have been signed out. What you typed is kept: press a button below, sign in, and go on."
        : "What you typed could not be kept just now. It will be tried again.";
  };
  const keep = async () => {
    const now = typed();
    if (sent || now === kept) return;
    try {
      const body = new URLSearchParams(`${now}&keep=1`);
      // What is on its way when the form is sent must not arrive after it, and come back as new.
      const { signal } = onItsWay;
      const response = await fetch(form.action, { method: "POST", body, redirect: "manual", signal });
      if (response.ok || response.status === 401) kept = now;
      say(response);
    } catch {
      if (!sent) say({ ok: false, status: 0 });
    }
  };
  const leave = () => {
    if (!sent && typed() !== kept) {
      navigator.sendBeacon(form.action, new URLSearchParams(`${typed()}&keep=1`));
    }
  };
  let sent = false;
  let onItsWay = new AbortController();

  kept = typed();
  form.addEventListener("submit", () => {
    sent = true;
    onItsWay.abort();
  });
  window.addEventListener("pageshow", () => {
    sent = false;
    onItsWay = new AbortController();
  });
  window.addEventListener("pagehide", leave);
  setInterval(keep, 15000);
}

document.querySelectorAll("form[data-keep]").forEach(startKeeping);
