// One more row without a round trip. Without this script the same button asks the server for it.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.more[name=_more]");
  if (!button) return;
  const several = button.closest(".several");
  const added = several ? oneText(several, button) : oneRow(button);
  if (!added) return;
  event.preventDefault();
  added.focus();
});

function oneText(several, button) {
  const inputs = several.querySelectorAll("input");
  const last = inputs[inputs.length - 1];
  if (!last) return null;
  const fresh = last.cloneNode();
  fresh.value = "";
  fresh.removeAttribute("aria-invalid");
  fresh.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+$/, String(inputs.length + 1)));
  several.insertBefore(fresh, button);
  return fresh;
}

function oneRow(button) {
  const rows = [...document.querySelectorAll(`fieldset.row[data-row="${button.value}"]`)];
  const last = rows[rows.length - 1];
  if (!last) return null;
  const number = rows.length;
  const fresh = last.cloneNode(true);
  const dotted = new RegExp(`^${button.value}\\.\\d+\\.`);
  const dashed = new RegExp(`f-${button.value}-\\d+-`, "g");
  for (const it of fresh.querySelectorAll("[name]")) it.name = it.name.replace(dotted, `${button.value}.${number}.`);
  for (const of of ["id", "for", "aria-describedby"]) {
    for (const it of fresh.querySelectorAll(`[${of}]`)) {
      it.setAttribute(of, it.getAttribute(of).replace(dashed, `f-${button.value}-${number}-`));
    }
  }
  for (const it of fresh.querySelectorAll("input[type=text], input[type=date], textarea")) it.value = "";
  for (const it of fresh.querySelectorAll("input[type=radio]")) it.checked = it.defaultChecked;
  for (const it of fresh.querySelectorAll("select")) it.selectedIndex = [...it.options].findIndex((one) => one.defaultSelected);
  for (const it of fresh.querySelectorAll(".fault")) it.remove();
  for (const it of fresh.querySelectorAll("[aria-invalid]")) it.removeAttribute("aria-invalid");
  fresh.querySelector(".row-number").textContent = String(number + 1);
  last.after(fresh);
  return fresh.querySelector("input, select, textarea");
}

// What is wrong is read first, also by a screen reader.
document.getElementById("faults")?.focus();
