import type { Theme } from '../bridge/model';

/** Has the whole window look as the person chose; the colours themselves are in tokens.css. */
export function wear(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}
