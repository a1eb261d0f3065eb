import { ProblemError, type Client } from '../shared/client';
import type { Contestation } from '../shared/wire';
import type { Memory } from './memory';

/** An objection that waits for a network. */
export interface Waiting {
  order_id: string;
  objection: string;
}

const WAITING = 'contests';
const KNOWN = 'contestations';

export async function waitingContests(memory: Memory): Promise<Waiting[]> {
  return (await memory.find<Waiting[]>(WAITING)) ?? [];
}

export async function keepContest(memory: Memory, one: Waiting): Promise<void> {
  const others = (await waitingContests(memory)).filter(
    ({ order_id }) => order_id !== one.order_id,
  );
  await memory.keep(WAITING, [...others, one]);
}

/** Mine with their deadlines and answers, as the server has them or as the phone keeps them. */
export async function knownContests(memory: Memory, client: Client): Promise<Contestation[]> {
  try {
    const { contestations } = await client.get<{ contestations: Contestation[] }>(
      '/v1/me/contestations',
    );
    await memory.keep(KNOWN, contestations);
    return contestations;
  } catch {
    return (await memory.find<Contestation[]>(KNOWN)) ?? [];
  }
}

/** Sends the objections that wait; one that is known or refused already is not asked for again. */
export async function sendContests(memory: Memory, client: Client): Promise<void> {
  for (const one of await waitingContests(memory)) {
    try {
      await client.post('/v1/me/contestations', one);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status >= 500 || error.status === 429) return;
    }
    const left = (await waitingContests(memory)).filter(
      ({ order_id }) => order_id !== one.order_id,
    );
    await memory.keep(WAITING, left);
  }
}
