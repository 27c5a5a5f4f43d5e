const USUAL = 100;

export function isMagnified(percent: number): boolean {
  return percent !== USUAL;
}

/** Has a slot draw its frame larger or smaller. Set by script, since the content policy allows no style attributes. */
export function magnify(slot: HTMLElement, percent: number): void {
  slot.classList.toggle('magnified', isMagnified(percent));
  slot.style.setProperty('--zoom', String(percent / USUAL));
}
