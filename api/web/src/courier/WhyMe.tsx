import { useEffect, useState } from 'preact/hooks';
import { ProblemError, type Client } from '../shared/client';
import { Contest } from './Contest';
import { useWords } from './words';

interface Explanation {
  message: string;
  sentences: string[];
}

/** Why an order came to me or went elsewhere, and how to object: asked for when opened. */
export function Reasons({ client, orderId }: { client: Client; orderId: string }) {
  const { t } = useWords();
  const [sentences, setSentences] = useState<string[] | null>(null);
  useEffect(() => {
    setSentences(null);
    let isCurrent = true;
    client.get<Explanation>(`/v1/me/explanations/${encodeURIComponent(orderId)}`).then(
      ({ message, sentences: found }) =>
        isCurrent && setSentences([...new Set([message, ...found].filter(Boolean))]),
      (error: unknown) =>
        isCurrent &&
        setSentences([error instanceof ProblemError ? error.message : t('why_offline')]),
    );
    return () => {
      isCurrent = false;
    };
  }, [orderId, client, t]);
  return (
    <div class="stack">
      <div aria-live="polite" class="stack">
        {sentences === null && <p class="soft">{t('loading')}</p>}
        {sentences?.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Contest client={client} orderId={orderId} />
    </div>
  );
}

/** Why this order came to me. */
export function WhyMe({ client, orderId }: { client: Client; orderId: string }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('why_me')}</summary>
      {isOpen && <Reasons client={client} orderId={orderId} />}
    </details>
  );
}
