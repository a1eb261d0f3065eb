import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import type { Plugin } from 'vite';

/** What the courier page loads when it is asked for, and keeps then: too heavy for everybody. */
const ON_DEMAND = /city-map|maplibre|RouteMap|zxing/;

/**
 * Writes `courier-sw.js`: the service worker with the list of files the courier page needs to open
 * without a network, and a name that changes whenever one of those files does.
 */
function courierServiceWorker(): Plugin {
  const source = resolve(import.meta.dirname, 'src/courier/service-worker.js');
  return {
    name: 'courier-service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const wanted = new Set<string>();
      const add = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk' || wanted.has(fileName)) return;
        wanted.add(fileName);
        for (const style of chunk.viteMetadata?.importedCss ?? []) wanted.add(style);
        chunk.imports.forEach(add);
        chunk.dynamicImports.filter((name) => !ON_DEMAND.test(name)).forEach(add);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === 'chunk' && chunk.isEntry && chunk.name === 'courier')
          add(chunk.fileName);
      }
      const files = [...wanted].sort().map((name) => `/${name}`);
      this.emitFile({
        type: 'asset',
        fileName: 'courier-sw.js',
        source: readFileSync(source, 'utf8').replace(
          '/* FILES */',
          files.map((file) => `'${file}'`).join(', '),
        ),
      });
    },
  };
}

/** In development `/console` is `console.html`, as the API serves it. */
function cleanAddresses(): Plugin {
  return {
    name: 'clean-addresses',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const match = /^\/(console|courier|storefront)(\?.*)?$/.exec(request.url ?? '');
        if (match) request.url = `/${match[1] ?? ''}.html`;
        next();
      });
    },
  };
}

const api = process.env.COMMONWHEEL_API ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [cleanAddresses(), courierServiceWorker()],
  build: {
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    manifest: 'manifest.json',
    rolldownOptions: {
      input: ['console', 'courier', 'storefront'].map((name) =>
        resolve(import.meta.dirname, `${name}.html`),
      ),
    },
  },
  worker: { format: 'es' },
  server: {
    proxy: { '/v1': { target: api, changeOrigin: false }, '/sign-in': { target: api } },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
