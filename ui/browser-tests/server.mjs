// Serves the dev pages to the browser on a free port, for as long as the tests run.
import { createServer as listen } from 'node:net';
import { createServer, preview } from 'vite';
import { configFile, outDir } from './pages.mjs';

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = listen();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export async function serve() {
  const port = await freePort();
  const server = await preview({
    configFile,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port, strictPort: true },
  });
  return { server, origin: `http://127.0.0.1:${port}` };
}

/** What the modules of these names export, of the scripted bridge. */
export async function scripted(...names) {
  const modules = await createServer({
    configFile,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  });
  try {
    return await Promise.all(names.map((name) => modules.ssrLoadModule(`/src/bridge/scripted/${name}.ts`)));
  } finally {
    await modules.close();
  }
}
