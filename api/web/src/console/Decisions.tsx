import { nameOfOrder, type Day } from '../shared/wire';
import type { DayHistory, PlanDecision } from './wire';
import { useWords } from './words';

const SHOWN = 30;
const PLANNER = 'planner';

/** Tell whether something was decided by a person, or is the newest of what the planner did in a row. */
function isNews(one: PlanDecision, place: number, all: PlanDecision[]): boolean {
  return one.author !== PLANNER || all[place - 1]?.author !== PLANNER;
}

/** Who decided what about the day, and why; the newest first. */
export function Decisions({ day, history }: { day: Day; history: DayHistory | null }) {
  const { t, has, formats } = useWords();
  const courier = (id: string | null): string =>
    day.couriers.find((one) => one.id === id)?.name ?? id ?? '';
  const order = (id: string | null): string => {
    const found = day.orders.find((one) => one.id === id);
    return found ? nameOfOrder(found) : (id ?? '');
  };
  const said = (one: PlanDecision): string => {
    const key = `decided_${one.step ?? one.kind.replace('.', '_')}`;
    const values = {
      version: one.version ?? 0,
      order: order(one.order_id),
      courier: courier(one.courier_id),
    };
    return has(key) ? t(key, values) : one.kind;
  };
  const list = (history?.decisions ?? []).filter(isNews);
  return (
    <section class="stack">
      <h3>{t('decisions')}</h3>
      {list.length === 0 && <p class="small soft">{t('decisions_none')}</p>}
      <ol class="decided small">
        {list.slice(0, SHOWN).map((one) => (
          <li key={one.seq}>
            <span class="number soft">{formats.time(one.at)}</span> {said(one)}
            <span class="soft">
              {' · '}
              {one.author === PLANNER ? t('author_planner') : courier(one.author)}
              {one.reason !== '' && ` · ${one.reason}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
