import { dayOf } from './moments';

/** Numbers with their units, times and money, as a language writes them. */
export interface Formats {
  readonly timeZone: string;
  readonly time: (at: string | Date) => string;
  readonly day: (day: string) => string;
  readonly moment: (at: string | Date) => string;
  /** A day with its time. */
  readonly date: (at: string | Date) => string;
  readonly span: (span: { from: string; to: string }) => string;
  /** A span with its day, unless that is today's. */
  readonly spanOn: (span: { from: string; to: string }, today: string) => string;
  readonly money: (minor: number) => string;
  /** Minor units of an amount as people write it ("2", "2,50"); null when it is none. */
  readonly minorOf: (text: string) => number | null;
  /** The same with a sign ("-2", "+2,50"); null for nothing at all, too. */
  readonly signedMinorOf: (text: string) => number | null;
  readonly signedMoney: (minor: number) => string;
  readonly hours: (seconds: number) => string;
  /** In whole minutes; what is there but less than one says so. */
  readonly minutes: (seconds: number) => string;
  readonly signedMinutes: (seconds: number) => string;
  readonly signedHours: (seconds: number) => string;
  readonly distance: (meters: number) => string;
  readonly weight: (grams: number) => string;
  readonly percent: (share: number, digits?: number) => string;
  readonly number: (value: number, digits?: number) => string;
}

const MINUTE = 60;
/** From two hours on, minutes alone are hard to read. */
const LONG = 120;
/** Below, kilograms with one digit would be none at all. */
const LIGHT_G = 100;

export function createFormats(place: {
  language: string;
  timeZone: string;
  currency: string;
}): Formats {
  const { timeZone, currency } = place;
  // Our English writes dates as Europe does, and units as English everywhere does.
  const language = place.language === 'en' ? 'en-GB' : place.language;
  const time = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const day = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const moment = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const dated = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const money = new Intl.NumberFormat(language, { style: 'currency', currency });
  const signedMoney = new Intl.NumberFormat(language, {
    style: 'currency',
    currency,
    signDisplay: 'exceptZero',
  });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const perUnit = 10 ** digits;
  const amount = new RegExp(digits === 0 ? '^\\d{1,6}$' : `^\\d{1,6}(\\.\\d{1,${digits}})?$`);
  const minorOf = (text: string): number | null => {
    const clean = text.trim().replace(',', '.');
    return amount.test(clean) ? Math.round(Number(clean) * perUnit) : null;
  };
  const unit = (name: string, digits: number, sign: 'auto' | 'exceptZero' = 'auto') =>
    new Intl.NumberFormat(place.language, {
      style: 'unit',
      unit: name,
      maximumFractionDigits: digits,
      signDisplay: sign,
    });
  const minute = unit('minute', 0);
  const signedMinute = unit('minute', 0, 'exceptZero');
  const hour = unit('hour', 0);
  const meter = unit('meter', 0);
  const kilometer = unit('kilometer', 1);
  const gram = unit('gram', 0);
  const kilogram = unit('kilogram', 1);
  const date = (at: string | Date): Date => (typeof at === 'string' ? new Date(at) : at);
  const long = (minutes: number): string =>
    minutes < LONG
      ? minute.format(minutes)
      : `${hour.format(Math.floor(minutes / 60))} ${minute.format(minutes % 60)}`;
  const clock = (seconds: number): string => {
    const total = Math.round(Math.abs(seconds) / MINUTE);
    const text = `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
    return seconds < 0 && total > 0 ? `−${text}` : text;
  };
  const sayDay = (text: string): string => day.format(new Date(`${text}T12:00:00Z`));
  const span = ({ from, to }: { from: string; to: string }): string =>
    `${time.format(date(from))}–${time.format(date(to))}`;
  return {
    timeZone,
    time: (at) => time.format(date(at)),
    day: sayDay,
    moment: (at) => moment.format(date(at)),
    date: (at) => dated.format(date(at)),
    span,
    spanOn: (of, today) => {
      const on = dayOf(date(of.from), timeZone);
      return on === today ? span(of) : `${sayDay(on)} ${span(of)}`;
    },
    money: (minor) => money.format(minor / perUnit),
    minorOf,
    signedMinorOf: (text) => {
      const [, sign, rest = ''] = /^\s*([+\-\u2212]?)(.*)$/.exec(text) ?? [];
      const minor = minorOf(rest);
      if (minor === null || minor === 0) return null;
      return sign === '' || sign === '+' ? minor : -minor;
    },
    signedMoney: (minor) => signedMoney.format(minor / perUnit),
    hours: clock,
    minutes: (seconds) => {
      const total = Math.round(seconds / MINUTE);
      return total === 0 && seconds > 0 ? `< ${minute.format(1)}` : long(total);
    },
    signedMinutes: (seconds) => {
      const total = Math.round(seconds / MINUTE);
      if (Math.abs(total) < LONG) return signedMinute.format(total || 0);
      return `${total < 0 ? '−' : '+'}${long(Math.abs(total))}`;
    },
    signedHours: (seconds) => (seconds >= MINUTE / 2 ? `+${clock(seconds)}` : clock(seconds)),
    distance: (meters) =>
      meters < 1000 ? meter.format(Math.round(meters / 10) * 10) : kilometer.format(meters / 1000),
    weight: (grams) =>
      grams > 0 && grams < LIGHT_G ? gram.format(grams) : kilogram.format(grams / 1000),
    percent: (share, digits = 1) =>
      new Intl.NumberFormat(language, {
        style: 'percent',
        maximumFractionDigits: digits,
      }).format(share),
    number: (value, digits = 0) =>
      new Intl.NumberFormat(language, {
        maximumFractionDigits: digits,
        minimumFractionDigits: digits,
      }).format(value),
  };
}
