// Puts in what takes the server longer, once the page is there: a part of another page, to which a link leads anyway.
"use strict";

(() => {
  const fill = async (place) => {
    place.dataset.asked = String(Date.now());
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(place.dataset.lazy);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const part = page.querySelector(place.dataset.partOf);
      if (!part) return;
      place.querySelector("[data-filled]")?.remove();
      part.dataset.filled = "yes";
      place.prepend(document.adoptNode(part));
    } catch {
      // The link that stands there leads to the same.
    } finally {
      place.removeAttribute("aria-busy");
    }
  };
  const AGAIN_MS = 60_000; // what changes all the time is not asked for all the time
  const all = () => document.querySelectorAll("[data-lazy]").forEach((place) => {
    if (Date.now() - Number(place.dataset.asked ?? 0) > AGAIN_MS) fill(place);
  });
  all();
  document.addEventListener("yingsu:swapped", all);
})();
