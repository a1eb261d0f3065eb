/// <reference lib="webworker" />
// Opens the courier page from what the phone keeps, with or without a network. The build fills in
// the list of its files; a new build is a new list, hence a new worker and a new cache. The cache
// before stays as well: a page that is open goes on with the files it began with.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
/** @type {string[]} */
const FILES = [/* FILES */];
const SHELL = '/courier';
const CACHE = `courier-${FILES.join('')
  .replace(/[^A-Za-z0-9]/g, '')
  .slice(-400)}`;
const CACHES_KEPT = 2;
/** Parts of the city's map; another build of the page uses them as well. */
const MAP = 'city-map';
/** So many parts are kept, those that were fetched last; looked after once for so many new ones. */
const MOST_PARTS = 500;
const LOOK_EVERY = 50;
let numNew = 0;
const ICONS = ['/icon.svg', '/icon-192.png', '/courier.webmanifest'];

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([SHELL, ...ICONS, ...FILES]))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('courier-'))
            .slice(0, -CACHES_KEPT)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => worker.clients.claim()),
  );
});

/**
 * The page as this worker keeps it; a half-dead network must not hold it up.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function shell(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) ?? fetch(request);
}

/**
 * A file of the page: kept, or fetched and kept from then on.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(CACHE)).put(request, fresh.clone());
  return fresh;
}

/**
 * Keeps a part of the city's map, and lets go of the oldest.
 * @param {URL} key
 * @param {Response} part
 */
async function keepPart(key, part) {
  const cache = await caches.open(MAP);
  await cache.put(key, part);
  numNew += 1;
  if (numNew % LOOK_EVERY !== 0) return;
  const old = (await cache.keys()).slice(0, -MOST_PARTS);
  await Promise.all(old.map((one) => cache.delete(one)));
}

/**
 * A part of the city's map: fresh when there is a network, else as it was. The Cache keeps no partial
 * answers, so a range lies there whole under an address of its own.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function ofCity(request) {
  const range = request.headers.get('Range') ?? '';
  const key = new URL(request.url);
  if (range) key.searchParams.set('range', range);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) {
      const { headers } = fresh.clone();
      const body = await fresh.clone().arrayBuffer();
      await keepPart(key, new Response(body, { headers }));
    }
    return fresh;
  } catch (error) {
    const kept = await caches.match(key);
    if (!kept) throw error;
    return new Response(kept.body, { status: range ? 206 : 200, headers: kept.headers });
  }
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== location.origin) return;
  if (request.mode === 'navigate' && address.pathname === SHELL) {
    event.respondWith(shell(request));
  } else if (address.pathname.startsWith('/assets/') || ICONS.includes(address.pathname)) {
    event.respondWith(file(request));
  } else if (address.pathname === '/v1/city' || address.pathname.startsWith('/v1/city/')) {
    event.respondWith(ofCity(request));
  }
});

/**
 * Shows that the route has changed, unless the page is looked at: it says so itself.
 * @param {{ title?: string, language?: string }} said
 * @returns {Promise<void>}
 */
async function hint({ title = 'Commonwheel', language = '' }) {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const isSeen = pages.some(
    ({ url, visibilityState }) => new URL(url).pathname === SHELL && visibilityState === 'visible',
  );
  if (isSeen) return;
  await worker.registration.showNotification(title, {
    lang: language,
    tag: 'route',
    icon: '/icon-192.png',
  });
}

/**
 * Goes to the page: the one that is open somewhere, or a new one.
 * @returns {Promise<unknown>}
 */
async function openShell() {
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === SHELL);
  return page ? page.focus() : worker.clients.openWindow(SHELL);
}

worker.addEventListener('push', (event) => {
  const said = /** @type {unknown} */ (event.data?.json() ?? {});
  event.waitUntil(hint(/** @type {{ title?: string, language?: string }} */ (said)));
});

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openShell());
});
