import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Failure } from '../shared/Failure';
import { useLongWork, WorkProgress } from '../shared/LongWork';
import { Notice } from '../shared/Notice';
import { TableHead } from '../shared/TableHead';
import type { Day, Figures } from '../shared/wire';
import { changes } from './derive';
import { DiffTable } from './DiffTable';
import type { DayStore } from './store';
import { dayWith, type WhatIfAnswer, type WhatIfAsked } from './what-if';
import { WhatIfQuestion } from './WhatIfQuestion';
import { useWords } from './words';
import './what-if.css';

interface Props {
  day: Day;
  store: DayStore;
  client: Client;
}

const pathOf = (id: string): string => `/v1/what-ifs/${encodeURIComponent(id)}`;

function Summary({ day, usual, found }: { day: Day; usual: Figures; found: Figures }) {
  const { t, formats } = useWords();
  const sides = [day.plan?.figures ?? null, usual, found];
  const rows: [string, (one: Figures) => string][] = [
    [t('unassigned'), (one) => formats.number(one.unassigned ?? 0)],
    [t('lateness'), (one) => formats.minutes(one.lateness_s)],
    [t('travel'), (one) => formats.minutes(one.travel_s)],
    [t('what_if_gini'), (one) => formats.number(one.gini, 3)],
    [t('what_if_lowest'), (one) => formats.money(one.lowest_pay_per_hour_minor)],
  ];
  return (
    <table class="table">
      <caption class="unseen">{t('what_if_summary')}</caption>
      <TableHead
        columns={[
          { title: t('what_if_figure') },
          { title: t('what_if_in_force'), isNumber: true },
          { title: t('what_if_usual'), isNumber: true },
          { title: t('what_if_then'), isNumber: true },
        ]}
      />
      <tbody>
        {rows.map(([label, figure]) => (
          <tr key={label}>
            <th scope="row">{label}</th>
            {sides.map((one, index) => (
              <td key={index} class="end number">
                {one === null ? '–' : figure(one)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Answer({ day, answer }: { day: Day; answer: WhatIfAnswer }) {
  const { t, formats } = useWords();
  const { plan, usual, what_if: asked } = answer;
  if (plan === null || usual === null) return null;
  const whole = dayWith(day, asked, (n) => t('what_if_one_more', { n }));
  const rows = changes(whole, plan);
  return (
    <div class="stack wide" aria-live="polite">
      <Notice tone="calm" title={t('what_if_no_plan', { time: formats.time(asked.asked_at) })}>
        {t('what_if_compare')}
      </Notice>
      <Summary day={day} usual={usual} found={plan.figures} />
      <h3>{t('what_if_each')}</h3>
      <DiffTable day={whole} rows={rows} caption={t('what_if_each')} />
    </div>
  );
}

/** Asks what a change would do to the day; no plan is touched. */
export function WhatIf({ day, store, client }: Props) {
  const { t, language } = useWords();
  const path = `/v1/days/${day.day}/what-ifs`;
  const newest = useCallback(
    async () => (await client.get<{ what_ifs: WhatIfAsked[] }>(path)).what_ifs[0] ?? null,
    // The server says in words what was asked.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, path, language],
  );
  const whole = useCallback(
    (id: string) => client.get<WhatIfAnswer>(pathOf(id)),
    // The server says in words what came of it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [client, language],
  );
  const work = useLongWork({ newest, whole, pathOf, kind: 'what_if.progress' });
  const { shown, full, failure, isBusy, isRunning, ask } = work;
  const [rules, setRules] = useState<ReadonlyMap<string, number>>(new Map());
  useEffect(() => {
    client.get<{ rules: { clause: string; value: unknown }[] }>('/v1/policy').then(
      (policy) =>
        setRules(
          new Map(
            policy.rules.flatMap(({ clause, value }) =>
              typeof value === 'number' ? [[clause, value] as const] : [],
            ),
          ),
        ),
      () => undefined, // without them a question can still be asked
    );
  }, [client]);
  return (
    <section class="what-if" aria-label={t('view_what_if')} tabIndex={0}>
      <WhatIfQuestion
        day={day}
        store={store}
        rules={rules}
        isBusy={isRunning || isBusy}
        onAsk={(question) => ask(() => client.post<WhatIfAsked>(path, question))}
      />
      <div class="stack wide">
        <Failure error={failure} />
        {shown === null && failure === null && <p class="soft">{t('what_if_empty')}</p>}
        {shown !== null && (
          <WorkProgress
            work={shown}
            numSteps={shown.num_steps}
            label={t('what_if_progress')}
            stop={t('what_if_stop')}
            isBusy={isBusy}
            onStop={() => ask(() => client.post<WhatIfAsked>(`${pathOf(shown.id)}/cancel`))}
          />
        )}
        {full !== null && <Answer day={day} answer={full} />}
      </div>
    </section>
  );
}
