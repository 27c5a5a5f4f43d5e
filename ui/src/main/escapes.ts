/**
 * An Escape that closes a dialog comes twice, as a key of the page and as a press told by Rust, in either order. The
 * press must not lead out of the widget that has the focus again by then.
 */
export class Escapes {
  #toldFirst = false;
  #stillToCome = false;

  opened(): void {
    this.#toldFirst = false;
    this.#stillToCome = false;
  }

  /** The page closes a dialog at the key. */
  closes(): void {
    this.#stillToCome = !this.#toldFirst;
  }

  /** Whether a press that Rust tells of was meant for the widget. */
  leaves(dialogOpen: boolean): boolean {
    const leaves = !dialogOpen && !this.#stillToCome;
    this.#toldFirst = dialogOpen;
    if (!dialogOpen) this.#stillToCome = false;
    return leaves;
  }
}
