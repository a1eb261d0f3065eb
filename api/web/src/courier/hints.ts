import { UnreachableError, type Client } from '../shared/client';
import type { Memory } from './memory';

/** Under this name the phone keeps by which name the server knows it, while it wants to be told. */
const KNOWN_AS = 'hints';
const PATH = '/v1/me/hints';

export type HintProblem = 'denied' | 'failed' | 'away';

const found = (memory: Memory): Promise<string | null> => memory.find<string>(KNOWN_AS);

/** A browser bound to another co-op's key lets go of that first. */
async function subscribe(pushes: PushManager, key: string): Promise<PushSubscription> {
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushes.subscribe(options);
  } catch (error) {
    const other = await pushes.getSubscription();
    if (!other) throw error;
    await other.unsubscribe();
    return pushes.subscribe(options);
  }
}

async function renew(client: Client, memory: Memory): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const { public_key } = await client.post<{ public_key: string }>('/v1/me/hint-key');
  const { endpoint, keys } = (await subscribe(pushManager, public_key)).toJSON();
  const language = document.documentElement.lang;
  const phone = { endpoint, p256dh: keys?.p256dh, auth: keys?.auth, language };
  await memory.keep(KNOWN_AS, (await client.post<{ id: string }>(PATH, phone)).id);
}

/** Asks the browser and then the server to tell this phone; says what kept them from it. */
export async function switchOn(client: Client, memory: Memory): Promise<HintProblem | null> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  try {
    await renew(client, memory);
    return null;
  } catch (error) {
    return error instanceof UnreachableError ? 'away' : 'failed';
  }
}

/** From here on this phone is told nothing; the server hears of it now or from the push service. */
export async function switchOff(client: Client, memory: Memory): Promise<null> {
  const id = await found(memory);
  await memory.keep(KNOWN_AS, null);
  const worker = await navigator.serviceWorker.getRegistration('/courier');
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
  if (id !== null) await client.remove(`${PATH}/${id}`).catch(() => undefined);
  return null;
}

/**
 * Keeps to the wish of the courier who has opened the page: the server learns of a new address or
 * language, and what a colleague on this phone had switched on ends.
 */
export async function keepHints(client: Client, memory: Memory): Promise<void> {
  const isWanted = (await found(memory)) !== null;
  if (isWanted && Notification.permission === 'granted') await renew(client, memory);
  else await switchOff(client, memory);
}
