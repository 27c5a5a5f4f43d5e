import { describe, expect, it } from 'vitest';
import type { BesideView } from '../../bridge/model';
import { mainView } from '../../bridge/scripted/data';
import { panesOf } from './panes';

function panes(beside: BesideView | null, selected: string | null = 'w-channels') {
  const view = mainView({ state: 'signed_in' }, { beside });
  return panesOf(view, selected).map(({ side, place, selected }) => [side, place?.widget.id ?? null, selected]);
}

describe('the panes', () => {
  it('one_widget_has_the_window_to_itself', () => {
    expect(panes(null)).toEqual([['start', 'w-channels', true]]);
    expect(panes(null, null)).toEqual([['start', null, true]]);
    expect(panesOf(null, null)).toEqual([{ side: 'start', place: null, selected: true }]);
  });

  it('the_selected_widget_stays_on_its_side', () => {
    expect(panes({ widget: 'w-store', selected_on: 'start' })).toEqual([
      ['start', 'w-channels', true],
      ['end', 'w-store', false],
    ]);
    expect(panes({ widget: 'w-store', selected_on: 'end' })).toEqual([
      ['start', 'w-store', false],
      ['end', 'w-channels', true],
    ]);
  });

  it('choosing_the_other_pane_moves_nothing_before_rust_has_answered', () => {
    expect(panes({ widget: 'w-store', selected_on: 'start' }, 'w-store')).toEqual([
      ['start', 'w-channels', false],
      ['end', 'w-store', true],
    ]);
  });

  it('a_widget_that_is_gone_leaves_its_room_to_the_other', () => {
    expect(panes({ widget: 'w-gone', selected_on: 'end' })).toEqual([['start', 'w-channels', true]]);
  });
});
