import { ProblemError, type Client } from '../shared/client';
import type { Memory, Photo } from './memory';

async function digestOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A picture of the door for each of its orders, under the name that its content gives it. */
export async function photosOf(file: Blob, orderIds: readonly string[]): Promise<Photo[]> {
  const sha256 = await digestOf(file);
  return orderIds.map((order_id) => ({ sha256, order_id, file }));
}

/** Sends the pictures that wait, one by one; what the server will not have is given up. */
export async function sendPhotos(memory: Memory, client: Client): Promise<void> {
  for (const { sha256, order_id, file } of await memory.photos()) {
    try {
      const path = `/v1/me/orders/${encodeURIComponent(order_id)}/photos/${sha256}`;
      await client.upload(path, file);
    } catch (error) {
      const isRefused =
        error instanceof ProblemError && [400, 409, 413, 422].includes(error.status);
      if (!isRefused) return;
    }
    await memory.dropPhoto(sha256, order_id);
  }
}
