import { describe, expect, it } from 'vitest';
import { Escapes } from './escapes';

describe('an escape', () => {
  it('leaves_the_widget_while_no_dialog_is_open', () => {
    const escapes = new Escapes();
    expect(escapes.leaves(false)).toBe(true);
    expect(escapes.leaves(false)).toBe(true);
  });

  it('that_closed_a_dialog_does_not_leave_the_widget_as_well', () => {
    const escapes = new Escapes();
    escapes.opened();
    escapes.closes();
    expect(escapes.leaves(false)).toBe(false);
    expect(escapes.leaves(false)).toBe(true);
  });

  it('told_before_the_key_came_is_not_waited_for_again', () => {
    const escapes = new Escapes();
    escapes.opened();
    expect(escapes.leaves(true)).toBe(false);
    escapes.closes();
    expect(escapes.leaves(false)).toBe(true);
  });
});
