import { signal, useSignal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import { Button } from './Button';
import { createClient, ProblemError, type Client } from './client';
import { Notice } from './Notice';
import { SkeletonLines } from './Skeleton';
import { startTheme } from './theme';
import type { Me } from './wire';
import {
  chosenLanguage,
  createWords,
  directionOf,
  keepLanguage,
  pickLanguage,
  useWords,
  WordsContext,
  type Catalog,
  type Language,
  type Words,
} from './words';

export interface Session {
  me: Me;
  /** Answered by the server just now, not remembered from an earlier day. */
  isFresh: boolean;
  client: Client;
  choose: (language: Language) => void;
}

interface Options {
  catalog: (language: Language) => Promise<Catalog>;
  titleKey: string;
  /** Keeps and finds the member's own facts, for pages that open without a network. */
  memory?: { keep(me: Me): Promise<void>; find(): Promise<Me | null> };
  view: (session: Session) => ComponentChildren;
}

type Entry =
  | { kind: 'loading' }
  | { kind: 'open'; me: Me; isFresh: boolean }
  | { kind: 'signed_out' }
  | { kind: 'failed'; error: unknown };

const BEFORE_SIGN_IN = {
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  currency: 'EUR',
};

/** One sentence on what went wrong and what to do, in the reader's language. */
export function useFailureText(): (error: unknown) => string {
  const { t } = useWords();
  return useCallback(
    (error: unknown) =>
      error instanceof ProblemError
        ? error.status >= 500
          ? t('server_failed')
          : error.message
        : t('server_unreachable'),
    [t],
  );
}

function SignedOut() {
  const { t } = useWords();
  return (
    <main class="gate card stack wide">
      <h1>{t('signed_out_title')}</h1>
      <p>{t('signed_out_text')}</p>
      <p class="soft">{t('signed_out_help')}</p>
    </main>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useWords();
  const text = useFailureText();
  return (
    <main class="gate stack wide">
      <h1>{t('failed_title')}</h1>
      <Notice tone="look">{text(error)}</Notice>
      <div>
        <Button look="main" onPress={onRetry}>
          {t('try_again')}
        </Button>
      </div>
    </main>
  );
}

function Loading() {
  const { t } = useWords();
  return (
    <main class="gate" aria-busy="true">
      <h1 class="unseen">{t('loading')}</h1>
      <SkeletonLines count={4} height={56} />
    </main>
  );
}

/**
 * Opens a page: theme, language, who is signed in; then the page's own view. A page that remembers
 * opens with what it remembers, and looks for what is new after that.
 */
export async function openPage(options: Options): Promise<void> {
  startTheme();
  const client = createClient();
  const first = pickLanguage([chosenLanguage(), ...navigator.languages]);
  const words = signal<Words<string>>(
    createWords(first, await options.catalog(first), BEFORE_SIGN_IN),
  );

  let wanted = first;
  async function speak(language: Language, me: Me | null): Promise<void> {
    const place = me ? { timeZone: me.coop.time_zone, currency: me.coop.currency } : BEFORE_SIGN_IN;
    wanted = language;
    const catalog = await options.catalog(language);
    if (language !== wanted) return; // another one was chosen meanwhile
    words.value = createWords(language, catalog, place);
    document.documentElement.lang = language;
    document.documentElement.dir = directionOf(language);
    document.title = `${words.value.t(options.titleKey)} · ${me?.coop.name ?? 'Commonwheel'}`;
  }

  function Page() {
    const entry = useSignal<Entry>({ kind: 'loading' });
    const enter = useCallback(async () => {
      const remembered = (await options.memory?.find().catch(() => null)) ?? null;
      if (remembered && entry.value.kind !== 'open') {
        await speak(pickLanguage([chosenLanguage(), remembered.language, first]), remembered);
        entry.value = { kind: 'open', me: remembered, isFresh: false };
      }
      try {
        const me = await client.get<Me>('/v1/me');
        await options.memory?.keep(me);
        const wishes = [chosenLanguage(), me.language, ...navigator.languages, me.coop.language];
        await speak(pickLanguage(wishes), me);
        entry.value = { kind: 'open', me, isFresh: true };
      } catch (error) {
        if (error instanceof ProblemError && (error.status === 401 || error.status === 403))
          entry.value = { kind: 'signed_out' };
        else if (entry.value.kind !== 'open') entry.value = { kind: 'failed', error };
      }
    }, [entry]);
    useEffect(() => void enter(), [enter]);
    const state = entry.value;
    const choose = (language: Language): void => {
      keepLanguage(language);
      // Without a network the page goes on in the language it has.
      speak(language, state.kind === 'open' ? state.me : null).catch(() => undefined);
    };
    return (
      <WordsContext.Provider value={words.value}>
        {state.kind === 'loading' && <Loading />}
        {state.kind === 'signed_out' && <SignedOut />}
        {state.kind === 'failed' && <Failed error={state.error} onRetry={() => void enter()} />}
        {state.kind === 'open' &&
          options.view({ me: state.me, isFresh: state.isFresh, client, choose })}
      </WordsContext.Provider>
    );
  }

  document.documentElement.lang = first;
  const root = document.getElementById('page');
  if (root) render(<Page />, root);
}
