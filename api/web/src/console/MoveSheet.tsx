import { useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Sheet } from '../shared/Sheet';
import { nameOfOrder, type Day } from '../shared/wire';
import { courierOfOrder } from './derive';
import { Meanwhile } from './Meanwhile';
import { isOvertaken, type DayStore } from './store';
import { Trial, useTrial } from './Trial';
import { useWords } from './words';

interface Props {
  day: Day;
  store: DayStore;
  orderId: string;
  also?: readonly string[];
  toCourierId: string | null | undefined;
  say: (text: string) => void;
}

const NOBODY = '';
const NONE: readonly string[] = [];

/** Moves an order: choose to whom, see what it does to each person, then decide. */
export function MoveSheet({ day, store, orderId, also = NONE, toCourierId, say }: Props) {
  const { t } = useWords();
  const seen = useRef(day).current;
  const version = day.plan?.version;
  const from = also.length > 0 ? undefined : courierOfOrder(day.plan, orderId);
  const order = day.orders.find(({ id }) => id === orderId);
  const [target, setTarget] = useState<string | null | undefined>(toCourierId);
  const [reason, setReason] = useState('');
  const close = (): void => {
    store.moving.value = null;
  };
  const { trial, setFailure } = useTrial(
    store,
    target === undefined || target === from ? null : { orderId, also, toCourierId: target },
    version,
  );
  const isAllowed = trial?.kind === 'effect' && trial.effect.violations.length === 0;
  const confirm = (): void => {
    if (target === undefined) return;
    store.move({ orderId, also, toCourierId: target }, reason).then(
      () => {
        say(
          also.length > 0
            ? t('moved_many', { n: also.length + 1 })
            : t('moved_done', { reference: order ? nameOfOrder(order) : '' }),
        );
        store.marked.value = new Set();
        close();
      },
      (error: unknown) => {
        if (!isOvertaken(error)) setFailure(error);
      },
    );
  };
  return (
    <Sheet
      title={
        also.length > 0
          ? t('move_many', { n: also.length + 1 })
          : t('move_title', { reference: order ? nameOfOrder(order) : '' })
      }
      onClose={close}
      foot={
        <>
          <Button look="main" isDisabled={!isAllowed} onPress={confirm}>
            {t('move_confirm')}
          </Button>
          <Button onPress={close}>{t('keep_as_is')}</Button>
        </>
      }
    >
      <div class="stack wide">
        <Meanwhile before={seen} after={day} />
        <div class="field">
          <label for="move-target">{t('move_to_whom')}</label>
          <select
            id="move-target"
            class="input"
            value={target === undefined ? 'choose' : (target ?? NOBODY)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTarget(value === NOBODY ? null : value);
            }}
          >
            {target === undefined && (
              <option value="choose" disabled>
                {t('choose')}
              </option>
            )}
            {day.couriers.map((courier) => (
              <option key={courier.id} value={courier.id} disabled={courier.id === from}>
                {courier.name}
              </option>
            ))}
            <option value={NOBODY} disabled={from === null}>
              {t('to_unassigned')}
            </option>
          </select>
        </div>
        <div class="stack effect" aria-live="polite">
          {target !== undefined && target === from && <p class="soft">{t('move_same')}</p>}
          {trial === null && target === undefined && <p class="soft">{t('move_choose_first')}</p>}
          <Trial day={day} trial={trial} />
        </div>
        <div class="field">
          <label for="move-reason">{t('reason_optional')}</label>
          <input
            id="move-reason"
            class="input"
            value={reason}
            maxLength={200}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </div>
    </Sheet>
  );
}
