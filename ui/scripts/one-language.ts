import type { Plugin } from 'vite';

const IMPORTS = /^import \* as __\w+ from "\.\/(?!en\.js)[\w-]+\.js"\n/gm;
const BRANCHES = /^\tif \(locale === "[\w-]+"\) return __\w+\.\w+\(inputs\)\n/gm;
const ENGLISH = /return __en\.(\w+)\(inputs\)/g;

/**
 * Has the windows load the texts of the one language that they show. The compiled index of all messages imports every
 * language; with this it asks `messages/loaded.ts`, which loads a language when it is wanted.
 */
export function oneLanguage(): Plugin {
  return {
    name: 'one-language',
    transform(code, id) {
      if (!id.endsWith('/messages/generated/messages/_index.js')) return null;
      const changed = code
        .replace(IMPORTS, '')
        .replace(BRANCHES, '')
        .replace(ENGLISH, 'return (textsOf(locale) ?? __en).$1(inputs)');
      if (changed.includes('if (locale ===') || !changed.includes('textsOf')) {
        this.error('the compiled messages have another form than this plugin knows');
      }
      return { code: `import { textsOf } from "../../loaded"\n${changed}`, map: null };
    },
  };
}
