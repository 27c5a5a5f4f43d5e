import type { Language, Theme, TransferItem } from '../../bridge/model';
import * as m from '../../messages/generated/messages';
import { languageNames } from './languageNames';

const themes: Readonly<Record<Theme, () => string>> = {
  system: m.theme_system,
  light: m.theme_light,
  dark: m.theme_dark,
  high_contrast: m.theme_high_contrast,
};

const language = (value: Language | null): string =>
  languageNames.find((each) => each.value === value)?.text ?? m.language_system();

const choice = (what: string, from: string, to: string): string =>
  from === to ? what : m.transfer_choice({ what, from, to });

/** One thing of a file, in words. */
export function transferWords(item: TransferItem): string {
  switch (item.what) {
    case 'community':
      return m.transfer_community(item);
    case 'widget':
      return m.transfer_within(item);
    case 'account':
      return m.transfer_within({ name: item.email, community: item.community });
    case 'renamed':
      return m.transfer_renamed(item);
    case 'zoom':
      return choice(m.transfer_zoom({ name: item.widget }), `${item.from}%`, `${item.to}%`);
    case 'theme':
      return choice(m.theme(), themes[item.from](), themes[item.to]());
    case 'language':
      return choice(m.language(), language(item.from), language(item.to));
    case 'key_choice':
      return m.transfer_key_choice({ name: item.widget });
    case 'order':
      return item.community === null ? m.transfer_order() : m.transfer_order_within({ community: item.community });
  }
}
