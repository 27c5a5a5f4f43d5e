import type { Language } from '../bridge/model';
import type * as English from './generated/messages/en';

type Texts = Partial<typeof English>;

const files: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>> = {
  'zh-CN': () => import('./generated/messages/zh-CN'),
  es: () => import('./generated/messages/es'),
  'pt-BR': () => import('./generated/messages/pt-BR'),
  ar: () => import('./generated/messages/ar'),
  vi: () => import('./generated/messages/vi'),
  th: () => import('./generated/messages/th'),
  ja: () => import('./generated/messages/ja'),
};

const loaded = new Map<string, Texts>();

/** The texts of a language that was loaded. English is always there, and needs no entry. */
export function textsOf(language: string): Texts | undefined {
  return loaded.get(language);
}

export function isLoaded(language: Language): boolean {
  return language === 'en' || loaded.has(language);
}

export async function load(language: Language): Promise<void> {
  if (language === 'en' || loaded.has(language)) return;
  loaded.set(language, await files[language]());
}
