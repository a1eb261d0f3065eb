import { useState } from 'preact/hooks';
import { Button } from '../shared/Button';
import type { Client } from '../shared/client';
import type { Act } from './Shifts';
import { useWords } from './words';

/** My shifts in any calendar, by an address that only I have. */
export function Calendar({ client, act }: { client: Client; act: Act }) {
  const { t } = useWords();
  const [address, setAddress] = useState<string | null>(null);
  const make = (): Promise<boolean> =>
    act(async () => {
      const { path } = await client.post<{ path: string }>('/v1/me/calendar');
      setAddress(new URL(path, location.href).href);
    });
  return (
    <details class="why">
      <summary>{t('calendar')}</summary>
      <div class="card stack">
        <p class="soft">{t('calendar_text')}</p>
        {address !== null && (
          <p>
            <a class="address-link" href={address.replace(/^https?:/, 'webcal:')}>
              {address}
            </a>
          </p>
        )}
        <Button onPress={() => void make()}>{t('calendar_make')}</Button>
      </div>
    </details>
  );
}
