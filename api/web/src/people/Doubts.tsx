import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { SkeletonLines } from '../shared/Skeleton';
import { AddFields, NOTHING } from './AddFields';
import type { Doubt } from './people';
import { useWords } from './words';

interface Props {
  client: Client;
  /** Something is being sent. */
  isBusy: boolean;
  found: Doubt[] | null;
  onDecide: (body: Record<string, unknown>) => void;
}

function Waiting({ one, client, isBusy, onDecide }: Omit<Props, 'found'> & { one: Doubt }) {
  const { t, formats } = useWords();
  const [value, setValue] = useState(NOTHING);
  const reason = value.reason.trim();
  const minor = formats.signedMinorOf(value.amount);
  const { courier_id, device, sequence } = one.report;
  const body = { courier_id, device, sequence, reason };
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <AddFields client={client} value={value} onChange={setValue} />
      <div class="row wrap">
        <Button
          isDisabled={reason === '' || value.amount.trim() !== ''}
          isBusy={isBusy}
          onPress={() => onDecide(body)}
        >
          {t('people_stands')}
        </Button>
        <Button
          isDisabled={reason === '' || minor === null || value.clause === ''}
          isBusy={isBusy}
          onPress={() => onDecide({ ...body, amount_minor: minor, clause: value.clause })}
        >
          {t('people_add')}
        </Button>
      </div>
    </form>
  );
}

/** Reports that overlap, run backwards or were refused, beside what is recorded. */
export function Doubts({ client, isBusy, found, onDecide }: Props) {
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
            <Waiting one={one} client={client} isBusy={isBusy} onDecide={onDecide} />
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
