/* Workers on file://, where browsers have none: a hidden frame takes their place. After iframe-worker
 * 1.0.4 (MIT, see LICENSES/iframe-worker.txt); VENDORED.yml says what was changed. */
(function () {
  "use strict";
  var own = document.currentScript.src;
  var boot = new URL("iframe-worker-boot.js", own).href;

  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      this.url = String(new URL(url, location.href));
      this.onmessage = null;
      this.onerror = null;
      this.iframe = document.createElement("iframe");
      this.iframe.hidden = true;
      document.body.appendChild(this.iframe);
      this.heard = this.hear.bind(this);
      this.failed = this.fail.bind(this);
      window.addEventListener("message", this.heard);
      window.addEventListener("error", this.failed);
      this.ready = this.start();
    }

    // Open and close keep Firefox from replacing the empty document later.
    async start() {
      var inside = this.iframe.contentWindow.document;
      inside.open();
      inside.write("<!doctype html><html><body></body></html>");
      inside.close();
      await this.add(boot);
      await this.add(this.url);
    }

    add(source) {
      var inside = this.iframe.contentWindow.document;
      var element = inside.createElement("script");
      element.dataset.worker = this.url;
      return new Promise(function (resolve, reject) {
        element.onload = resolve;
        element.onerror = function () { reject(new Error("cannot load " + source)); };
        element.src = source;
        inside.body.appendChild(element);
      });
    }

    hear(event) {
      if (event.source !== this.iframe.contentWindow) return;
      var message = new MessageEvent("message", { data: event.data });
      this.dispatchEvent(message);
      if (this.onmessage) this.onmessage(message);
    }

    fail(event) {
      if (event.filename !== this.url) return;
      this.dispatchEvent(new ErrorEvent("error", { filename: event.filename, error: event.error }));
      if (this.onerror) this.onerror(event);
    }

    postMessage(data) {
      var frame = this.iframe.contentWindow;
      this.ready.then(function () {
        frame.dispatchEvent(new MessageEvent("message", structuredClone({ data: data })));
      }, function (error) { console.error(error); });
    }

    terminate() {
      window.removeEventListener("message", this.heard);
      window.removeEventListener("error", this.failed);
      this.iframe.remove();
    }
  }

  window.IFrameWorker = IFrameWorker;
  if (location.protocol === "file:") window.Worker = IFrameWorker;
})();
