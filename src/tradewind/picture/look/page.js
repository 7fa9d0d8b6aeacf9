"use strict";
// Reading needs none of this: it shows one chapter at a time, filters long tables and enlarges the map.
(() => {
  const chapters = [...document.querySelectorAll(".chapter")];
  const links = [...document.querySelectorAll(".chapters a")];
  function show(id) {
    for (const chapter of chapters) chapter.classList.toggle("off", chapter.id !== id);
    for (const link of links) {
      if (link.hash === "#" + id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
  function follow() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const chapter = target && target.closest(".chapter");
    if (chapter) {
      show(chapter.id);
      const opened = target.closest("details");
      if (opened) opened.open = true;
      target.scrollIntoView();
    }
  }
  if (chapters.length) show(chapters[0].id);
  addEventListener("hashchange", follow);
  follow();

  for (const tools of document.querySelectorAll(".tools[hidden]")) {
    const rows = [...document.getElementById(tools.dataset.for).tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const said = tools.querySelector("output");
    tools.hidden = false;
    tools.querySelector("input").addEventListener("input", (event) => {
      const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row, i) => {
        const fits = words.every((word) => texts[i].includes(word));
        row.hidden = !fits;
        shown += fits;
      });
      said.textContent = words.length ? shown + " / " + rows.length : "";
    });
  }

  for (const zoom of document.querySelectorAll(".zoom[hidden]")) {
    const drawing = document.getElementById(zoom.dataset.for).querySelector("svg");
    const whole = drawing.viewBox.baseVal;
    const [width, height] = [whole.width, whole.height];
    let [x, y, scale] = [0, 0, 1];
    const draw = () => {
      const [w, h] = [width / scale, height / scale];
      x = Math.min(Math.max(x, 0), width - w);
      y = Math.min(Math.max(y, 0), height - h);
      drawing.setAttribute("viewBox", [x, y, w, h].join(" "));
    };
    const steps = { in: 1.5, out: 1 / 1.5 };
    const moves = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };
    zoom.hidden = false;
    zoom.addEventListener("click", (event) => {
      const does = event.target.dataset.does;
      if (!does) return;
      if (does in steps) {
        const next = Math.min(Math.max(scale * steps[does], 1), 12);
        x += (width / scale - width / next) / 2;
        y += (height / scale - height / next) / 2;
        scale = next;
      } else if (does in moves) {
        x += (moves[does][0] * width) / scale / 4;
        y += (moves[does][1] * height) / scale / 4;
      } else scale = 1;
      draw();
    });
  }
})();
