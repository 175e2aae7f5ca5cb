// The slider "as known on": says at which event it stands while it moves, and shows the figures of then when it is let go.
"use strict";

(() => {
  const slider = (event) => event.target.closest?.("[data-known] input[type=range]");
  document.addEventListener("input", (event) => {
    const at = slider(event);
    if (at) at.form.querySelector("output").textContent = `№ ${at.value}`;
  });
  document.addEventListener("change", (event) => slider(event)?.form.requestSubmit());
})();
