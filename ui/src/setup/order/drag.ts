/** A row that the pointer carries through its list. The others make room; nothing is moved in the page itself. */
export class Drag {
  readonly #rows: readonly HTMLElement[];
  readonly #boxes: readonly DOMRect[];
  readonly #from: number;
  readonly #startY: number;
  /** Where the row would come to lie. */
  to: number;

  constructor(row: HTMLElement, from: number, startY: number) {
    this.#rows = [...(row.parentElement?.children ?? [])].filter((each) => each instanceof HTMLElement);
    this.#boxes = this.#rows.map((each) => each.getBoundingClientRect());
    this.#from = from;
    this.#startY = startY;
    this.to = from;
  }

  carry(y: number): void {
    const own = this.#boxes[this.#from];
    const first = this.#boxes[0];
    const last = this.#boxes.at(-1);
    if (!own || !first || !last) return;
    const by = Math.min(Math.max(y - this.#startY, first.top - own.top), last.bottom - own.bottom);
    const top = own.top + by;
    // Its leading edge decides, so that rows of different heights can pass each other.
    this.to = this.#boxes.filter((box, at) => {
      if (at === this.#from) return false;
      const middle = box.top + box.height / 2;
      return at < this.#from ? middle <= top : middle < top + own.height;
    }).length;
    this.#rows.forEach((row, at) => {
      row.style.translate = `0 ${at === this.#from ? by : this.#room(at, own.height)}px`;
    });
  }

  #room(at: number, height: number): number {
    if (at > this.#from && at <= this.to) return -height;
    return at < this.#from && at >= this.to ? height : 0;
  }

  end(): void {
    for (const row of this.#rows) row.style.translate = '';
  }
}
