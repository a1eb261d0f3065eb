import { useEffect, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Objection, type Outcome } from '../people/Objection';
import { useWords } from '../people/words';
import type { Contestation } from '../shared/wire';
import type { DayStore } from './store';

interface Props {
  orderId: string;
  store: DayStore;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

/** Objections to who has an order, and the form to answer those that wait. */
export function Contested({ orderId, store, say, onFailure }: Props) {
  const { t } = useWords();
  const [found, setFound] = useState<Contestation[]>([]);
  const now = store.data.value?.now;
  const { isBusy, send } = useSending();
  useEffect(() => {
    let isCurrent = true;
    store.contestations().then(
      (all) => isCurrent && setFound(all.filter(({ order_id }) => order_id === orderId)),
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
    // Somebody may object while one looks: asked again with the day.
  }, [store, orderId, now]);
  const answer = (one: Contestation, outcome: Outcome, text: string): void =>
    send(() =>
      store.answerContestation(one.id, outcome, text).then((answered) => {
        setFound((all) => all.map((other) => (other.id === answered.id ? answered : other)));
        say(t('people_answered'));
      }, onFailure),
    );
  return (
    <>
      {found.map((one) => (
        <Objection
          key={one.id}
          one={one}
          isBusy={isBusy}
          onAnswer={(outcome, text) => answer(one, outcome, text)}
        />
      ))}
    </>
  );
}
