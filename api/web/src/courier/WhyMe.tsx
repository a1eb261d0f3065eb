import { useEffect, useState } from 'preact/hooks';
import { ProblemError, type Client } from '../shared/client';
import { useWords } from './words';

interface Explanation {
  message: string;
  sentences: string[];
}

/** Why this order came to me: asked for when opened. */
export function WhyMe({ client, orderId }: { client: Client; orderId: string }) {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [sentences, setSentences] = useState<string[] | null>(null);
  useEffect(() => {
    setSentences(null);
    if (!isOpen) return undefined;
    let isCurrent = true;
    client.get<Explanation>(`/v1/me/explanations/${encodeURIComponent(orderId)}`).then(
      ({ message, sentences: found }) =>
        isCurrent && setSentences(found.length > 0 ? found : [message]),
      (error: unknown) =>
        isCurrent &&
        setSentences([error instanceof ProblemError ? error.message : t('why_offline')]),
    );
    return () => {
      isCurrent = false;
    };
  }, [isOpen, orderId, client, t]);
  return (
    <details class="why" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('why_me')}</summary>
      <div aria-live="polite" class="stack">
        {sentences === null && <p class="soft">{t('loading')}</p>}
        {sentences?.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </details>
  );
}
