/** How soon it is noticed: before a person has the hand back on the keyboard. */
const EVERY_MS = 200;

/**
 * Tells whenever another frame gets the focus, until the answer is called. A page is told nothing when the focus goes
 * from one of its frames to another one, so it has to look.
 */
export function watchFocusedFrame(onFrame: (frame: HTMLIFrameElement) => void): () => void {
  let before = document.activeElement;
  const timer = setInterval(() => {
    const focused = document.activeElement;
    if (focused !== before && focused instanceof HTMLIFrameElement) onFrame(focused);
    before = focused;
  }, EVERY_MS);
  return () => clearInterval(timer);
}
