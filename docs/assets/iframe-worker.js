// Browsers start no worker from file://. The search of this site then runs in a hidden frame, which answers like a worker.
(() => {
  if (location.protocol !== "file:") return;
  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      const worker = new URL(url, location.href).href;
      this.onmessage = null;
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.frame = frame.contentWindow;
      this.ready = new Promise((resolve) => {
        const { document: inner } = this.frame;
        inner.open();
        inner.write("<html><body></body></html>");
        inner.close();
        this.frame.postMessage = (data) => {
          const event = new MessageEvent("message", { data });
          this.dispatchEvent(event);
          if (this.onmessage) this.onmessage(event);
        };
        const load = (source) =>
          new Promise((done, failed) => {
            const script = inner.createElement("script");
            script.src = new URL(source, worker).href;
            script.onload = done;
            script.onerror = failed;
            inner.body.append(script);
          });
        this.frame.importScripts = (...sources) => sources.reduce((p, s) => p.then(() => load(s)), Promise.resolve());
        load(worker).then(resolve);
      });
    }
    postMessage(data) {
      this.ready.then(() => this.frame.dispatchEvent(new MessageEvent("message", { data })));
    }
    terminate() {
      this.frame.frameElement.remove();
    }
  }
  window.IFrameWorker = window.Worker = IFrameWorker;
})();
