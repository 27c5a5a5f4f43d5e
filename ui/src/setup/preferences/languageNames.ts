import type { Language } from '../../bridge/model';

/** Each in its own words, so that its speakers find it whatever is spoken at the moment. */
export const languageNames: readonly { value: Language; text: string }[] = [
  { value: 'en', text: 'English' },
  { value: 'zh-CN', text: '简体中文' },
  { value: 'es', text: 'Español' },
  { value: 'pt-BR', text: 'Português (Brasil)' },
  { value: 'ar', text: 'العربية' },
  { value: 'vi', text: 'Tiếng Việt' },
  { value: 'th', text: 'ไทย' },
  { value: 'ja', text: '日本語' },
];
