// Leaves without a trace in the history: the page is replaced, not followed. Two taps on Escape do it
// too. Without scripts the button still works.
(() => {
  const form = document.getElementById("exit");
  if (!form) return;
  const leave = () => {
    document.body.hidden = true;
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", keepalive: true })
      .finally(() => location.replace(form.dataset.to));
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); leave(); });
  let last = 0;
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < 700) leave();
    last = event.timeStamp;
  });
})();
