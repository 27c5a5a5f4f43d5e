// Holds what ships against its budgets: the program, the packages, and the UI in them as it was built last. Ends with 1
// when one is broken.
//
// Usage: node scripts/lib/sizes.mjs BINARY DEB RPM
//        node scripts/lib/sizes.mjs --fields BINARY DEB RPM    only prints NAME|BUDGET|BYTES
import { statSync } from 'node:fs';
import { sizesOfUi } from '../../ui/scripts/size.mjs';
import { judged, report } from './budgets.mjs';

const asFields = process.argv[2] === '--fields';
const files = process.argv.slice(asFields ? 3 : 2);
if (files.length !== 3) throw new Error('Usage: node scripts/lib/sizes.mjs [--fields] BINARY DEB RPM');
const [binary, deb, rpm] = files.map((file) => statSync(file).size);
const sizes = { binary, deb, rpm, ...sizesOfUi() };

if (asFields) {
  for (const { name, most, bytes } of judged(sizes)) process.stdout.write(`${name}|${most}|${bytes}\n`);
} else {
  report(sizes);
}
