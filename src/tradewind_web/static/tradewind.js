// Small things that help where a script runs; every page works without it.
"use strict";
(() => {
  // htmx under a strict policy: no eval, no inline style of its own.
  if (window.htmx) { htmx.config.allowEval = false; htmx.config.includeIndicatorStyles = false; }
  // A half-filled form survives a power cut or a lost link: <form data-draft="name"> is kept on this machine for
  // the person signed in until it is sent. Never passwords or files.
  const person = document.body.dataset.person || "";
  // A draft that was sent goes away with the next page, unless that page asks the password first: then nothing was
  // saved yet.
  const sent = `sent:${person}`;
  for (const key of JSON.parse(localStorage.getItem(sent) || "[]")) {
    if (!document.querySelector("[data-keep-drafts]")) localStorage.removeItem(key);
  }
  localStorage.removeItem(sent);
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
    form.addEventListener("submit", () => {
      localStorage.setItem(sent, JSON.stringify([...JSON.parse(localStorage.getItem(sent) || "[]"), key]));
    });
  }
  // Nobody at the desk for the agency's idle time: cover the page. The server asks the password by its own clock too.
  const lock = document.getElementById("lock");
  if (lock && document.body.dataset.idle && !document.querySelector("[data-keep-drafts]")) {
    let timer;
    const wait = () => { clearTimeout(timer); timer = setTimeout(() => lock.submit(), document.body.dataset.idle * 60000); };
    for (const act of ["pointerdown", "keydown", "scroll"]) document.addEventListener(act, wait, { passive: true });
    wait();
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // Files that are too large together are said so before they travel.
  for (const input of document.querySelectorAll("input[type=file][data-limit]")) {
    input.addEventListener("change", () => {
      const size = [...input.files].reduce((sum, f) => sum + f.size, 0);
      input.setCustomValidity(size > Number(input.dataset.limit) ? input.dataset.tooLarge : "");
      input.reportValidity();
    });
    for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]])
      input.addEventListener(type, () => input.classList.toggle("over", over));
  }
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
