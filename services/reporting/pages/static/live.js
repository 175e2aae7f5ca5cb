// Lets a page show what has changed without being loaded again. One stream of signs is listened to; on a sign that
// concerns the page it is asked for once more, and only what differs is changed in place: focus, scrolling, what is
// folded out, and what somebody is typing stay. Others hear of it by the event `yingsu:swapped` on the document.
"use strict";

(() => {
  const own = document.currentScript.dataset;
  const said = document.getElementById("live");
  const root = document.documentElement;
  const BREATH = 400, OFTEN = 3, GIVE_UP = 5000, SHOWN = 4000, LOST = 1500;
  let position = own.after, source = null, closing, losing, planned, calming;
  let fetching = false, again = false, wanted = 0, asked = [], tries = 0;

  const state = (name, words = "") => {
    root.dataset.live = name;
    if (said.dataset.state !== name) said.dataset.state = name;
    if (said.textContent !== words) said.textContent = words;
  };

  // --- what is heard

  const open = () => {
    clearTimeout(closing);
    if (source || document.hidden) return;
    source = new EventSource(`${own.stream}&after=${position}`);
    source.onopen = () => {
      tries = 0;
      clearTimeout(losing);
      state("open");
    };
    source.onerror = () => {
      clearTimeout(losing);
      losing = setTimeout(() => state("lost", own.lost), root.dataset.live === "lost" ? 0 : LOST);
      if (source?.readyState === EventSource.CLOSED) refused();
    };
    source.addEventListener("settled", (event) => {
      const told = JSON.parse(event.data);
      // A sign that names no new position tells of more than a position can say: whatever is shown lacks it.
      wanted = Math.max(wanted, told.position > Number(position) ? told.position : Infinity);
      position = String(told.position);
      root.dataset.livePosition = position;
      plan(told.spread_ms);
    });
  };

  const close = () => {
    source?.close();
    source = null;
    clearTimeout(losing);
  };

  // The browser does not come back by itself to what was refused: the service is just starting, or who reads may not.
  const refused = () => {
    close();
    tries += 1;
    closing = setTimeout(async () => {
      if (tries > 1) await fetched();
      if (root.dataset.live !== "out") open();
    }, Math.min(60_000, 1000 * 2 ** Math.min(tries, 6)) * (0.5 + Math.random() / 2));
  };

  // --- asking again

  // `wanted` is up to where the page should show all that follows; 0 when it does. The first sign after a while is
  // followed at once; the more often the page was asked for of late, the longer it rests, so that it is not asked for
  // more often than every BREATH for long.
  const plan = (spread) => {
    if (document.hidden || planned) return;
    const now = Date.now();
    asked = asked.filter((at) => at > now - OFTEN * BREATH);
    const rest = asked.length ? Math.max(0, asked.at(-1) + (asked.length * BREATH) / OFTEN - now) : 0;
    planned = setTimeout(() => {
      planned = undefined;
      fetched();
    }, rest + Math.random() * spread);
  };

  const fetched = async () => {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    wanted = 0;
    try {
      const answer = await fetch(location.href, { cache: "no-store", headers: { "Yingsu-Live": "1" } });
      if (answer.status === 401 || answer.status === 403 || answer.redirected) {
        close();
        state("out", own.out);
        return;
      }
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const upto = Number(fresh.querySelector("script[data-stream]")?.dataset.after ?? 0);
        if (wanted <= upto) { // what was told meanwhile is in what was just read
          wanted = 0;
          clearTimeout(planned);
          planned = undefined;
          again = false;
        }
        swap(fresh, upto);
      }
    } catch {
      wanted = Infinity; // the service is away; the stream tells when it is back
    } finally {
      fetching = false;
      asked.push(Date.now());
      if (again) {
        again = false;
        plan(0);
      }
    }
  };

  // --- what differs is changed in place

  const key = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType;
    const named = node.id || node.dataset.key || node.dataset.metric;
    if (named) return `${node.tagName}#${named}`;
    const row = ["TR", "LI", "ARTICLE"].includes(node.tagName) && node.querySelector("a[href]");
    return row ? `${node.tagName}>${row.getAttribute("href")}` : `${node.tagName}.${node.className.baseVal ?? node.className.replace(/\s*\bchanged\b/, "")}`;
  };
  const text = (node) => node.nodeType !== Node.ELEMENT_NODE;
  const KEEPS = { DETAILS: ["open"], DIALOG: ["open"], INPUT: ["value", "checked"], OPTION: ["selected"] };

  const attributes = (old, fresh) => {
    const kept = KEEPS[old.tagName] ?? [];
    for (const { name, value } of fresh.attributes) {
      if (!kept.includes(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    for (const { name } of [...old.attributes]) {
      const ours = name === "class" ? false : kept.includes(name) || name === "data-drawn" || name === "data-kept" || name === "style";
      if (!ours && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
  };

  const inHand = (node) =>
    ["INPUT", "TEXTAREA", "SELECT"].includes(node.tagName) &&
    (node === document.activeElement || ("defaultValue" in node && node.value !== node.defaultValue));

  const drawn = (node) => node.matches?.("[data-chart]");

  const morph = (old, fresh, changed) => {
    if (text(old)) {
      if (old.data === fresh.data) return;
      if (old.data.trim() !== fresh.data.trim()) changed.add(old.parentElement);
      old.data = fresh.data;
      return;
    }
    if (old.dataset.kept !== undefined || inHand(old)) return;
    if (old.dataset.lazy && old.dataset.lazy === fresh.dataset.lazy) return; // lazy.js fills it, and when again
    if (old.isEqualNode(fresh)) return;
    if (drawn(old) && old.dataset.chart !== fresh.dataset.chart) {
      old.replaceWith(fresh);
      changed.add(fresh);
      return;
    }
    attributes(old, fresh);
    if (drawn(old)) return;
    children(old, fresh, changed);
  };

  const AHEAD = 200;
  const find = (list, from, wanted) => {
    for (let at = from; at < list.length && at < from + AHEAD; at += 1) if (key(list[at]) === wanted) return at;
    return -1;
  };

  const children = (old, fresh, changed) => {
    const before = [...old.childNodes], after = [...fresh.childNodes];
    let at = 0;
    for (const one of after) {
      const wanted = key(one);
      if (at < before.length && key(before[at]) !== wanted) {
        const later = text(one) ? -1 : find(before, at + 1, wanted);
        if (later > 0) {
          while (at < later) before[at++].remove();
        }
      }
      if (at < before.length && key(before[at]) === wanted) {
        morph(before[at++], one, changed);
      } else {
        old.insertBefore(one, before[at] ?? null);
        if (!text(one)) changed.add(one);
      }
    }
    for (const gone of before.slice(at)) gone.remove();
  };

  const swap = (fresh, upto) => {
    const changed = new Set();
    for (const place of ["#main", ".colophon"]) {
      const old = document.querySelector(place), one = fresh.querySelector(place);
      if (old && one) morph(old, document.adoptNode(one), changed);
    }
    if (document.title !== fresh.title) document.title = fresh.title;
    const seen = [...changed].filter((node) => node.isConnected && !node.closest(".fresh, .colophon, .unseen"));
    mark(seen);
    document.dispatchEvent(new CustomEvent("yingsu:swapped", { detail: { position: upto, changed: seen } }));
  };

  const mark = (nodes) => {
    if (!nodes.length) return;
    for (const node of nodes) node.classList.add("changed");
    state("open", own.updated.replace("%d", nodes.length));
    root.dataset.liveSwaps = Number(root.dataset.liveSwaps ?? 0) + 1;
    clearTimeout(calming);
    calming = setTimeout(() => {
      for (const node of document.querySelectorAll(".changed")) node.classList.remove("changed");
      if (root.dataset.live === "open") state("open");
    }, SHOWN);
  };

  // --- whoever does not look needs no stream: a browser has but six for all of its pages

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      closing = setTimeout(() => {
        close();
        state("paused");
      }, GIVE_UP);
      return;
    }
    open();
    if (wanted) plan(0);
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => {
    if (event.persisted) open();
  });
  open();
})();
