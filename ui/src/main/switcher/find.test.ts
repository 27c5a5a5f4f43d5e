import { describe, expect, it } from 'vitest';
import { finder } from './find';

const named = (...names: string[]) => names.map((name) => ({ name, hint: '' }));
const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

describe('a search', () => {
  it('nothing_typed_finds_all_in_their_order', () => {
    const entries = named('Store', 'Channels');
    expect(finder(entries)('  ')).toEqual(entries);
  });

  it('letters_may_be_left_out_and_words_turned', () => {
    const find = finder([...named('Channels', 'Store'), { name: 'Settings', hint: 'Northwind Traders' }]);
    expect(names(find('chnl'))).toEqual(['Channels']);
    expect(names(find('north sett'))).toEqual(['Settings']);
    expect(find('xyz')).toEqual([]);
  });

  it('what_begins_with_it_comes_before_what_holds_it', () => {
    expect(names(finder(named('Bookstore', 'Store'))('store'))).toEqual(['Store', 'Bookstore']);
  });

  it.each([
    ['Độ khó', 'độ'],
    ['Conexão', 'conexao'],
    ['ร้านค้า', 'ร้าน'],
    ['مجتمع التجار', 'التجار'],
    ['积分商店', '商店'],
    ['ストア', 'スト'],
    ['C++ (all)', 'c++'],
  ])('%s_is_found_by_%s', (name, typed) => {
    expect(names(finder(named('Other', name))(typed))).toEqual([name]);
  });

  it.each(['(', '[a', '\\', '"', '-x', '*', '.'])('%s_is_no_pattern', (typed) => {
    expect(() => finder(named('Store'))(typed)).not.toThrow();
  });
});
