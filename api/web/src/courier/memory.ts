import type { Me, MyRoute } from '../shared/wire';

/** What the phone keeps by itself: facts to open without a network, and reports not yet sent. */
export interface Report {
  sequence: number;
  kind: ReportKind;
  order_id?: string;
  /** In the co-op's time: the phone's clock, corrected by what it was measured to be off. */
  at: string;
  /** What the phone's own clock said. */
  phone_at?: string;
  reason?: string;
  proof?: Proof;
}

export type NewReport = Omit<Report, 'sequence'>;

/** What was brought from the recipient's door. */
export interface Proof {
  pin?: string;
  signed_by?: string;
  photo_sha256?: string;
  is_id_seen?: boolean;
}

/** Reports of the last press, kept but not numbered yet: they can still be taken back. */
export interface Held {
  /** When they were pressed, by the phone's own clock. */
  since_ms: number;
  reports: NewReport[];
  /** Facts as they stood before, to go back to. */
  before: Facts | null;
  /** The same facts with these reports: kept in the same step, whatever ends the page. */
  after: Facts | null;
}

/** What is kept beside reports, by name. */
export type Facts = Readonly<Record<string, unknown>>;

export interface Photo {
  sha256: string;
  order_id: string;
  file: Blob;
}

export type ReportKind =
  | 'shift_began'
  | 'shift_ended'
  | 'paused'
  | 'resumed'
  | 'arrived'
  | 'picked_up'
  | 'delivered'
  | 'failed'
  | 'returned'
  | 'waiting_began'
  | 'waiting_ended'
  | 'declined';

export interface Memory {
  keep(name: string, value: unknown): Promise<void>;
  find<T>(name: string): Promise<T | null>;
  /** Forgets all that is kept under names that begin so. */
  forget(beginning: string): Promise<void>;
  /** In one step: numbers what was held before, without a gap, and holds these. */
  hold(held: Held): Promise<void>;
  /** Numbers what is held; from then on it cannot be taken back. */
  release(): Promise<void>;
  /** Forgets what is held and gives it; null when it is numbered already. */
  takeBack(): Promise<Held | null>;
  /** What is held and what is numbered, as of one moment. */
  kept(): Promise<{ held: Held | null; pending: Report[] }>;
  drop(sequences: readonly number[]): Promise<void>;
  keepPhotos(photos: readonly Photo[]): Promise<void>;
  photos(): Promise<Photo[]>;
  dropPhoto(sha256: string, orderId: string): Promise<void>;
  /** A name for this phone; it lives and dies with the reports' numbers. */
  device(): Promise<string>;
}

const NAME = 'commonwheel-courier';
const FACTS = 'facts';
const REPORTS = 'reports';
const PHOTOS = 'photos';
const HELD = 'held';
const STRICT: IDBTransactionOptions = { durability: 'strict' };

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    transaction.onerror = () => reject(transaction.error ?? new Error('failed'));
  });
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('failed'));
  });
}

function open(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 2);
  request.onupgradeneeded = ({ oldVersion }) => {
    if (oldVersion < 1) {
      request.result.createObjectStore(FACTS);
      request.result.createObjectStore(REPORTS, { keyPath: 'sequence', autoIncrement: true });
    }
    request.result.createObjectStore(PHOTOS, { keyPath: ['sha256', 'order_id'] });
  };
  return answered(request);
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The memory of one courier: nobody else on this phone sees it, and what waits there is sent only
 * when that courier is signed in. The first courier of a phone has the one that also knows who was
 * here last.
 */
export async function memoryOf(shared: Memory, me: Me): Promise<Memory> {
  const mine = `${me.coop.id}/${me.courier_id ?? ''}`;
  const known = await shared.find<string>('owner');
  const before = known ?? (await shared.find<MyRoute>('route'))?.courier.id;
  const owner = known ?? (before === undefined ? mine : `${me.coop.id}/${before}`);
  if (known === null) await shared.keep('owner', owner);
  return owner === mine ? shared : openMemory(`${NAME} ${mine}`);
}

export async function openMemory(name = NAME): Promise<Memory> {
  const database = await open(name);

  async function find<T>(name: string): Promise<T | null> {
    const transaction = database.transaction(FACTS);
    return ((await answered(transaction.objectStore(FACTS).get(name))) as T | undefined) ?? null;
  }

  /** Numbers what is held and holds something else, or nothing, in one transaction. */
  async function exchange(next: Held | null): Promise<void> {
    const transaction = database.transaction([FACTS, REPORTS], 'readwrite', STRICT);
    const facts = transaction.objectStore(FACTS);
    const before = (await answered(facts.get(HELD))) as Held | undefined;
    for (const report of before?.reports ?? []) transaction.objectStore(REPORTS).add(report);
    if (next) facts.put(next, HELD);
    else facts.delete(HELD);
    for (const [name, value] of Object.entries(next?.after ?? {})) facts.put(value, name);
    await finished(transaction);
  }

  return {
    find,
    async keep(name, value) {
      const transaction = database.transaction(FACTS, 'readwrite');
      transaction.objectStore(FACTS).put(value, name);
      await finished(transaction);
    },
    async forget(beginning) {
      const transaction = database.transaction(FACTS, 'readwrite');
      const names = IDBKeyRange.bound(beginning, `${beginning}\uffff`);
      transaction.objectStore(FACTS).delete(names);
      await finished(transaction);
    },
    hold: exchange,
    release: () => exchange(null),
    async takeBack() {
      const transaction = database.transaction(FACTS, 'readwrite', STRICT);
      const facts = transaction.objectStore(FACTS);
      const held = (await answered(facts.get(HELD))) as Held | undefined;
      facts.delete(HELD);
      for (const [name, value] of Object.entries(held?.before ?? {})) facts.put(value, name);
      await finished(transaction);
      return held ?? null;
    },
    async kept() {
      const transaction = database.transaction([FACTS, REPORTS]);
      const held = (await answered(transaction.objectStore(FACTS).get(HELD))) as Held | undefined;
      const pending = (await answered(transaction.objectStore(REPORTS).getAll())) as Report[];
      return { held: held ?? null, pending };
    },
    async drop(sequences) {
      const transaction = database.transaction(REPORTS, 'readwrite');
      for (const sequence of sequences) transaction.objectStore(REPORTS).delete(sequence);
      await finished(transaction);
    },
    async keepPhotos(photos) {
      const transaction = database.transaction(PHOTOS, 'readwrite', STRICT);
      for (const photo of photos) transaction.objectStore(PHOTOS).put(photo);
      await finished(transaction);
    },
    async photos() {
      const transaction = database.transaction(PHOTOS);
      return (await answered(transaction.objectStore(PHOTOS).getAll())) as Photo[];
    },
    async dropPhoto(sha256, orderId) {
      const transaction = database.transaction(PHOTOS, 'readwrite');
      transaction.objectStore(PHOTOS).delete([sha256, orderId]);
      await finished(transaction);
    },
    async device() {
      const transaction = database.transaction(FACTS, 'readwrite');
      const facts = transaction.objectStore(FACTS);
      const known = (await answered(facts.get('device'))) as string | undefined;
      if (known !== undefined) return known;
      const name = randomName();
      facts.put(name, 'device');
      await finished(transaction);
      return name;
    },
  };
}
