/// <reference lib="webworker" />
// Opens the courier page without a network. The build fills in the list of its files; a new build
// is a new list, hence a new worker, which takes over when the page is next opened.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {string[]} */
const FILES = [/* FILES */];
const SHELL = '/courier';
const CACHE = `courier-${FILES.join('')
  .replace(/[^A-Za-z0-9]/g, '')
  .slice(-400)}`;
const PATIENCE_MS = 3000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([SHELL, '/icon.svg', '/courier.webmanifest', ...FILES]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  );
});

/**
 * The page from the network, or the kept one when there is none or it takes too long.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function shell(request) {
  const kept = await caches.match(SHELL);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (fresh.ok || !kept) return fresh;
  } catch (error) {
    if (!kept) throw error;
  }
  return kept;
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  if (request.mode === 'navigate' && address.pathname === SHELL) {
    event.respondWith(shell(request));
  } else if (address.pathname.startsWith('/assets/') || address.pathname === '/icon.svg') {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
