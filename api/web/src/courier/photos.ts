import { ProblemError, type Client } from '../shared/client';
import type { Memory, Photo } from './memory';

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

async function digestOf(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fileOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (file) => (file ? resolve(file) : reject(new Error('no picture'))),
      'image/jpeg',
      QUALITY,
    );
  });
}

/** A picture small enough to send over a bad network; drawn anew, so that only pixels remain of it. */
export async function downscaled(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return fileOf(canvas);
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
