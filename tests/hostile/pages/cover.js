// Paints all that it can reach, and asks for more.
const PAINT = '#ff00ff';

function paint(css, element = document.createElement('div')) {
  element.style.cssText = `${css}; background: ${PAINT}; border: 0; padding: 0; margin: 0; z-index: 2147483647`;
  document.body.append(element);
  return element;
}

/** A sign-in as the app would show it, above and beside its own page. */
function paintOver() {
  paint('position: fixed; inset: -2000px');
  paint('position: absolute; inset: -2000px; transform: translate(-500px, -500px) scale(4)');
  paint('position: relative; margin: -5000px; inline-size: 20000px; block-size: 20000px');
  paint('position: fixed; inset: 0; box-shadow: 0 0 0 5000px #ff00ff; outline: 5000px solid #ff00ff');
  const dialog = paint('position: fixed; inset: -2000px; inline-size: 9000px; block-size: 9000px', document.createElement('dialog'));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`::backdrop { background: ${PAINT} }`);
  document.adoptedStyleSheets = [sheet];
  dialog.showModal();
  const popover = paint('position: fixed; inset: -2000px; inline-size: 9000px; block-size: 9000px');
  popover.popover = 'manual';
  popover.showPopover();
}

/** A box that is larger than the window, in each way that widgets may ask for a height. */
async function grow() {
  for (const height of [NaN, -1e9, '100000px', 1e9, 100000]) {
    for (const type of ['WIDGET_HEIGHT_UPDATE', 'RETURNINGAI_WIDGET_HEIGHT_UPDATE']) {
      parent.postMessage({ type, height, payload: { height } }, '*');
    }
  }
  await outcome(() => resizeTo(5000, 5000));
  await outcome(() => moveTo(-500, -500));
  await outcome(() => top.resizeTo(5000, 5000));
}

/** The app's own page moved aside from within: by anchors, by focus, by what is scrolled into view. */
async function scroll() {
  const far = paint('position: absolute; inset-block-start: 90000px; inset-inline-start: 90000px; inline-size: 9px; block-size: 9px');
  far.id = 'far';
  far.tabIndex = 0;
  for (const block of ['start', 'end', 'center', 'nearest']) far.scrollIntoView({ block, inline: block });
  far.focus();
  location.hash = '#far';
  scrollTo(99999, 99999);
}

const acts = { 'paint': paintOver, 'grow': grow, 'scroll': scroll };

onClick(async () => {
  document.documentElement.style.background = PAINT;
  for (const act of '__ACTS__'.split(' ')) await acts[act]();
  requestAnimationFrame(() => requestAnimationFrame(() => report('painted')));
});
