import { useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import { useFailureText } from '../shared/page';
import { Sheet } from '../shared/Sheet';
import { nameOfOrder, type Day, type Plan } from '../shared/wire';
import { Who } from '../shared/Who';
import { changes, tiedWith, type Change } from './derive';
import { FairnessSentence } from './FairnessTable';
import { Meanwhile } from './Meanwhile';
import { isOvertaken, type DayStore } from './store';
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

interface DiffProps {
  day: Day;
  rows: Change[];
  chosen: ReadonlySet<string>;
  onToggle: (courierId: string) => void;
}

function DiffRow({ change, day, chosen, onToggle }: { change: Change } & Omit<DiffProps, 'rows'>) {
  const { t, formats } = useWords();
  const { courier, before, after, endBefore, endAfter, gained, lost } = change;
  const dash = '–';
  const named = (ids: string[]): string =>
    ids
      .map((id) => {
        const order = day.orders.find((one) => one.id === id);
        return order ? nameOfOrder(order) : id;
      })
      .join(', ');
  return (
    <tr>
      <th scope="row">
        <label class="row">
          <input
            type="checkbox"
            aria-label={t('take_courier', { name: courier.name })}
            checked={chosen.has(courier.id)}
            onChange={() => onToggle(courier.id)}
          />
          <Who initials={courier.initials} color={courier.color} /> {courier.name}
        </label>
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
          before={formats.minutes(change.lateBefore)}
          after={formats.minutes(change.lateAfter)}
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
  );
}

const ENDS = ['column_stops', 'column_minutes', 'column_end', 'column_late'] as const;
const MONEY = ['column_pay', 'column_week_balance'] as const;

function DiffTable({ rows, ...rest }: DiffProps) {
  const { t } = useWords();
  if (rows.length === 0) return <p class="empty">{t('proposal_no_change')}</p>;
  return (
    <table class="table">
      <caption class="unseen">{t('proposal_caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('courier')}</th>
          {[...ENDS, ...MONEY].map((key) => (
            <th key={key} scope="col" class="end">
              {t(key)}
            </th>
          ))}
          <th scope="col">{t('column_orders')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((change) => (
          <DiffRow key={change.courier.id} change={change} {...rest} />
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
  const seen = useRef(day).current;
  const rows = changes(day, proposal);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(rows.map(({ courier }) => courier.id)),
  );
  const isPart = day.plan !== null && rows.some(({ courier }) => !chosen.has(courier.id));
  const num = rows.filter(({ courier }) => chosen.has(courier.id)).length;
  const toggle = (id: string): void => {
    const moved = tiedWith(rows, [id]);
    const next = new Set(chosen);
    for (const one of moved) {
      if (chosen.has(id)) next.delete(one);
      else next.add(one);
    }
    setChosen(next);
  };
  const run = (action: Promise<void>, text: string): void => {
    setBusy(true);
    action.then(
      () => {
        say(text);
        onClose();
      },
      (error: unknown) => {
        setFailure(isOvertaken(error) ? null : error);
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
              isDisabled={isBusy || (isPart && num === 0)}
              onPress={() =>
                isPart
                  ? run(
                      store.publishFor(proposal.version, [...chosen], reason),
                      t('published_some_done'),
                    )
                  : run(store.publish(proposal.version, reason), t('published_done'))
              }
            >
              {isPart ? t('publish_some', { n: num }) : t('publish_all')}
            </Button>
            <Button onPress={() => setDeclining(true)}>{t('not_now')}</Button>
            <input
              class="input grow"
              aria-label={t('publish_reason')}
              placeholder={t('publish_reason')}
              maxLength={200}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
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
        <Meanwhile before={seen} after={day} />
        <DiffTable day={day} rows={rows} chosen={chosen} onToggle={toggle} />
        {isPart && <p class="small soft">{t('tied_with')}</p>}
      </div>
    </Sheet>
  );
}
