// Which npm packages have code in the UI that ships. All of them are development dependencies, so only the bundler knows.
import { build } from 'vite';

const root = new URL('../..', import.meta.url).pathname;
// It writes the functions of the messages, with a few of its own.
const writtenBy = { place: 'node_modules/@inlang/paraglide-js', files: 'ui/src/messages/generated/' };

/** Their places in package-lock.json, sorted. */
export async function bundledPackages() {
  const options = { configFile: `${root}vite.config.ts`, logLevel: 'error', build: { write: false } };
  const { output } = await build(options);
  const modules = output.filter((file) => file.type === 'chunk').flatMap((chunk) => Object.entries(chunk.modules));
  const used = modules.filter(([, module]) => module.renderedLength > 0).map(([id]) => id.replace(root, ''));
  return [...new Set(used.map(placeOf).filter(Boolean))].sort();
}

function placeOf(id) {
  if (id.startsWith(writtenBy.files)) return writtenBy.place;
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
}
