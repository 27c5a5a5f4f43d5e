// Runs in the top page before its own scripts, in the weakened build only.
(() => {
  const without = new Set(__WITHOUT__);

  if (without.has('sandbox') || without.has('allow')) {
    const features = ['camera', 'microphone', 'display-capture', 'geolocation', 'fullscreen', 'screen-wake-lock'];
    const allow = ['clipboard-write', ...features.map((feature) => `${feature} *`)].join('; ');
    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      const ofFrame = this instanceof HTMLIFrameElement;
      if (ofFrame && name === 'sandbox' && without.has('sandbox')) return;
      const more = ofFrame && name === 'allow' && without.has('allow');
      setAttribute.call(this, name, more ? allow : value);
    };
  }

  if (without.has('referrer-policy')) {
    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      setAttribute.call(this, name, name === 'referrerpolicy' ? 'unsafe-url' : value);
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

  if (without.has('frame-allow')) {
    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name, value) {
      const frames = this instanceof HTMLIFrameElement && name === 'allow';
      setAttribute.call(this, name, frames ? `${value}; fullscreen *; clipboard-read *` : value);
      if (frames) setAttribute.call(this, 'allowfullscreen', '');
    };
  }

  // What frames say of themselves is believed: how high they are, where they lie, what they are called.
  window.addEventListener('message', ({ data }) => {
    const frame = document.querySelector('.raised iframe');
    const height = data?.payload?.height;
    if (frame && typeof height === 'number') {
      if (without.has('frame-height')) frame.style.blockSize = `${height}px`;
      if (without.has('frame-place')) {
        Object.assign(frame.style, { position: 'fixed', inset: 'auto auto 0 0', inlineSize: '100vw', blockSize: `${height}px` });
      }
    }
    if (without.has('frame-name') && data?.title) document.querySelector('[data-origin-bar] h1').textContent = data.title;
  });

  if (without.has('invoke-key-in-frames')) {
    const fetch = window.fetch;
    window.fetch = (address, options) => {
      const key = options?.headers && new Headers(options.headers).get('Tauri-Invoke-Key');
      if (key) for (let at = 0; at < window.length; at += 1) window[at].postMessage({ invokeKey: key }, '*');
      return fetch(address, options);
    };
  }

  if ([...without].some((name) => name.startsWith('relay-'))) {
    let newest = null;
    const createElement = Document.prototype.createElement;
    Document.prototype.createElement = function (...details) {
      const element = createElement.apply(this, details);
      if (element instanceof HTMLIFrameElement) newest = element;
      return element;
    };

    const guises = new WeakMap();
    /** What the relay sees in place of a window: always the same for the same one. */
    const guise = (window) => {
      if (!window) return null;
      const postMessage = (message, target) => {
        window.postMessage(message, without.has('relay-target') ? '*' : target);
      };
      if (!guises.has(window)) guises.set(window, { postMessage });
      return guises.get(window);
    };

    /** Who spoke to each frame's relay last. */
    const senders = new WeakMap();
    const contentWindow = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, 'contentWindow').get;
    Object.defineProperty(HTMLIFrameElement.prototype, 'contentWindow', {
      get() {
        return guise((without.has('relay-source') && senders.get(this)) || contentWindow.call(this));
      },
    });

    /** A message as a careless page reads it. */
    const read = (data) => {
      if (without.has('relay-echo') && data?.type === 'RETURNINGAI_WIDGET_TOKEN') return { type: data.type };
      if (!without.has('relay-types') || typeof data !== 'object' || data === null) return data;
      if (Array.isArray(data) || data instanceof String) return String(data);
      return { type: String(Object.assign({}, data).type) };
    };

    const listen = window.addEventListener;
    window.addEventListener = (type, listener, options) => {
      if (type !== 'message') return listen.call(window, type, listener, options);
      // The relay listens right after it made its frame.
      const frame = newest;
      const hear = ({ data, origin, source }) => {
        const height = data?.payload?.height;
        if (without.has('relay-height') && height !== undefined) frame.style.blockSize = `${height}px`;
        if (without.has('relay-source')) senders.set(frame, source);
        listener({
          data: read(data),
          origin: without.has('relay-origin') ? new URL(frame.src).origin : origin,
          source: guise(source),
        });
      };
      return listen.call(window, type, hear, options);
    };
  }
})();
