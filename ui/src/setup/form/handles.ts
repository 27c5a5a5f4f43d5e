/** What a page may do with a field that it does not own. */
export interface Focusable {
  focus(): void;
}

export interface KeyEntry extends Focusable {
  /** Empties the field and hands over what was in it; `null` if it was empty. */
  take(): string | null;
}
