import { useEffect, useId, useState } from 'preact/hooks';
import { ProblemError, type Client } from '../shared/client';
import type { Memory } from './memory';
import { Reasons } from './WhyMe';
import { useWords } from './words';

interface Askable {
  order_id: string;
  storefront: string;
  promise: string;
  is_mine: boolean;
}

function Choice({ client, memory }: { client: Client; memory: Memory }) {
  const { t, formats } = useWords();
  const id = useId();
  const [orders, setOrders] = useState<Askable[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [chosen, setChosen] = useState('');
  useEffect(() => {
    let isCurrent = true;
    client.get<{ orders: Askable[] }>('/v1/me/orders').then(
      ({ orders: found }) => isCurrent && setOrders(found.filter(({ is_mine }) => !is_mine)),
      (error: unknown) =>
        isCurrent && setFailure(error instanceof ProblemError ? error.message : t('why_offline')),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, t]);
  if (failure !== null) return <p role="status">{failure}</p>;
  if (orders === null) return <p class="soft">{t('loading')}</p>;
  if (orders.length === 0) return <p>{t('why_not_none')}</p>;
  return (
    <div class="stack">
      <div class="field">
        <label for={id}>{t('why_not_which')}</label>
        <select
          id={id}
          class="input"
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          <option value="" />
          {orders.map((order) => (
            <option key={order.order_id} value={order.order_id}>
              {`${formats.time(order.promise)} ${order.storefront}`}
            </option>
          ))}
        </select>
      </div>
      {chosen !== '' && <Reasons key={chosen} client={client} memory={memory} orderId={chosen} />}
    </div>
  );
}

/** Why an order of the day went elsewhere: which one is chosen by when and for whom it is. */
export function WhyNotMe({ client, memory }: { client: Client; memory: Memory }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('why_not_me')}</summary>
      {isOpen && <Choice client={client} memory={memory} />}
    </details>
  );
}
