// A run of stages leaves nothing behind when it is interrupted, and says what it lacks. Run by a stage that is confined
// itself, so no other file or mount comes and goes meanwhile.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const project = path.resolve(import.meta.dirname, '../..');
// Longer than any of it takes; only a test that fails waits for so long.
const LONGEST_WAIT = 40_000;

let folder;
before(() => {
  const built = path.resolve(project, process.env.CARGO_TARGET_DIR ?? 'target', 'tmp');
  fs.mkdirSync(built, { recursive: true });
  folder = fs.mkdtempSync(path.join(built, 'stages-'));
});
after(() => {
  fs.rmSync(folder, { recursive: true });
});

async function until(what, isSo) {
  const deadline = Date.now() + LONGEST_WAIT;
  while (!isSo()) {
    assert(Date.now() < deadline, `not so in time: ${what}`);
    await setTimeout(50);
  }
}

/** Starts stages in a process group of their own, as a terminal does. */
function start(...stages) {
  const target = fs.mkdtempSync(path.join(folder, 'target-'));
  const ready = path.join(target, 'ready');
  const undone = path.join(target, 'undone');
  const mark = randomUUID();
  const child = spawn('tests/scripts/run', stages, {
    cwd: project,
    detached: true,
    env: { ...process.env, CARGO_TARGET_DIR: target, READY: ready, UNDONE: undone, MARK: mark },
  });
  const run = { child, ready, undone, mark, temporary: path.join(target, 'tmp'), said: '' };
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding('utf8').on('data', (text) => (run.said += text));
  }
  run.ended = new Promise((done) => child.on('exit', (status, signal) => done({ status, signal })));
  run.silent = new Promise((done) => child.on('close', done));
  return run;
}

async function finished(...stages) {
  const run = start(...stages);
  run.child.stdin.end('what is typed ahead\n');
  const { status } = await run.ended;
  await run.silent;
  assert.deepEqual(fs.readdirSync(run.temporary), []);
  return { ...run, status };
}

function read(...parts) {
  try {
    return fs.readFileSync(path.join('/proc', ...parts), 'latin1');
  } catch {
    return '';
  }
}

function link(...parts) {
  try {
    return fs.readlinkSync(path.join('/proc', ...parts));
  } catch {
    return '';
  }
}

/** The processes of this run: by its mark in their environment, and by the namespaces that they are in. */
function processes(mark, namespaces) {
  const all = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all
    .filter(
      (id) =>
        read(id, 'environ').includes(mark) || ['net', 'pid'].some((kind) => namespaces.includes(link(id, 'ns', kind))),
    )
    .map((id) => `${id} ${read(id, 'cmdline').replaceAll('\0', ' ')}`);
}

/** What the system has of mounts, files and shared memory, outside of the stage's namespaces. */
function leavings() {
  const list = (place) => (fs.existsSync(place) ? fs.readdirSync(place).map((name) => `${place}/${name}`) : []);
  return {
    files: ['/tmp', '/tmp/.X11-unix', '/dev/shm'].flatMap(list).sort(),
    mounts: read('self', 'mountinfo').trim().split('\n').sort(),
    shared: read('sysvipc', 'shm').trim().split('\n').slice(1),
  };
}

/** The sockets of all displays with this number, of which other runs on this machine may have one. */
function sockets(display) {
  const all = read('net', 'unix').split('\n');
  return all.filter((line) => line.endsWith(`/.X11-unix/X${display}`)).map((line) => line.trim().split(/ +/)[6]);
}

/** Where nothing can be confined, this says why. */
function unconfined() {
  const place = fs.mkdtempSync(path.join(folder, 'confined-'));
  return spawnSync('scripts/lib/confined', [place, 'true'], { cwd: project, encoding: 'utf8' }).stderr.trim();
}

const interruptions = [
  { how: 'SIGINT', signal: 'SIGINT', status: 130 },
  { how: 'Ctrl+C, which all processes of the terminal get', signal: 'SIGINT', toGroup: true, status: 130 },
  { how: 'SIGTERM', signal: 'SIGTERM', status: 143 },
  { how: 'SIGHUP', signal: 'SIGHUP', status: 129 },
  { how: 'the end of its terminal', signal: 'SIGHUP', toGroup: true, deaf: true, status: 129 },
  { how: 'SIGKILL', signal: 'SIGKILL' },
  { how: 'SIGKILL to its group', signal: 'SIGKILL', toGroup: true },
];

for (const { how, signal, toGroup, deaf, status } of interruptions) {
  test(`interrupted by ${how}, a run leaves nothing behind`, async (t) => {
    const reason = unconfined();
    if (reason) return t.skip(reason);

    const earlier = leavings();
    const run = start('passes', 'busy');
    t.after(() => {
      for (const process_ of processes(run.mark, [])) process.kill(Number.parseInt(process_, 10), 'SIGKILL');
    });
    await until('the stage is busy', () => fs.existsSync(run.ready) || run.child.exitCode !== null);
    assert.equal(run.child.exitCode, null, run.said);
    const { display, namespaces } = JSON.parse(fs.readFileSync(run.ready, 'utf8'));
    assert(processes(run.mark, namespaces).length >= 8, 'the stage is not as busy as it says');
    const listening = sockets(display);
    assert.notEqual(listening.length, 0);

    if (deaf) {
      run.child.stdout.destroy();
      run.child.stderr.destroy();
    }
    process.kill(toGroup ? -run.child.pid : run.child.pid, signal);
    const end = await run.ended;

    if (status) {
      assert.deepEqual(end, { status, signal: null });
      if (!deaf) await until('it says so', () => run.said.includes('\nInterrupted in the stage busy'));
    } else {
      assert.deepEqual(end, { status: null, signal });
      // Nobody waits for those who clear up after it.
      await until('the folder is gone', () => fs.readdirSync(run.temporary).length === 0);
      await until('the processes are gone', () => processes(run.mark, namespaces).length === 0);
    }
    assert.deepEqual(processes(run.mark, namespaces), []);
    assert.deepEqual(leavings(), earlier);
    assert.deepEqual(
      sockets(display).filter((socket) => listening.includes(socket)),
      [],
    );
    assert.deepEqual(fs.readdirSync(run.temporary), []);
  });
}

test('a stage has the time to undo what it did to the system', async () => {
  const run = start('undoes');
  await until('the stage has begun', () => fs.existsSync(run.ready));
  run.child.kill('SIGTERM');
  await until('it is interrupted', () => run.said.includes('\nInterrupted'));
  // Who is impatient cuts nothing short.
  run.child.kill('SIGINT');
  assert.deepEqual(await run.ended, { status: 143, signal: null });
  assert(fs.existsSync(run.undone), run.said);
});

test('a display that is there already is not taken for one of the stage', async (t) => {
  const reason = unconfined();
  if (reason) return t.skip(reason);

  const first = start('busy');
  const second = start('busy');
  const displays = [];
  for (const run of [first, second]) {
    await until('the stage is busy', () => fs.existsSync(run.ready));
    displays.push(JSON.parse(fs.readFileSync(run.ready, 'utf8')).display);
    run.child.kill('SIGTERM');
    await run.ended;
  }
  assert.notEqual(displays[0], displays[1]);
});

test('a stage that fails ends the run, with what it said and its exit code', async () => {
  const run = await finished('passes', 'fails', 'reads');
  assert.equal(run.status, 3);
  assert.match(run.said, /== passes\nthis passes\n/);
  assert.match(run.said, /this is said\n/);
  assert.match(run.said, /and this\n/);
  assert.match(run.said, /The stage fails failed/);
  assert.match(run.said, /^1 passed, 1 failed$/m);
  assert.doesNotMatch(run.said, /never reached|== reads/);
});

test('a stage reads nothing of what is typed', async () => {
  const run = await finished('reads');
  assert.equal(run.status, 0, run.said);
  assert.match(run.said, /its input: 0 bytes\nits confined input: 0 bytes\n/);
});

test('a stage that asks the person at the terminal gets the answer', async () => {
  const target = fs.mkdtempSync(path.join(folder, 'target-'));
  const script = spawn('script', ['--quiet', '--return', '--command', 'tests/scripts/run asks passes', '/dev/null'], {
    cwd: project,
    env: { ...process.env, CARGO_TARGET_DIR: target },
  });
  let said = '';
  script.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
    if (text.includes('Password?')) script.stdin.write('open-sesame\n');
  });
  const status = await new Promise((done) => script.on('close', done));
  assert.equal(status, 0, said);
  assert.match(said, /the answer: open-sesame\r?\n/);
  assert.match(said, /2 passed, 0 failed/);
});

test('a stage says which tool it is missing, and how to get it', async () => {
  const run = await finished('passes', 'lacks');
  assert.equal(run.status, 2);
  assert.match(
    run.said,
    /^The stage lacks needs what is missing here: no-such-tool \(run scripts\/system-packages test\)$/m,
  );
  assert.doesNotMatch(run.said, /never reached/);
});

/** A search path on which all is found but this. */
function pathWithout(missing) {
  const place = fs.mkdtempSync(path.join(folder, 'path-'));
  for (const part of process.env.PATH.split(':').filter((each) => fs.existsSync(each))) {
    for (const name of fs.readdirSync(part)) {
      const link = path.join(place, name);
      if (name !== missing && !fs.existsSync(link)) fs.symlinkSync(path.join(part, name), link);
    }
  }
  return place;
}

const tools = [
  ['e2e', 'WebKitWebDriver', 'run scripts/system-packages test'],
  ['hostile', 'Xvfb', 'run scripts/system-packages test'],
  ['ui_browser', 'chromium-headless-shell', 'run scripts/system-packages test'],
  ['install', 'rpm', 'run scripts/system-packages test'],
  ['rust_test', 'cargo', 'get it from https://rustup.rs'],
  ['ui_build', 'npm', 'get it from https://nodejs.org'],
];

for (const [stage, tool, source] of tools) {
  test(`without ${tool} the stage ${stage} says so and ends`, () => {
    const run = spawnSync('scripts/test', [stage], {
      cwd: project,
      encoding: 'utf8',
      timeout: LONGEST_WAIT,
      env: { ...process.env, PATH: pathWithout(tool), CARGO_TARGET_DIR: path.join(folder, 'unused') },
    });
    assert.equal(run.status, 2, run.stderr);
    const said = run.stderr.trim();
    assert.equal(said.split('\n').length, 1, said);
    assert(said.startsWith(`The stage ${stage} needs what is missing here: `), said);
    assert.match(said, new RegExp(`\\b${tool}\\b[^(]* \\(${source}\\)`));
    assert.equal(run.stdout, '');
  });
}
