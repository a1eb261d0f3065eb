import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import type { Memory } from './memory';
import { useWords } from './words';

interface Closed {
  first_day: string;
  last_day: string;
  total_minor: number;
  online_s: number;
}

/** Closed periods to keep: each as a page with every line's rule and records, and as a PDF. */
export function Statements({ client, memory }: { client: Client; memory: Memory }) {
  const { t, formats } = useWords();
  const [closed, setClosed] = useState<Closed[]>([]);
  useEffect(() => {
    client.get<{ statements: Closed[] }>('/v1/me/statements').then(
      ({ statements }) => {
        setClosed(statements);
        void memory.keep('statements', statements);
      },
      () => void memory.find<Closed[]>('statements').then((kept) => setClosed(kept ?? [])),
    );
  }, [client, memory]);
  if (closed.length === 0) return null;
  return (
    <section class="card stack">
      <h2>{t('statements')}</h2>
      <ul class="plain stack">
        {closed.map((one) => {
          const path = `/v1/me/statements/${one.first_day}/statement`;
          const days = `${formats.day(one.first_day)} – ${formats.day(one.last_day)}`;
          return (
            <li key={one.first_day} class="stack">
              <div class="row apart">
                <span>{days}</span>
                <strong class="number">{formats.money(one.total_minor)}</strong>
              </div>
              <div class="ways">
                <a
                  class="button"
                  href={`${path}.html`}
                  aria-label={`${t('statement_page')} ${days}`}
                >
                  {t('statement_page')}
                </a>
                <a class="button" href={`${path}.pdf`} aria-label={`PDF ${days}`}>
                  PDF
                </a>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
