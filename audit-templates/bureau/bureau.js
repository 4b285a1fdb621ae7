// Comfort only: every page works without. No resource from elsewhere.
"use strict";

// The server may have stopped while the page stayed open: say so before something is typed in vain.
(function watch() {
  var banner = document.getElementById("arrete");
  if (!banner) { return; }
  function look() {
    return fetch("/vivant", { cache: "no-store", credentials: "same-origin" })
      .then(function (answer) { return answer.ok; }, function () { return false; })
      .then(function (there) { banner.hidden = there; return there; });
  }
  function lookWhenSeen() { if (!document.hidden) { look(); } }
  setInterval(lookWhenSeen, 20000);
  document.addEventListener("visibilitychange", lookWhenSeen);
  // A form goes only where somebody takes it: else what was typed stays on the page.
  var going = false;
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (going || form.method !== "post" || !form.requestSubmit) { return; }
    event.preventDefault();
    look().then(function (there) {
      if (!there) { banner.scrollIntoView(); return; }
      going = true;
      form.requestSubmit(event.submitter);
      going = false;
    });
  }, true);
})();

// What was just done is read first.
(function said() {
  var box = document.getElementById("dit");
  if (box) { box.focus({ preventScroll: false }); }
})();

// Something typed and not saved is not left by accident.
(function unsaved() {
  var form = document.querySelector("form[data-garde]");
  if (!form) { return; }
  var touched = false;
  form.addEventListener("input", function () { touched = true; });
  form.addEventListener("submit", function (event) { if (!event.defaultPrevented) { touched = false; } });
  window.addEventListener("beforeunload", function (event) {
    if (touched) { event.preventDefault(); }
  });
  // Alt+Shift and an arrow: the criterion before, the one after.
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || !event.shiftKey) { return; }
    var rel = event.key === "ArrowRight" ? "next" : event.key === "ArrowLeft" ? "prev" : null;
    var link = rel && document.querySelector("a[rel=" + rel + "]");
    if (link) { event.preventDefault(); link.click(); }
  });
})();

// Files are dropped on the page as well as chosen.
(function drop() {
  var zone = document.querySelector("[data-depot]");
  var field = zone && zone.querySelector("input[type=file]");
  if (!field) { return; }
  zone.addEventListener("dragover", function (event) {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", function () { zone.classList.remove("over"); });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      field.focus();
    }
  });
})();
