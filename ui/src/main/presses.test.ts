import { describe, expect, it } from 'vitest';
import type { PagePress } from '../bridge/model';
import { mainView } from '../bridge/scripted/data';
import { Presses } from './presses';

const pressed = (...presses: PagePress[]) => mainView({ state: 'signed_in' }, { presses });

describe('presses', () => {
  it('those_of_the_first_view_are_not_acted_on', () => {
    const presses = new Presses();
    expect(presses.fresh(pressed({ number: 3, action: 'reload' }))).toEqual([]);
    expect(presses.fresh(pressed({ number: 3, action: 'reload' }, { number: 4, action: 'switch' }))).toEqual([
      'switch',
    ]);
  });

  it('each_is_acted_on_once_though_views_were_left_out', () => {
    const presses = new Presses();
    presses.fresh(pressed());
    const two = pressed({ number: 1, action: 'reload' }, { number: 2, action: 'toggle_sidebar' });
    expect(presses.fresh(two)).toEqual(['reload', 'toggle_sidebar']);
    expect(presses.fresh(two)).toEqual([]);
  });

  it('counting_begins_anew_with_another_app_behind_the_page', () => {
    const presses = new Presses();
    presses.fresh(pressed({ number: 7, action: 'reload' }));
    expect(presses.fresh(pressed())).toEqual([]);
    expect(presses.fresh(pressed({ number: 1, action: 'switch' }))).toEqual(['switch']);
  });
});
