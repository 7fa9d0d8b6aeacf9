// A passkey that could not be read is said on the page, not in the console alone.
"use strict";
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-trouble]");
  if (place) { place.hidden = false; event.preventDefault(); }
});
