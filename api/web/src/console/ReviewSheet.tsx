import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { nameOfOrder, type Day, type Plan } from '../shared/wire';
import { Who } from '../shared/Who';
import { changes } from './derive';
import { FairnessSentence } from './FairnessTable';
import type { DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  proposal: Plan;
  store: DayStore;
  say: (text: string) => void;
  onClose: () => void;
}

function Pair({ before, after }: { before: string; after: string }) {
  return before === after ? (
    <span class="soft">{after}</span>
  ) : (
    <>
      <span class="soft">{before}</span> → <strong>{after}</strong>
    </>
  );
}

function DiffTable({ day, proposal }: { day: Day; proposal: Plan }) {
  const { t, formats } = useWords();
  const references = new Map(day.orders.map((order) => [order.id, nameOfOrder(order)]));
  const named = (ids: string[]): string => ids.map((id) => references.get(id) ?? id).join(', ');
  const rows = changes(day, proposal);
  if (rows.length === 0) return <p class="empty">{t('proposal_no_change')}</p>;
  const dash = '–';
  return (
    <table class="table">
      <caption class="unseen">{t('proposal_caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('courier')}</th>
          <th scope="col" class="end">
            {t('column_stops')}
          </th>
          <th scope="col" class="end">
            {t('column_minutes')}
          </th>
          <th scope="col" class="end">
            {t('column_end')}
          </th>
          <th scope="col" class="end">
            {t('column_pay')}
          </th>
          <th scope="col" class="end">
            {t('column_week_balance')}
          </th>
          <th scope="col">{t('column_orders')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ courier, before, after, endBefore, endAfter, gained, lost }) => (
          <tr key={courier.id}>
            <th scope="row">
              <span class="row">
                <Who initials={courier.initials} color={courier.color} /> {courier.name}
              </span>
            </th>
            <td class="end">
              <Pair before={String(before?.stops ?? 0)} after={String(after?.stops ?? 0)} />
            </td>
            <td class="end">
              <Pair
                before={formats.number(before?.minutes ?? 0)}
                after={formats.number(after?.minutes ?? 0)}
              />
            </td>
            <td class="end">
              <Pair
                before={endBefore ? formats.time(endBefore) : dash}
                after={endAfter ? formats.time(endAfter) : dash}
              />
            </td>
            <td class="end">
              <Pair
                before={before ? formats.money(before.pay_minor) : dash}
                after={after ? formats.money(after.pay_minor) : dash}
              />
            </td>
            <td class="end">
              <Pair
                before={before ? formats.signedMoney(before.balance_minor) : dash}
                after={after ? formats.signedMoney(after.balance_minor) : dash}
              />
            </td>
            <td>
              {gained.length > 0 && <div>{t('gains', { orders: named(gained) })}</div>}
              {lost.length > 0 && <div class="soft">{t('gives', { orders: named(lost) })}</div>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The proposal beside the plan in force; a person publishes it, or says why not. */
export function ReviewSheet({ day, proposal, store, say, onClose }: Props) {
  const { t } = useWords();
  const failureText = useFailureText();
  const [isDeclining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const run = (action: Promise<void>, text: string): void => {
    setBusy(true);
    action.then(
      () => {
        say(text);
        onClose();
      },
      (error: unknown) => {
        setFailure(error);
        setBusy(false);
      },
    );
  };
  return (
    <Sheet
      isWide
      title={t('review_title', { version: proposal.version })}
      onClose={onClose}
      foot={
        isDeclining ? (
          <form
            class="row grow"
            onSubmit={(event) => {
              event.preventDefault();
              run(store.discard(proposal.version, reason), t('discarded_done'));
            }}
          >
            <label for="not-now" class="small">
              {t('not_now_because')}
            </label>
            <input
              id="not-now"
              class="input grow"
              required
              maxLength={200}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <Button type="submit" look="main" isDisabled={isBusy || reason.trim() === ''}>
              {t('send')}
            </Button>
            <Button onPress={() => setDeclining(false)}>{t('back')}</Button>
          </form>
        ) : (
          <>
            <Button
              look="main"
              isDisabled={isBusy}
              onPress={() => run(store.publish(proposal.version), t('published_done'))}
            >
              {t('publish')}
            </Button>
            <Button onPress={() => setDeclining(true)}>{t('not_now')}</Button>
          </>
        )
      }
    >
      <div class="stack wide">
        <p>
          <FairnessSentence plan={proposal} />
        </p>
        {failure !== null && (
          <Notice tone="breaks" isLive>
            {failureText(failure)}
          </Notice>
        )}
        <DiffTable day={day} proposal={proposal} />
      </div>
    </Sheet>
  );
}
