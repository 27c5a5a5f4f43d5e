// Asks the npm registry about what package-lock.json names: known faults ("advisories"), or the registry's signatures
// ("signatures"). Ends with 0 when all is well, 1 when something is wrong, and 3 when the registry has no answer.
import { spawnSync } from 'node:child_process';

export const NO_ANSWER = 3;
const patience = 120_000;

// What npm says when it got no answer at all. Anything else that goes wrong is taken for a finding.
const unanswered =
  /^(E[45]\d\d|ENOAUDIT|E(CONN|NET|HOST)[A-Z]+|ENOTFOUND|EAI_AGAIN|E(SOCKET)?TIMEDOUT|ERR_SOCKET_TIMEOUT|TUF_\w+)$/;

/** How bad an advisory must be to stop a change: what ships may have none, a tool no grave one. */
const grave = ['high', 'critical'];

function failed(reply) {
  const { code = '', summary = '' } = reply.error ?? {};
  const status = reply.statusCode === undefined ? code : `E${reply.statusCode}`;
  const why = reply.message || summary || code || 'npm printed no reply';
  const nothing = unanswered.test(status) || /installed from a supported registry/.test(summary);
  return { code: nothing ? NO_ANSWER : 1, lines: [why.trim()] };
}

/** Judges what `npm audit --json` printed. */
export function judgeAdvisories(reply, shipped) {
  if (reply.auditReportVersion === undefined) return failed(reply);
  const found = Object.values(reply.vulnerabilities);
  const stops = ({ name, severity }) => shipped.includes(name) || grave.includes(severity);
  const line = (each) =>
    `${each.name} ${each.range}: ${each.severity}${stops(each) ? '' : ' (a tool: not stopped for)'}`;
  return { code: found.some(stops) ? 1 : 0, lines: found.map(line) };
}

/** Judges what `npm audit signatures --json` printed. */
export function judgeSignatures(reply) {
  if (!Array.isArray(reply.invalid) || !Array.isArray(reply.missing)) return failed(reply);
  const line = (what) => (each) => `${each.name}@${each.version}: ${what}`;
  const lines = [...reply.invalid.map(line('bad signature')), ...reply.missing.map(line('no signature'))];
  return { code: lines.length > 0 ? 1 : 0, lines };
}

function npm(...args) {
  const options = { encoding: 'utf8', timeout: patience, maxBuffer: 1 << 26 };
  const { stdout, error } = spawnSync('npm', [...args, '--json', '--fetch-retries=0'], options);
  if (error?.code === 'ETIMEDOUT') return { error: { code: 'ETIMEDOUT', summary: 'the registry took too long' } };
  try {
    return JSON.parse(stdout);
  } catch {
    return { error: { code: '', summary: `npm ${args.join(' ')} printed no JSON` } };
  }
}

async function shippedNames() {
  const { bundledPackages } = await import('./bundled.mjs');
  return (await bundledPackages()).map((place) => place.split('node_modules/').at(-1));
}

async function ask(what) {
  if (what === 'signatures') return judgeSignatures(npm('audit', 'signatures'));
  const reply = npm('audit');
  // What ships is only known after a build, which is not worth it when nothing was found.
  const found = Object.keys(reply.vulnerabilities ?? {}).length > 0;
  return judgeAdvisories(reply, found ? await shippedNames() : []);
}

if (process.argv[1] === import.meta.filename) {
  const { code, lines } = await ask(process.argv[2]);
  for (const line of lines) console.log(line);
  process.exitCode = code;
}
