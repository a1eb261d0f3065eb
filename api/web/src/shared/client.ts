import type { ProblemDocument } from './wire';

/** The server answered, and the answer is no: a problem document (RFC 9457) or something like it. */
export class ProblemError extends Error {
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The server did not answer: no network, or the server is away. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'UnreachableError';
  }
}

export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  remove<T>(path: string): Promise<T>;
  /** Sends the bytes of a file. */
  upload<T>(path: string, file: Blob): Promise<T>;
  /** Gets a file, in the language of the page. */
  download(path: string): Promise<Blob>;
}

const PATIENCE_MS = 20_000;

/** The server's sentences come in the language of the page, which may differ from the browser's. */
function language(): string {
  return typeof document === 'undefined' ? 'en' : document.documentElement.lang;
}

async function problemOf(response: Response): Promise<ProblemError> {
  try {
    const body = (await response.json()) as Partial<ProblemDocument>;
    return new ProblemError({
      ...body,
      title: body.title ?? response.statusText,
      status: body.status ?? response.status,
    });
  } catch {
    return new ProblemError({ title: response.statusText, status: response.status });
  }
}

/** Calls the API with the page's session cookie; unsafe methods carry the header that proves it is us. */
export function createClient(fetcher: typeof fetch = (...parts) => fetch(...parts)): Client {
  async function ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response> {
    const isFile = body instanceof Blob;
    const request: RequestInit = {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        Accept: 'application/json',
        'Accept-Language': language(),
        ...(method === 'GET' ? {} : { 'X-Commonwheel': '1' }),
        ...(body === undefined
          ? {}
          : { 'Content-Type': isFile ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
    };
    let response: Response;
    try {
      response = await fetcher(path, request);
    } catch (error) {
      throw new UnreachableError(error);
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }
  async function call<T>(...parts: Parameters<typeof ask>): Promise<T> {
    const response = await ask(...parts);
    if (response.status === 204) return undefined as T;
    try {
      return (await response.json()) as T;
    } catch (error) {
      throw new UnreachableError(error);
    }
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body, headers) => call('POST', path, body ?? {}, headers),
    remove: (path) => call('DELETE', path),
    upload: (path, file) => call('POST', path, file),
    download: async (path) => (await ask('GET', path)).blob(),
  };
}
