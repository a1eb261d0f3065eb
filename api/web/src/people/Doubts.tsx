import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { SkeletonLines } from '../shared/Skeleton';
import { AddFields, NOTHING } from './AddFields';
import { minorOf, type Doubt } from './people';
import { useWords } from './words';

interface Props {
  client: Client;
  currency: string;
  found: Doubt[] | null;
  onDecide: (body: Record<string, unknown>) => void;
}

function Waiting({ one, client, currency, onDecide }: Omit<Props, 'found'> & { one: Doubt }) {
  const { t } = useWords();
  const [value, setValue] = useState(NOTHING);
  const reason = value.reason.trim();
  const minor = minorOf(value.amount, currency);
  const { courier_id, device, sequence } = one.report;
  const body = { courier_id, device, sequence, reason };
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <AddFields client={client} value={value} onChange={setValue} />
      <div class="row wrap">
        <Button
          isDisabled={reason === '' || value.amount.trim() !== ''}
          onPress={() => onDecide(body)}
        >
          {t('people_stands')}
        </Button>
        <Button
          isDisabled={reason === '' || minor === null || value.clause === ''}
          onPress={() => onDecide({ ...body, amount_minor: minor, clause: value.clause })}
        >
          {t('people_add')}
        </Button>
      </div>
    </form>
  );
}

/** Reports that overlap, run backwards or were refused, beside what is recorded. */
export function Doubts({ client, currency, found, onDecide }: Props) {
  const { t, formats } = useWords();
  return (
    <section class="stack">
      <h3>{t('people_doubts')}</h3>
      {found === null && <SkeletonLines count={2} />}
      {found?.length === 0 && <p class="soft">{t('people_doubts_none')}</p>}
      {found?.map((one) => (
        <article
          key={`${one.report.courier_id} ${one.report.device} ${one.report.sequence}`}
          class="card stack"
        >
          <strong>{one.said}</strong>
          <p>
            {one.report.message} {t(one.report.is_applied ? 'people_counted' : 'people_refused')}
          </p>
          {one.recorded.length > 0 && (
            <div>
              <p class="small soft">{t('people_recorded')}</p>
              <ul class="recorded">
                {one.recorded.map((fact) => (
                  <li key={fact}>{fact}</li>
                ))}
              </ul>
            </div>
          )}
          {one.decision === null ? (
            <Waiting one={one} client={client} currency={currency} onDecide={onDecide} />
          ) : (
            <p>
              {t(one.decision.amount_minor === 0 ? 'people_stood' : 'people_added', {
                day: formats.date(one.decision.decided_at),
                amount: formats.signedMoney(one.decision.amount_minor),
              })}{' '}
              {one.decision.reason}
            </p>
          )}
        </article>
      ))}
    </section>
  );
}
