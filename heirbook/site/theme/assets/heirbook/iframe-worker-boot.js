/* The inside of the frame that stands for a worker on file://. After iframe-worker 1.0.4 (MIT, see
 * LICENSES/iframe-worker.txt); VENDORED.yml says what was changed. Loaded by src, so that a content
 * policy without 'unsafe-inline' lets it run. */
(function (frame) {
  "use strict";
  var script = document.currentScript;
  var worker = script.dataset.worker;
  // The search worker takes the first script of its document for its own.
  script.remove();

  frame.postMessage = function (data, origin) {
    parent.postMessage(data, origin || "*");
  };

  frame.importScripts = function () {
    return Array.prototype.reduce.call(arguments, function (before, url) {
      return before.then(function () { return load(url); });
    }, Promise.resolve());
  };

  function load(url) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = beside(url);
      element.onload = resolve;
      element.onerror = function () { reject(new Error("cannot load " + element.src)); };
      document.body.appendChild(element);
    });
  }

  // The search worker cuts its address at the first "/worker", which may be a folder above the book.
  function beside(url) {
    var part = String(url).split("/lunr/");
    return part.length > 1 ? new URL("../lunr/" + part.pop(), worker).href : url;
  }

  frame.addEventListener("error", function (event) {
    parent.dispatchEvent(new ErrorEvent("error", { filename: worker, error: event.error }));
  });
})(window);
