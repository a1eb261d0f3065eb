import { useEffect, useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import type { HintProblem } from './hints';
import type { Memory } from './memory';
import { useWords } from './words';

/** Whether this browser can be told anything while the page is closed. */
export const canHint = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

/** Off unless switched on: a message on the phone that the route has changed. */
export function HintSwitch({ client, memory }: { client: Client; memory: Memory }) {
  const { t } = useWords();
  const [isOn, setOn] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<HintProblem | null>(null);
  useEffect(() => {
    void memory.find('hints').then((known) => setOn(known !== null));
  }, [memory]);
  async function toggle(): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      const { switchOn, switchOff } = await import('./hints');
      const found = isOn ? await switchOff(client, memory) : await switchOn(client, memory);
      setProblem(found);
      setOn(!isOn && found === null);
    } catch {
      setProblem('away');
    }
    setBusy(false);
  }
  return (
    <div class="stack">
      <Button isPressed={isOn} isDisabled={isBusy} onPress={() => void toggle()}>
        {t('hint_switch')}
      </Button>
      <p class="small soft">{t('hint_text')}</p>
      <div role="status">
        {problem && (
          <Notice tone="look">{t(problem === 'away' ? 'needs_network' : `hint_${problem}`)}</Notice>
        )}
      </div>
    </div>
  );
}
