import { createRelay } from './relay';
import type { RelayPorts, WidgetFrame } from './types';

export interface OpenFrame {
  readonly element: HTMLIFrameElement;
  readonly close: () => void;
}

const ATTRIBUTES: readonly (readonly [string, string])[] = [
  // What a widget needs to work and no more. No top navigation (it would put the widget's page in the app's place),
  // no modals (they would look like the app's own and hold it up), no downloads (they would be written unasked),
  // and pop-ups stay sandboxed. `allow-same-origin` keeps the widget in its own origin, which is never the app's.
  ['sandbox', 'allow-scripts allow-same-origin allow-forms allow-popups'],
  // Copying a voucher code is the one thing a widget asks of the machine.
  ['allow', 'clipboard-write'],
  // The service keeps lists of allowed hosts for some widgets, so it may want to see the app's origin.
  // It is told that and never a path.
  ['referrerpolicy', 'strict-origin'],
  // A frame that waits until it is scrolled into view would never load while it is hidden behind another widget.
  ['loading', 'eager'],
];

/** The only place where a widget's iframe is made. */
export function openWidgetFrame(parent: HTMLElement, frame: WidgetFrame, ports: RelayPorts): OpenFrame {
  const url = new URL(frame.url);
  // A `blob:` address has the origin of the page that made it, so the scheme is looked at too.
  if (url.origin !== frame.origin || !['https:', 'http:'].includes(url.protocol)) {
    throw new Error('The widget address is not on the origin the frame was opened for.');
  }

  const element = parent.ownerDocument.createElement('iframe');
  const relay = createRelay(frame, ports, () => element.contentWindow);
  element.setAttribute('title', frame.title);
  for (const [name, value] of ATTRIBUTES) element.setAttribute(name, value);

  element.addEventListener('load', relay.onLoad);
  // A widget may ask with its very first line, so the page listens before the address is set.
  window.addEventListener('message', relay.onMessage);
  element.setAttribute('src', url.href);
  // Last: an iframe in the page without an address would report the load of an empty page.
  parent.append(element);

  return {
    element,
    close: () => {
      relay.close();
      window.removeEventListener('message', relay.onMessage);
      element.removeEventListener('load', relay.onLoad);
      element.remove();
    },
  };
}
