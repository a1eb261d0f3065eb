import { Undo2 } from 'lucide';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import type { CourierStore } from './store';
import { useWords } from './words';

/** Parcels that go back to where they are from, because nobody took them or they were canceled. */
export function Back({ store }: { store: CourierStore }) {
  const { t } = useWords();
  const all = store.route.value?.back ?? [];
  return (
    <>
      {all.map((back) => (
        <section key={back.order_id} class="card stack wide">
          <h2 class="row">
            <Icon node={Undo2} /> {t('bring_back')}
          </h2>
          <p class="what">{back.contact ?? back.address}</p>
          {back.contact && <p>{back.address}</p>}
          <p class="soft">
            {t(back.is_canceled ? 'back_canceled' : 'back_failed', { place: back.recipient })}
          </p>
          <Button extra="huge" onPress={() => void store.report('returned', [back.order_id])}>
            {t('do_returned')}
          </Button>
        </section>
      ))}
    </>
  );
}
