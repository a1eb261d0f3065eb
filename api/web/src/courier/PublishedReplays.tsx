import { useEffect, useState } from 'preact/hooks';
import { Money } from '../shared/Amounts';
import type { Client } from '../shared/client';
import type { FullReplay, Replay } from '../replay/replay';
import { useWords } from './words';

const SHOWN = 3;

function Card({ found }: { found: FullReplay }) {
  const { t, formats } = useWords();
  const { replay, result } = found;
  return (
    <article class="card stack">
      <h3>{t('replays_of', { n: replay.num_weeks, day: formats.date(replay.asked_at) })}</h3>
      {result?.policies.map((one, index) => {
        const [mine] = one.couriers;
        return (
          <div key={one.policy} class="stack">
            <strong>{replay.titles[index]}</strong>
            <p>
              {mine === undefined ? (
                t('replays_without_me')
              ) : (
                <>
                  {t('replays_mine')} <Money minor={mine.pay_minor} />
                </>
              )}
            </p>
            <p class="small soft">{one.verdict}</p>
          </div>
        );
      })}
      {result?.is_drawn === true && <p class="small soft">{t('replays_drawn')}</p>}
    </article>
  );
}

/** What other rules would have done in past weeks, and what I would have earned. */
export function PublishedReplays({ client }: { client: Client }) {
  const { t, language } = useWords();
  const [found, setFound] = useState<FullReplay[]>([]);
  useEffect(() => {
    let isCurrent = true;
    client
      .get<{ replays: Replay[] }>('/v1/replays')
      .then(({ replays }) =>
        Promise.all(
          replays
            .filter(({ published_at: at }) => at !== null)
            .slice(0, SHOWN)
            .map(({ id }) => client.get<FullReplay>(`/v1/replays/${encodeURIComponent(id)}`)),
        ),
      )
      .then(
        (full) => isCurrent && setFound(full),
        () => undefined,
      );
    return () => {
      isCurrent = false;
    };
  }, [client, language]);
  if (found.length === 0) return null;
  return (
    <section class="stack wide proposals">
      <h2>{t('replays')}</h2>
      {found.map((one) => (
        <Card key={one.replay.id} found={one} />
      ))}
    </section>
  );
}
