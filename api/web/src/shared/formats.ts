/** Numbers with their units, times and money, as a language writes them. */
export interface Formats {
  readonly timeZone: string;
  readonly time: (at: string | Date) => string;
  readonly day: (day: string) => string;
  readonly moment: (at: string | Date) => string;
  /** A day with its time. */
  readonly date: (at: string | Date) => string;
  readonly span: (span: { from: string; to: string }) => string;
  readonly money: (minor: number) => string;
  /** Minor units of an amount as people write it ("2", "2,50"); null when it is none. */
  readonly minorOf: (text: string) => number | null;
  readonly signedMoney: (minor: number) => string;
  readonly hours: (seconds: number) => string;
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
  const perUnit = 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2);
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
  return {
    timeZone,
    time: (at) => time.format(date(at)),
    day: (text) => day.format(new Date(`${text}T12:00:00Z`)),
    moment: (at) => moment.format(date(at)),
    date: (at) => dated.format(date(at)),
    span: ({ from, to }) => `${time.format(date(from))}–${time.format(date(to))}`,
    money: (minor) => money.format(minor / perUnit),
    minorOf: (text) => {
      const clean = text.trim().replace(',', '.');
      if (!/^\d{1,6}(\.\d+)?$/.test(clean)) return null;
      const minor = Number(clean) * perUnit;
      return Math.abs(minor - Math.round(minor)) < 1e-6 ? Math.round(minor) : null;
    },
    signedMoney: (minor) => signedMoney.format(minor / perUnit),
    hours: clock,
    minutes: (seconds) => long(Math.round(seconds / MINUTE)),
    signedMinutes: (seconds) => {
      const total = Math.round(seconds / MINUTE);
      if (Math.abs(total) < LONG) return signedMinute.format(total || 0);
      return `${total < 0 ? '−' : '+'}${long(Math.abs(total))}`;
    },
    signedHours: (seconds) => (seconds >= MINUTE / 2 ? `+${clock(seconds)}` : clock(seconds)),
    distance: (meters) =>
      meters < 1000 ? meter.format(Math.round(meters / 10) * 10) : kilometer.format(meters / 1000),
    weight: (grams) => kilogram.format(grams / 1000),
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
