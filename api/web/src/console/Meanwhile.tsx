import { Notice } from '../shared/Notice';
import type { Day } from '../shared/wire';
import { handovers } from './meanwhile';
import { useWords } from './words';

const SHOWN = 6;

/** What somebody else has done to the plan while one looked; nothing while it is the same. */
export function Meanwhile({ before, after }: { before: Day; after: Day }) {
  const { t } = useWords();
  if (before.plan?.version === after.plan?.version || after.plan === null) return null;
  const found = handovers(before, after);
  const name = (id: string | null): string =>
    id === null ? t('nobody') : (after.couriers.find((one) => one.id === id)?.name ?? id);
  return (
    <Notice tone="look" title={t('meanwhile_title')} isLive>
      <p>{t('meanwhile_text', { version: after.plan.version })}</p>
      {found.length === 0 && <p>{t('meanwhile_times')}</p>}
      <ul class="dots">
        {found.slice(0, SHOWN).map((one) => (
          <li key={one.orderId}>
            {t('meanwhile_moved', { order: one.name, from: name(one.from), to: name(one.to) })}
          </li>
        ))}
        {found.length > SHOWN && <li>{t('meanwhile_more', { n: found.length - SHOWN })}</li>}
      </ul>
    </Notice>
  );
}
