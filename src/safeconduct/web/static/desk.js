// Keys of the review desk: an addition to its forms and links, which work without this script. A key presses the element
// that names it, or moves into it if it is a field; never while a field has the focus, never from a key held down.
"use strict";

const FIELD = "input:not([type=checkbox]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const field = event.target instanceof Element ? event.target.closest(FIELD) : null;
  if (field) {
    if (event.key === "Escape") field.blur();
    if (event.key === "Enter" && field.dataset.enter) {
      event.preventDefault();
      if (!event.repeat) document.getElementById(field.dataset.enter).click();
    }
    return;
  }
  if (event.repeat) return;
  // Other keyboard layouts have other letters on the same keys.
  const letter = /^[a-z]$/.test(event.key) ? event.key : /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : "";
  const wanted = letter && document.querySelector('[data-key="' + letter + '"]');
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches(FIELD)) {
    wanted.focus();
    wanted.scrollIntoView({ block: "nearest" });
  } else wanted.click();
});
