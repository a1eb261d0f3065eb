import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Contest } from './Contest';
import type { Memory } from './memory';
import { reasonsOf } from './why';
import { useWords } from './words';

interface Props {
  client: Client;
  memory: Memory;
  orderId: string;
}

/** Why an order came to me or went elsewhere, and how to object: asked for when opened. */
export function Reasons({ client, memory, orderId }: Props) {
  const { t } = useWords();
  const [sentences, setSentences] = useState<string[] | null>(null);
  useEffect(() => {
    setSentences(null);
    let isCurrent = true;
    void reasonsOf(client, memory, orderId, t('why_offline')).then(
      (found) => isCurrent && setSentences(found),
    );
    return () => {
      isCurrent = false;
    };
  }, [orderId, client, memory, t]);
  return (
    <div class="stack">
      <div aria-live="polite" class="stack">
        {sentences === null && <p class="soft">{t('loading')}</p>}
        {sentences?.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Contest client={client} memory={memory} orderId={orderId} />
    </div>
  );
}

/** Why this order came to me. */
export function WhyMe({ client, memory, orderId }: Props) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('why_me')}</summary>
      {isOpen && <Reasons client={client} memory={memory} orderId={orderId} />}
    </details>
  );
}
