import { ProblemError, type Client } from '../shared/client';
import type { Memory } from './memory';

interface Explanation {
  message: string;
  sentences: string[];
}

const NAMES = 'why ';
const nameOf = (orderId: string): string => NAMES + orderId;

/** A new day begins without the reasons of the day before. */
export const forgetReasons = (memory: Memory): Promise<void> => memory.forget(NAMES);

async function ask(client: Client, memory: Memory, orderId: string): Promise<string[]> {
  const path = `/v1/me/explanations/${encodeURIComponent(orderId)}`;
  const { message, sentences } = await client.get<Explanation>(path);
  const found = [...new Set([message, ...sentences].filter(Boolean))];
  await memory.keep(nameOf(orderId), found);
  return found;
}

/** The reasons as the server gives them, or as the phone has kept them. */
export async function reasonsOf(
  client: Client,
  memory: Memory,
  orderId: string,
  without: string,
): Promise<string[]> {
  try {
    return await ask(client, memory, orderId);
  } catch (error) {
    if (error instanceof ProblemError) return [error.message];
    return (await memory.find<string[]>(nameOf(orderId))) ?? [without];
  }
}

/** Keeps the reasons for orders that nobody has asked about yet, as long as there is a network. */
export async function keepReasons(
  client: Client,
  memory: Memory,
  orderIds: readonly string[],
): Promise<void> {
  try {
    for (const orderId of orderIds) {
      if ((await memory.find(nameOf(orderId))) === null) await ask(client, memory, orderId);
    }
  } catch {
    // They are asked for again with the next route.
  }
}
