/** What the phone keeps by itself: facts to open without a network, and reports not yet sent. */
export interface Report {
  sequence: number;
  kind: ReportKind;
  order_id?: string;
  at: string;
  reason?: string;
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
  | 'waiting_began'
  | 'waiting_ended'
  | 'declined';

export interface Memory {
  keep(name: string, value: unknown): Promise<void>;
  find<T>(name: string): Promise<T | null>;
  /** Keeps reports in one step, numbered without a gap in the order they are given. */
  append(reports: readonly Omit<Report, 'sequence'>[]): Promise<void>;
  pending(): Promise<Report[]>;
  drop(sequences: readonly number[]): Promise<void>;
  /** A name for this phone; it lives and dies with the reports' numbers. */
  device(): Promise<string>;
}

const NAME = 'commonwheel-courier';
const FACTS = 'facts';
const REPORTS = 'reports';

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

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(FACTS);
    request.result.createObjectStore(REPORTS, { keyPath: 'sequence', autoIncrement: true });
  };
  return answered(request);
}

function randomName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function openMemory(): Promise<Memory> {
  const database = await open();

  async function find<T>(name: string): Promise<T | null> {
    const transaction = database.transaction(FACTS);
    return ((await answered(transaction.objectStore(FACTS).get(name))) as T | undefined) ?? null;
  }

  return {
    find,
    async keep(name, value) {
      const transaction = database.transaction(FACTS, 'readwrite');
      transaction.objectStore(FACTS).put(value, name);
      await finished(transaction);
    },
    async append(reports) {
      const transaction = database.transaction(REPORTS, 'readwrite', { durability: 'strict' });
      for (const report of reports) transaction.objectStore(REPORTS).add(report);
      await finished(transaction);
    },
    async pending() {
      const transaction = database.transaction(REPORTS);
      return (await answered(transaction.objectStore(REPORTS).getAll())) as Report[];
    },
    async drop(sequences) {
      const transaction = database.transaction(REPORTS, 'readwrite');
      for (const sequence of sequences) transaction.objectStore(REPORTS).delete(sequence);
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
