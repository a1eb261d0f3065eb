import type { Planning } from './planning';
import { useWords } from './words';

/**
 * One quiet line while a plan is being made. Its numbers change twice a second, so a screen reader
 * is told only that planning has begun; the numbers can be read there at any time.
 */
export function PlanningLine({ planning }: { planning: Planning }) {
  const { t, formats } = useWords();
  const now = planning.now.value;
  return (
    <>
      <p class="unseen" role="status" aria-live="polite">
        {now === null ? '' : t('planning_begun')}
      </p>
      {now !== null && (
        <p class="planning number">
          <span>{t('planning_now')}</span>
          <span>{t('planning_cost', { time: formats.minutes(now.cost_s) })}</span>
          <span>{t('planning_left_out', { n: now.num_unassigned })}</span>
          {now.spread_minor !== null && (
            <span>{t('planning_spread', { amount: formats.money(now.spread_minor) })}</span>
          )}
        </p>
      )}
    </>
  );
}
