import { perHour, type CourierPair, type ReplayedPolicy } from './replay';
import { useWords } from './words';

const WIDTH = 640;
const LEFT = 150;
const RIGHT = 40;
const ROW = 24;
const HIGH = 200;
const FOOT = 24;
const TICKS = 4;

/** What an hour pays each courier: a ring under the first policy, a dot under the second. */
export function HourChart({ pairs, names }: { pairs: CourierPair[]; names: [string, string] }) {
  const { t, formats } = useWords();
  const values = pairs.flatMap(({ first, second }) => [perHour(first), perHour(second)]);
  const least = Math.min(...values);
  const most = Math.max(...values, least + 1);
  const at = (minor: number): number =>
    LEFT + ((minor - least) / (most - least)) * (WIDTH - LEFT - RIGHT);
  const height = pairs.length * ROW + FOOT;
  return (
    <figure class="replay-chart">
      <figcaption>
        {t('replay_hour_chart')} <Legend names={names} />
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t('replay_hour_chart')}>
        {pairs.map(({ courier, name, first, second }, row) => {
          const y = row * ROW + ROW / 2;
          const [before, after] = [at(perHour(first)), at(perHour(second))];
          return (
            <g key={courier}>
              <text x={LEFT - 16} y={y + 4} text-anchor="end">
                {name}
              </text>
              <line x1={before} x2={after} y1={y} y2={y} class="between" />
              <circle cx={before} cy={y} r="6" class="first" />
              <circle cx={after} cy={y} r="5" class="second" />
            </g>
          );
        })}
        <text x={LEFT} y={height - 6} text-anchor="start">
          {formats.money(least)}
        </text>
        <text x={WIDTH - RIGHT} y={height - 6} text-anchor="middle">
          {formats.money(most)}
        </text>
      </svg>
    </figure>
  );
}

/** How uneven what orders earn has been from the first day to each day. */
export function GiniChart({ policies, names }: { policies: ReplayedPolicy[]; names: string[] }) {
  const { t, formats } = useWords();
  const lines = policies.map(({ gini_by_day }) => gini_by_day);
  const most = Math.max(0.01, ...lines.flat());
  const days = Math.max(2, ...lines.map(({ length }) => length));
  const left = 56;
  const x = (day: number): number => left + (day / (days - 1)) * (WIDTH - left - RIGHT);
  const y = (value: number): number => HIGH - (value / most) * (HIGH - 12);
  return (
    <figure class="replay-chart">
      <figcaption>
        {t('replay_gini_chart')} <Legend names={[names[0] ?? '', names[1] ?? '']} isLine />
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HIGH + FOOT}`} role="img" aria-label={t('replay_gini_chart')}>
        {Array.from({ length: TICKS + 1 }, (_, tick) => (most * tick) / TICKS).map((value) => (
          <g key={value}>
            <line x1={left} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} class="grid" />
            <text x={left - 8} y={y(value) + 4} text-anchor="end">
              {formats.number(value, 3)}
            </text>
          </g>
        ))}
        {lines.slice(0, 2).map((values, index) => (
          <polyline
            key={names[index]}
            class={index === 0 ? 'line first' : 'line second'}
            points={values.map((value, day) => `${x(day)},${y(value)}`).join(' ')}
          />
        ))}
        <text x={left} y={HIGH + FOOT - 6}>
          {t('replay_day', { day: 1 })}
        </text>
        <text x={WIDTH - RIGHT} y={HIGH + FOOT - 6} text-anchor="end">
          {t('replay_day', { day: days })}
        </text>
      </svg>
    </figure>
  );
}

function Legend({ names, isLine = false }: { names: [string, string]; isLine?: boolean }) {
  return (
    <span class="small soft replay-legend">
      {names.map((name, index) => (
        <span key={name}>
          <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
            {isLine ? (
              <line
                x1="0"
                x2="24"
                y1="6"
                y2="6"
                class={index === 0 ? 'line first' : 'line second'}
              />
            ) : (
              <circle cx="12" cy="6" r="5" class={index === 0 ? 'first' : 'second'} />
            )}
          </svg>{' '}
          {name}
        </span>
      ))}
    </span>
  );
}
