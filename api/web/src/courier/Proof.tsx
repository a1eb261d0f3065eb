import { Camera } from 'lucide';
import { useId, useRef, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import { Icon } from '../shared/Icon';
import { Sheet } from '../shared/Sheet';
import type { ProofWanted } from '../shared/door-wire';
import type { RouteStop } from '../shared/wire';
import type { Photo, Proof as Given } from './memory';
import { downscaled } from '../shared/pictures';
import { photosOf } from './photos';
import { Signature } from './Signature';
import { useWords } from './words';

interface Props {
  wanted: { stop: RouteStop; proof: ProofWanted }[];
  onClose: () => void;
  onGiven: (proofs: Map<string, Given>, photos: Photo[]) => void;
}

interface FieldProps {
  label: string;
  value: string;
  isNumber?: boolean;
  onChange: (value: string) => void;
}

function Field({ label, value, isNumber = false, onChange }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input"
        autocomplete="off"
        value={value}
        {...(isNumber ? { inputMode: 'numeric' as const, maxLength: 4 } : { maxLength: 120 })}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function PhotoField({ file, onTaken }: { file: Blob | null; onTaken: (file: Blob) => void }) {
  const { t } = useWords();
  const [hasFailed, setFailed] = useState(false);
  const take = (taken: File | undefined): void => {
    if (!taken) return;
    downscaled(taken).then(
      (small) => {
        setFailed(false);
        onTaken(small);
      },
      () => setFailed(true),
    );
  };
  return (
    <div class="stack">
      <label class="button huge photo">
        <Icon node={Camera} /> {t(file ? 'photo_again' : 'photo_take')}
        <input
          class="unseen"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={(event) => take(event.currentTarget.files?.[0])}
        />
      </label>
      <p role="status">{hasFailed ? t('photo_failed') : file ? t('photo_kept') : ''}</p>
    </div>
  );
}

/** What the door's orders ask for: one photo, one signature for all of them; digits for each. */
export function Proof({ wanted, onClose, onGiven }: Props) {
  const { t } = useWords();
  const [pins, setPins] = useState<Record<string, string>>({});
  const [name, setName] = useState('');
  const [drawn, setDrawn] = useState<Blob | null>(null);
  const [photo, setPhoto] = useState<Blob | null>(null);
  const [isSeen, setSeen] = useState(false);
  const orders = (kind: ProofWanted): string[] =>
    wanted.flatMap(({ stop, proof }) => (proof === kind && stop.order_id ? [stop.order_id] : []));
  const pinOrders = wanted.filter(({ proof }) => proof === 'pin');
  const isComplete =
    orders('pin').every((id) => /^[0-9]{4}$/.test(pins[id] ?? '')) &&
    (orders('signature').length === 0 || name.trim() !== '') &&
    (orders('photo').length === 0 || photo !== null) &&
    (orders('id').length === 0 || isSeen);

  const isGiven = useRef(false);
  async function give(): Promise<void> {
    if (isGiven.current) return;
    isGiven.current = true;
    const pictures = photo ? await photosOf(photo, orders('photo')) : [];
    const drawings = drawn ? await photosOf(drawn, orders('signature')) : [];
    const digest = (all: Photo[]): { photo_sha256?: string } =>
      all[0] ? { photo_sha256: all[0].sha256 } : {};
    const proofs = new Map<string, Given>();
    for (const id of orders('pin')) proofs.set(id, { pin: pins[id] ?? '' });
    for (const id of orders('photo')) proofs.set(id, digest(pictures));
    for (const id of orders('id')) proofs.set(id, { is_id_seen: true });
    for (const id of orders('signature'))
      proofs.set(id, { signed_by: name.trim(), ...digest(drawings) });
    onGiven(proofs, [...pictures, ...drawings]);
  }

  return (
    <Sheet title={t('proof_title')} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete) void give();
        }}
      >
        {pinOrders.map(({ stop }) => (
          <Field
            key={stop.id}
            isNumber
            label={t('pin_label', { name: stop.contact ?? stop.reference ?? stop.address ?? '' })}
            value={pins[stop.order_id ?? ''] ?? ''}
            onChange={(digits) => setPins({ ...pins, [stop.order_id ?? '']: digits })}
          />
        ))}
        {orders('signature').length > 0 && (
          <>
            <Field label={t('signed_by')} value={name} onChange={setName} />
            <Signature onDrawn={setDrawn} />
          </>
        )}
        {orders('photo').length > 0 && <PhotoField file={photo} onTaken={setPhoto} />}
        {orders('id').length > 0 && (
          <label class="row check">
            <input
              type="checkbox"
              checked={isSeen}
              onChange={(event) => setSeen(event.currentTarget.checked)}
            />
            {t('id_seen')}
          </label>
        )}
        <Button type="submit" look="main" extra="huge" isDisabled={!isComplete}>
          {t('do_delivered')}
        </Button>
      </form>
    </Sheet>
  );
}
