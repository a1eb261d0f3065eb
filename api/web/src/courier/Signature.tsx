import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../shared/Button';
import { fileOf } from '../shared/pictures';
import { useWords } from './words';

const WIDTH = 600;
const HEIGHT = 240;

function clear(canvas: HTMLCanvasElement): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.strokeStyle = '#111';
  pen.lineWidth = 4;
  pen.lineCap = 'round';
}

/** A field to sign in with a finger; the name beside it is what counts, for whoever cannot draw. */
export function Signature({ onDrawn }: { onDrawn: (file: Blob | null) => void }) {
  const { t } = useWords();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) clear(canvas.current);
  }, []);
  const pointOf = (event: PointerEvent): [number, number] => {
    const box = canvas.current?.getBoundingClientRect();
    if (!box) return [0, 0];
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    return [x, ((event.clientY - box.top) / box.height) * HEIGHT];
  };
  return (
    <div class="stack">
      <canvas
        ref={canvas}
        class="signature"
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={t('sign_here')}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const pen = event.currentTarget.getContext('2d');
          pen?.beginPath();
          pen?.moveTo(...pointOf(event));
        }}
        onPointerMove={(event) => {
          if (event.buttons === 0) return;
          const pen = event.currentTarget.getContext('2d');
          pen?.lineTo(...pointOf(event));
          pen?.stroke();
        }}
        onPointerUp={(event) => void fileOf(event.currentTarget).then(onDrawn)}
      />
      <div class="row apart">
        <span class="soft small">{t('sign_here')}</span>
        <Button
          onPress={() => {
            if (canvas.current) clear(canvas.current);
            onDrawn(null);
          }}
        >
          {t('sign_again')}
        </Button>
      </div>
    </div>
  );
}
