import { useCallback, useState } from 'preact/hooks';
import { useAnswer, useSending } from '../shared/asking';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
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
  const [made, setMade] = useState<NewSecret | null>(null);
  const [numAdded, setNumAdded] = useState(0);
  const ask = useCallback(
    async () =>
      (await client.get<{ subscriptions: Subscription[] }>('/v1/subscriptions')).subscriptions,
    [client],
  );
  const { found, failure, read } = useAnswer(ask);
  const sending = useSending();
  const attempt = (action: () => Promise<NewSecret | undefined>, onDone?: () => void): void =>
    sending.send(action, async (secret) => {
      setMade(secret ?? null);
      onDone?.();
      await read();
    });
  const path = (one: Subscription): string => `/v1/subscriptions/${encodeURIComponent(one.id)}`;
  return (
    <Sheet title={t('hooks_title')} isWide onClose={onClose}>
      <div class="stack wide">
        <div aria-live="polite" class="stack">
          <Failure error={sending.failure ?? failure} />
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
          isBusy={sending.isBusy}
          onRotate={(one) => attempt(() => client.post<NewSecret>(`${path(one)}/secret`))}
          onRemove={(one) => attempt(() => client.remove<undefined>(path(one)))}
        />
        <HookForm
          key={numAdded}
          client={client}
          isCoop={isCoop}
          isBusy={sending.isBusy}
          onAdd={(body) =>
            attempt(
              () => client.post<NewSecret>('/v1/subscriptions', body),
              () => setNumAdded(numAdded + 1),
            )
          }
        />
        <HookLog client={client} onFailure={sending.setFailure} />
      </div>
    </Sheet>
  );
}
