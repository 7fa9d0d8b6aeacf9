"use strict";
(function () {
  var entries = JSON.parse(document.getElementById("entries").textContent);
  var words = JSON.parse(document.getElementById("words").textContent);
  var folding = JSON.parse(document.getElementById("folding").textContent);
  // The same folding as reference.names.normalise: letters and digits only, look-alikes of other scripts made Latin.
  function folded(text) {
    return text.normalize("NFKD").toLowerCase().replace(/[\u0300-\u036f\u0640]/g, "").normalize("NFC")
      .replace(/./gsu, function (c) { return c in folding.alike ? folding.alike[c] : c; })
      .replace(/[^\p{L}\p{N}]/gu, "");
  }
  // "Freon 22", "хладон 22": a brand word before an ASHRAE number stands for R.
  function spellings(text) {
    var wanted = folded(text), all = [wanted];
    folding.brands.forEach(function (brand) {
      if (wanted.length > brand.length && wanted.indexOf(brand) === 0) { all.push("r" + wanted.slice(brand.length).replace(/^r/, "")); }
    });
    return all;
  }
  entries.forEach(function (e) {
    var all = [e.designation, e.name || "", e.cas || "", "un" + (e.un_number || "-")].concat(e.names || [], e.hs_codes || [], e.national_codes || []);
    if (/^R-/.test(e.designation)) { all.push(e.designation.slice(2)); }
    e.keys = all.map(folded).filter(Boolean);
  });
  function rank(entry, wanted) {
    var best = 0;
    entry.keys.forEach(function (k) {
      if (wanted.indexOf(k) >= 0 && k.length > 3 && wanted.length > k.length) { best = Math.max(best, 2); }
      if (k === wanted) { best = 4; } else if (k.indexOf(wanted) === 0) { best = Math.max(best, 3); } else if (wanted.length > 2 && k.indexOf(wanted) > 0) { best = Math.max(best, 1); }
    });
    return best;
  }
  function element(tag, text, name) {
    var made = document.createElement(tag);
    if (text) { made.textContent = text; }
    if (name) { made.className = name; }
    return made;
  }
  function fact(list, term, value) {
    if (!value || !value.length) { return; }
    var told = element("dd", Array.isArray(value) ? "" : value);
    if (Array.isArray(value)) { // codes and formulas keep their own direction in a right-to-left page
      value.forEach(function (part, i) { var one = element("bdi", part); one.dir = "ltr"; told.append(i ? " · " : "", one); });
    }
    list.append(element("dt", term), told);
  }
  function hit(e) {
    var box = element("article", "", e.controlled ? "hit" : "hit free");
    box.append(element("h3", e.designation), element("p", e.name));
    box.append(element("p", e.controlled ? words.controlled : words.free, "mark"), element("p", e.here), element("p", e.caution, "caution"));
    var list = element("dl");
    fact(list, words.code, e.hs_codes);
    fact(list, words.national, e.national_codes || words.nonational);
    fact(list, words.un, e.un_number);
    fact(list, words.cas, e.cas);
    fact(list, words.parts, e.parts);
    fact(list, words.sizes, e.packages_kg && e.packages_kg.map(String));
    fact(list, words.sure, e.confidence);
    box.append(list);
    return box;
  }
  var found = document.getElementById("found");
  document.getElementById("q").addEventListener("input", function () {
    var wanted = spellings(this.value);
    found.replaceChildren();
    if (!wanted[0]) { return; }
    var hits = entries.map(function (e) { return [Math.max.apply(null, wanted.map(function (w) { return rank(e, w); })), e]; })
      .filter(function (pair) { return pair[0] > 0; })
      .sort(function (a, b) { return b[0] - a[0] || a[1].designation.length - b[1].designation.length; });
    var exact = hits.filter(function (pair) { return pair[0] === 4; });
    var shown = (exact.length ? exact : hits).slice(0, 8);
    shown.forEach(function (pair) { found.append(hit(pair[1])); });
    if (!hits.length) { found.append(element("p", words.none)); }
    if (hits.length > shown.length && !exact.length) { found.append(element("p", words.many)); }
  });
  var comma = (1.5).toLocaleString(document.documentElement.lang).indexOf(",") > 0;
  // Digits of any script. "15,640" is fifteen thousand where a comma is no decimal mark; a count of cylinders is
  // whole and no cylinder holds a tonne, so "1.150" of them and "13,608" kg in one are clear everywhere.
  function number(id) {
    var text = document.getElementById(id).value.normalize("NFKC").replace(/./gsu, function (c) { return /^\d$/.test(folding.alike[c]) ? folding.alike[c] : c; })
      .replace(/[\s'’٬]/g, "").replace(/٫/g, ".").replace(/،/g, ",");
    var marks = text.replace(/[^.,]/g, ""), last = marks.slice(-1), kinds = new Set(marks).size;
    var apart = kinds === 1 && (marks.length > 1 || id === "n" || id !== "size" && (last === ",") !== comma);
    if (apart && /^\d{1,3}([.,]\d{3})+$/.test(text)) { text = text.replace(/[.,]/g, ""); }
    if (kinds === 2 && marks.indexOf(last) === marks.length - 1) { text = text.split(last === "," ? "." : ",").join(""); }
    text = text.replace(",", ".");
    return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
  }
  function fill(sentence, values) { return sentence.replace(/%\((\w+)\)s/g, function (_, name) { return values[name]; }); }
  function sum() {
    var n = number("n"), size = number("size"), net = number("net"), gross = number("gross"), said = [];
    if (n && size) {
      var total = Math.round(n * size * 1000) / 1000;
      said.push(fill(words.sum, { n: n, size: size, total: total }));
      if (net !== null) {
        var off = Math.round((net - total) * 1000) / 1000;
        // One per cent: what rounding a 13.608 kg cylinder to 13.6 and weighing can explain.
        said.push(Math.abs(off) <= 0.01 * total ? words.agrees : fill(words.differs, { kg: off, percent: Math.round(1000 * off / total) / 10 }));
      }
    }
    if (net !== null && gross !== null) {
      said.push(gross <= net ? words.gross : n ? fill(words.tare, { kg: Math.round(10 * (gross - net) / n) / 10 }) : "");
    }
    document.getElementById("sumsays").textContent = said.filter(Boolean).join("\n");
  }
  ["n", "size", "net", "gross"].forEach(function (id) { document.getElementById(id).addEventListener("input", sum); });
})();
