import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { HookForm } from './HookForm';
import { HookLog } from './HookLog';
import type { NewSecret, Subscription } from './hooks';
import { SecretOnce } from './SecretOnce';
import { Subscriptions } from './Subscriptions';
import { useWords } from './words';

interface Props {
  client: Client;
  /** Whether the co-op asks, for all its storefronts or one of them. */
  isCoop: boolean;
  onClose: () => void;
}

/** Who is told of orders, and what they were told: to add, change, remove and send again. */
export function HooksSheet({ client, isCoop, onClose }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const [found, setFound] = useState<Subscription[] | null>(null);
  const [made, setMade] = useState<NewSecret | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const load = useCallback(
    () =>
      client.get<{ subscriptions: Subscription[] }>('/v1/subscriptions').then(
        (answer) => setFound(answer.subscriptions),
        (error: unknown) => setFailure(error),
      ),
    [client],
  );
  useEffect(() => void load(), [load]);
  const attempt = async (action: () => Promise<NewSecret | undefined>): Promise<boolean> => {
    setFailure(null);
    try {
      setMade((await action()) ?? null);
      await load();
      return true;
    } catch (error) {
      setFailure(error);
      return false;
    }
  };
  const path = (one: Subscription): string => `/v1/subscriptions/${encodeURIComponent(one.id)}`;
  return (
    <Sheet title={t('hooks_title')} isWide onClose={onClose}>
      <div class="stack wide">
        <div aria-live="polite" class="stack">
          {failure !== null && <Notice tone="breaks">{failureText(failure)}</Notice>}
          {made && (
            <SecretOnce
              secret={made.secret}
              about={made.url}
              text={t(made.old_secret_until ? 'hooks_secret_both' : 'hooks_secret_text')}
            />
          )}
        </div>
        <Subscriptions
          found={found}
          onRotate={(one) => void attempt(() => client.post<NewSecret>(`${path(one)}/secret`))}
          onRemove={(one) => void attempt(() => client.remove<undefined>(path(one)))}
        />
        <HookForm
          client={client}
          isCoop={isCoop}
          onAdd={(body) => attempt(() => client.post<NewSecret>('/v1/subscriptions', body))}
        />
        <HookLog client={client} onFailure={setFailure} />
      </div>
    </Sheet>
  );
}
