import { Ban, BoxSelect, Check, Plus, X } from 'lucide';
import { Button } from '../shared/Button';
import type { LatLon } from '../shared/wire';
import { FEWEST_CORNERS, ordersInside } from './areas';
import type { DayStore, Drawing } from './store';
import { useWords } from './words';

interface Props {
  store: DayStore;
  middle: () => LatLon;
  /** An area in which streets are to be closed is drawn. */
  onClose: () => void;
}

/** Draws an area on the map: by clicks, or from the keyboard by moving the map below its middle. */
export function DrawTools({ store, middle, onClose }: Props) {
  const { t } = useWords();
  const drawing = store.drawing.value;
  const begin = (purpose: Drawing['purpose']): void => {
    store.drawing.value = { purpose, corners: [] };
  };
  const end = (): void => {
    store.drawing.value = null;
  };
  const finish = (): void => {
    const day = store.data.value;
    if (drawing === null || day === null) return;
    if (drawing.purpose === 'mark') store.mark(ordersInside(day, drawing.corners), true);
    else {
      store.area.value = drawing.corners;
      onClose();
    }
    end();
  };
  if (drawing === null) {
    return (
      <div class="draw-tools row wrap">
        <Button icon={BoxSelect} onPress={() => begin('mark')}>
          {t('draw_mark')}
        </Button>
        <Button icon={Ban} onPress={() => begin('close')}>
          {t('draw_close')}
        </Button>
      </div>
    );
  }
  return (
    <div class="draw-tools row wrap" role="group" aria-label={t(`draw_${drawing.purpose}`)}>
      <span class="small" role="status">
        {drawing.corners.length === 0
          ? t('draw_help')
          : t('street_drawn', { n: drawing.corners.length })}
      </span>
      <Button
        icon={Plus}
        onPress={() => {
          const { lat, lon } = middle();
          store.drawing.value = { ...drawing, corners: [...drawing.corners, [lon, lat]] };
        }}
      >
        {t('draw_middle')}
      </Button>
      <Button
        look="main"
        icon={Check}
        isDisabled={drawing.corners.length < FEWEST_CORNERS}
        onPress={finish}
      >
        {t('draw_done')}
      </Button>
      <Button icon={X} onPress={end}>
        {t('draw_cancel')}
      </Button>
    </div>
  );
}
