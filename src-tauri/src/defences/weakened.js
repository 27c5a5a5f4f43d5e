// Runs in the top page before its own scripts, in the weakened build only.
(() => {
  const without = new Set(__WITHOUT__);

  if (without.has('sandbox')) {
    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      if (this instanceof HTMLIFrameElement && name === 'sandbox') return;
      setAttribute.call(this, name, value);
    };
  }

  if (without.has('frame-removal')) {
    // A frame lives on for a while after the page has said that it is gone.
    const remove = Element.prototype.remove;
    Element.prototype.remove = function () {
      const frames = this instanceof HTMLIFrameElement || this.querySelector('iframe') !== null;
      setTimeout(() => remove.call(this), frames ? 4000 : 0);
    };
  }

  if (without.has('invoke-key-in-frames')) {
    const fetch = window.fetch;
    window.fetch = (address, options) => {
      const key = options?.headers && new Headers(options.headers).get('Tauri-Invoke-Key');
      if (key) for (let at = 0; at < window.length; at += 1) window[at].postMessage({ invokeKey: key }, '*');
      return fetch(address, options);
    };
  }

  if (without.has('relay-origin') || without.has('relay-source')) {
    // Each message looks as if it came from the frame that it should have come from; the answer goes to who sent it.
    const real = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get;
    let sender = null;
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
      configurable: true,
      get() {
        return without.has('relay-source') && sender ? sender : real.call(this);
      },
    });
    const listen = window.addEventListener;
    window.addEventListener = function (type, listener, options) {
      if (type !== 'message') return listen.call(window, type, listener, options);
      return listen.call(
        window,
        type,
        (event) => {
          const frame = document.querySelector('iframe');
          const origin = without.has('relay-origin') && frame ? new URL(frame.src).origin : event.origin;
          const source = without.has('relay-origin')
            ? { postMessage: (message) => event.source.postMessage(message, '*') }
            : event.source;
          if (without.has('relay-source')) sender = source;
          listener({ data: event.data, origin, source: without.has('relay-source') ? sender : event.source });
        },
        options,
      );
    };
  }
})();
