import * as m from '../../messages/generated/messages';

export interface Shortcut {
  readonly name: () => string;
  /** Each way to press it; the usual one first. */
  readonly keys: readonly (readonly string[])[];
}

const one = (name: () => string, ...keys: string[][]): Shortcut => ({ name, keys });

/** What core/src/shortcuts.rs has the keys do. */
export const shortcuts = {
  switcher: one(m.switcher, ['Ctrl', 'K']),
  place: one(m.shortcut_place, ['Ctrl', '1…9']),
  next: one(m.shortcut_next, ['Ctrl', 'Tab']),
  previous: one(m.shortcut_previous, ['Ctrl', 'Shift', 'Tab']),
  leave: one(m.shortcut_leave, ['Esc']),
  reload: one(m.reload_widget, ['Ctrl', 'R'], ['F5']),
  sidebar: one(m.toggle_sidebar, ['Ctrl', 'B']),
  beside: one(m.show_beside, ['Ctrl', '\\']),
  take_out: one(m.take_out, ['Ctrl', 'O']),
  zoom_in: one(m.shortcut_zoom_in, ['Ctrl', '+']),
  zoom_out: one(m.shortcut_zoom_out, ['Ctrl', '-']),
  zoom_reset: one(m.shortcut_zoom_reset, ['Ctrl', '0']),
  full_screen: one(m.shortcut_full_screen, ['F11']),
  preferences: one(m.preferences, ['Ctrl', ',']),
  sheet: one(m.shortcuts_title, ['Ctrl', '/'], ['F1']),
  quit: one(m.shortcut_quit, ['Ctrl', 'Q']),
} as const satisfies Record<string, Shortcut>;
