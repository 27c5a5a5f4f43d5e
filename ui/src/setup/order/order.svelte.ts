import * as m from '../../messages/generated/messages';
import { Attempt } from '../attempt.svelte';

/** An entry's place in its list. */
export interface Place {
  id: string;
  name: string;
  at: number;
  /** The ids of the whole list, in order. */
  ids: readonly string[];
}

/** A list that the person puts in order, one move at a time. */
export class Order {
  /** Where the entry is that moved last, to be read aloud. */
  said = $state('');
  readonly moving = new Attempt();
  readonly #move: (id: string, before: string | null) => Promise<void>;

  constructor(move: (id: string, before: string | null) => Promise<void>) {
    this.#move = move;
  }

  /** Puts an entry at another place. False where it stays. */
  put({ id, at, ids }: Place, to: number): Promise<boolean> {
    if (to === at || to < 0 || to >= ids.length) return Promise.resolve(false);
    const before = ids[to > at ? to + 1 : to] ?? null;
    return this.moving.run(() => this.#move(id, before));
  }

  say({ name, at, ids }: Place): void {
    this.said = m.moved_to({ name, place: at + 1, count: ids.length });
  }
}

/** The place that a key asks for; `null` for a key that moves nothing. */
export function asked(key: string, { at, ids }: Place): number | null {
  switch (key) {
    case 'ArrowUp':
      return at - 1;
    case 'ArrowDown':
      return at + 1;
    case 'Home':
      return 0;
    case 'End':
      return ids.length - 1;
    default:
      return null;
  }
}
