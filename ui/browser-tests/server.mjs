// Serves the dev pages to the browser on a free port, for as long as the tests run.
import { createServer as listen } from 'node:net';
import { createServer } from 'vite';

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
  const server = await createServer({
    configFile: new URL('../../vite.config.ts', import.meta.url).pathname,
    cacheDir: new URL('../../node_modules/.vite/browser-pages', import.meta.url).pathname,
    logLevel: 'error',
    // Nothing changes while the tests run, and no page is loaded anew under them.
    server: { host: '127.0.0.1', port, strictPort: true, hmr: false, watch: null },
  });
  await server.listen();
  return { server, origin: `http://127.0.0.1:${port}` };
}
