const stops = ':is(button, input, select, textarea, a[href], [tabindex]):not(:disabled, [hidden] *, [inert] *)';

/**
 * Keeps the keyboard's place: where what has the focus goes away, or can't be used for a while, the focus goes to what
 * is next to it, or comes back. What hands the focus on by itself is left alone.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: HTMLElement | null = null;
  /** Where it was, from the inside out: an element that has gone no longer knows. */
  let around: HTMLElement[] = [];

  function onfocusin({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return;
    last = target;
    around = [];
    for (let up = target.parentElement; up && root.contains(up); up = up.parentElement) around.push(up);
  }

  function onfocusout({ target }: FocusEvent): void {
    queueMicrotask(() => {
      // Left on purpose.
      if (target === last && last?.isConnected && !last.matches(':disabled')) last = null;
    });
  }

  function mend(): void {
    if (!last || document.activeElement !== document.body) return;
    if (last.isConnected && last.checkVisibility()) {
      last.focus();
      return;
    }
    for (const place of around) {
      if (!place.isConnected) continue;
      for (const stop of place.querySelectorAll<HTMLElement>(stops)) {
        stop.focus();
        if (document.activeElement === stop) return;
      }
    }
  }

  const watch = new MutationObserver(mend);
  watch.observe(root, { subtree: true, childList: true, attributeFilter: ['disabled', 'hidden'] });
  root.addEventListener('focusin', onfocusin);
  root.addEventListener('focusout', onfocusout);
  return () => {
    watch.disconnect();
    root.removeEventListener('focusin', onfocusin);
    root.removeEventListener('focusout', onfocusout);
  };
}
