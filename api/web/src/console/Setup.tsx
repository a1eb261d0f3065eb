import { useEffect, useState } from 'preact/hooks';
import type { Client } from '../shared/client';
import { Notice } from '../shared/Notice';
import { SkeletonLines } from '../shared/Skeleton';
import { TableHead } from '../shared/TableHead';
import { weekdayAt, WEEKDAYS, type Weekday } from '../shared/weekdays';
import { useWords } from './words';

const PARTNERS = ['member', 'ally', 'market'] as const;

interface Found {
  storefronts: { id: string; name: string; partner: (typeof PARTNERS)[number] }[];
  zones: { id: string; name: string; area: { coordinates: number[][][] } }[];
  slots: {
    id: string;
    weekdays: Weekday[];
    opens: string;
    closes: string;
    length_s: number;
    capacity: number;
    storefront_id: string | null;
  }[];
  tariff: {
    examples: {
      distance_m: number;
      duration_s: number;
      fees: {
        partner: (typeof PARTNERS)[number];
        total_minor: number;
        courier_pay_minor: number;
      }[];
    }[];
    rules: string[];
  };
  policy: { version: number; rules: { clause: string; text: string }[] };
}

async function read(client: Client): Promise<Found> {
  const [shops, zones, slots, tariff, policy] = await Promise.all([
    client.get<Pick<Found, 'storefronts'>>('/v1/storefronts'),
    client.get<Pick<Found, 'zones'>>('/v1/zones'),
    client.get<{ rules: Found['slots'] }>('/v1/slot-rules'),
    client.get<Found['tariff']>('/v1/tariff'),
    client.get<Found['policy']>('/v1/policy'),
  ]);
  return { ...shops, ...zones, slots: slots.rules, tariff, policy };
}

function weekdays(codes: readonly Weekday[], language: string): string {
  const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return codes.map((code) => name.format(weekdayAt(WEEKDAYS.indexOf(code)))).join(', ');
}

/** Square kilometers of an area, flat enough for a city. */
function squareKm(area: Found['zones'][number]['area']): number {
  const ring = area.coordinates[0] ?? [];
  const wide = 111.32 * Math.cos(((ring[0]?.[1] ?? 0) * Math.PI) / 180);
  const twice = ring.slice(1).reduce((sum, [lon = 0, lat = 0], index) => {
    const [x = 0, y = 0] = ring[index] ?? [];
    return sum + (x * lat - lon * y);
  }, 0);
  return (Math.abs(twice) / 2) * wide * 110.57;
}

function Tariff({ tariff }: { tariff: Found['tariff'] }) {
  const { t, formats } = useWords();
  return (
    <>
      <table class="table">
        <caption class="small soft">{t('setup_tariff_about')}</caption>
        <TableHead
          columns={[
            { title: t('setup_tariff_way') },
            { title: t('setup_tariff_courier'), isNumber: true },
            ...PARTNERS.map((one) => ({ title: t(`setup_${one}`), isNumber: true })),
          ]}
        />
        <tbody>
          {tariff.examples.map(({ distance_m: meters, duration_s: seconds, fees }) => (
            <tr key={meters}>
              <th scope="row">
                {formats.distance(meters)}, {formats.minutes(seconds)}
              </th>
              <td class="end">{formats.money(fees[0]?.courier_pay_minor ?? 0)}</td>
              {PARTNERS.map((one) => (
                <td key={one} class="end">
                  {formats.money(fees.find(({ partner }) => partner === one)?.total_minor ?? 0)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul class="dots">
        {tariff.rules.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </>
  );
}

interface Props {
  client: Client;
  say: (text: string) => void;
  onFailure: (error: unknown) => void;
}

function Shops({ found, client, say, onFailure }: { found: Found } & Props) {
  const { t } = useWords();
  const [list, setList] = useState(found.storefronts);
  const put = (id: string, partner: (typeof PARTNERS)[number]): void =>
    setList((known) => known.map((one) => (one.id === id ? { ...one, partner } : one)));
  const change = (one: Found['storefronts'][number], partner: (typeof PARTNERS)[number]): void => {
    const { id, name, partner: before } = one;
    put(id, partner);
    client.post(`/v1/storefronts/${encodeURIComponent(id)}/partner`, { partner }).then(
      () => say(t('setup_partner_done', { name })),
      (error: unknown) => {
        put(id, before);
        onFailure(error);
      },
    );
  };
  return (
    <ul class="setup-list">
      {list.map((one) => (
        <li key={one.id} class="row apart">
          <span class="cut">{one.name}</span>
          <select
            class="input"
            aria-label={t('setup_partner', { name: one.name })}
            value={one.partner}
            onChange={(event) =>
              change(one, event.currentTarget.value as (typeof PARTNERS)[number])
            }
          >
            {PARTNERS.map((partner) => (
              <option key={partner} value={partner}>
                {t(`setup_${partner}`)}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  );
}

/** Storefronts with their class, zones, slots, and the rules in force in plain words. */
export function Setup(props: Props) {
  const { t, language, formats } = useWords();
  const { client } = props;
  const [found, setFound] = useState<Found | null>(null);
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    read(client).then(
      (all) => isCurrent && setFound(all),
      () => isCurrent && setFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, language]);
  const shopOf = (id: string | null): string =>
    found?.storefronts.find((one) => one.id === id)?.name ?? '';
  return (
    <section class="stack wide setup" aria-labelledby="setup-title">
      <h2 id="setup-title">{t('setup_title')}</h2>
      {hasFailed && <Notice tone="look">{t('setup_failed')}</Notice>}
      {found === null && !hasFailed && <SkeletonLines count={3} />}
      {found && (
        <>
          <details class="why">
            <summary>{t('setup_storefronts')}</summary>
            <Shops {...props} found={found} />
          </details>
          <details class="why">
            <summary>{t('setup_zones')}</summary>
            {found.zones.length === 0 && <p>{t('setup_zones_none')}</p>}
            <ul class="dots">
              {found.zones.map(({ id, name, area }) => (
                <li key={id}>{t('setup_zone', { name, n: formats.number(squareKm(area), 1) })}</li>
              ))}
            </ul>
          </details>
          <details class="why">
            <summary>{t('setup_slots')}</summary>
            {found.slots.length === 0 && <p>{t('setup_slots_none')}</p>}
            <ul class="dots">
              {found.slots.map((rule) => (
                <li key={rule.id}>
                  {t('setup_slot_rule', {
                    days: weekdays(rule.weekdays, language),
                    opens: rule.opens,
                    closes: rule.closes,
                    length: formats.minutes(rule.length_s),
                    n: rule.capacity,
                  })}
                  {rule.storefront_id !== null && ` · ${shopOf(rule.storefront_id)}`}
                </li>
              ))}
            </ul>
          </details>
          <details class="why">
            <summary>{t('setup_tariff')}</summary>
            <Tariff tariff={found.tariff} />
          </details>
          <details class="why">
            <summary>{t('setup_policy', { version: found.policy.version })}</summary>
            <ul class="dots">
              {found.policy.rules.map(({ clause, text }) => (
                <li key={clause}>{text}</li>
              ))}
            </ul>
          </details>
        </>
      )}
    </section>
  );
}
