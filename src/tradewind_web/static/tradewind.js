// Small things that help where a script runs; every page works without it.
"use strict";
(() => {
  // htmx under a strict policy: no eval, no inline style of its own.
  if (window.htmx) { htmx.config.allowEval = false; htmx.config.includeIndicatorStyles = false; }
  // A half-filled form survives a power cut or a lost link: <form data-draft="name"> is kept on this machine for
  // the person signed in until it is sent. Never passwords or files.
  const person = document.body.dataset.person || "";
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `draft:${person}:${form.dataset.draft}`;
    const fields = () => [...form.elements].filter((e) => e.name && !["password", "file", "hidden", "submit"].includes(e.type));
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept) {
      for (const e of fields()) {
        if (!(e.name in kept) || form.querySelector(".wrong")) continue;
        if (e.type === "checkbox" || e.type === "radio") e.checked = kept[e.name].includes(e.value);
        else if (!e.value) e.value = kept[e.name];
      }
      form.dispatchEvent(new CustomEvent("draft-restored", { bubbles: true }));
    }
    form.addEventListener("input", () => {
      const now = {};
      for (const e of fields()) {
        if (e.type === "checkbox" || e.type === "radio") { (now[e.name] ||= []); if (e.checked) now[e.name].push(e.value); }
        else now[e.name] = e.value;
      }
      localStorage.setItem(key, JSON.stringify(now));
    });
    form.addEventListener("submit", () => localStorage.removeItem(key));
  }
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
