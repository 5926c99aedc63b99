/* The edition selector, and the bars that say when a book or an edition is old.
 * Everything comes by script tags: fetching JSON does not work on file://. */
(function () {
  "use strict";
  var DAY_MS = 86400000;
  var AMBER_DAYS = 30;
  var RED_DAYS = 90;
  var here = document.querySelector('meta[name="heirbook-edition"]');
  var editions = window.__heirbook_editions;
  if (!here) return;

  function bar(parts, late) {
    var place = document.querySelector(".heirbook-dates");
    if (!place) return;
    var line = document.createElement("p");
    line.className = late ? "heirbook-bar heirbook-bar--late" : "heirbook-bar";
    line.setAttribute("role", "note");
    parts.forEach(function (part) { line.append(part); });
    place.after(line);
  }

  function showAge() {
    var days = Math.floor((Date.now() - Date.parse(here.dataset.at)) / DAY_MS);
    if (!(days > 0)) return;
    var form = { one: 0, few: 1 }[new Intl.PluralRules(here.dataset.language).select(days)];
    if (form === undefined) form = 2;
    var text = here.getAttribute("data-age-" + form);
    text = text.replace("#", String(days));
    if (days >= AMBER_DAYS) bar([text], days >= RED_DAYS);
    else document.querySelector(".heirbook-dates").append(" " + text);
  }

  // The edition's own list of pages says whether the same page exists there.
  function open(edition) {
    var folder = here.dataset.root + "/" + encodeURIComponent(edition.version) + "/";
    var script = document.createElement("script");
    script.src = folder + "pages.js";
    script.onload = script.onerror = function () {
      location.href = folder + target((window.__heirbook_pages || {})[edition.version]);
    };
    document.head.append(script);
  }

  function target(site) {
    if (!site) return "index.html";
    var languages = [here.dataset.language].concat(Object.keys(site.roots));
    var language = languages.find(function (code) { return code in site.roots; });
    var root = site.roots[language] ? site.roots[language] + "/" : "";
    var page = here.dataset.page;
    return root + (site.pages[language].indexOf(page) >= 0 ? page : "index.html");
  }

  function showSelector() {
    var place = document.querySelector('[data-heirbook="editions"]');
    if (!place || editions.length < 2 || themeSelects()) return;
    var select = document.createElement("select");
    select.setAttribute("aria-label", here.dataset.editionWord);
    editions.forEach(function (edition) {
      var current = edition.version === here.content;
      select.append(new Option(edition.title, edition.version, current, current));
    });
    select.addEventListener("change", function () { open(editions[select.selectedIndex]); });
    place.append(select);
    place.hidden = false;
  }

  // Over HTTP the theme's own selector works, where mkdocs.yml asks for it.
  function themeSelects() {
    var config = document.getElementById("__config");
    var version = config && JSON.parse(config.textContent).version;
    return location.protocol !== "file:" && Boolean(version && version.provider);
  }

  function showOld() {
    var newest = editions[0];
    if (newest.version === here.content) return;
    var link = document.createElement("a");
    link.href = here.dataset.root + "/" + encodeURIComponent(newest.version) + "/index.html";
    link.textContent = newest.version;
    link.addEventListener("click", function (event) {
      event.preventDefault();
      open(newest);
    });
    bar([here.dataset.old + " ", link, "."], true);
  }

  showAge();
  if (Array.isArray(editions) && editions.length) {
    showSelector();
    showOld();
  }
})();
