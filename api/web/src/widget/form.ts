import { momentOf } from '../shared/moments';
import { gramsOf } from '../storefront/wish';
import { field, h, type Field } from './dom';
import { Refusal, type Ask, type Order, type Quote, type Shop, type Span } from './server';
import type { Say } from './words';

const PAUSE_MS = 250;
const SHORTEST = 3;

interface Place {
  label: string;
}

const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** The form: ask for a price, see it, book, follow. Everything that changes is read aloud. */
export function deliveryForm(options: {
  ask: Ask;
  say: Say;
  shop: Shop;
  language: string;
  weight: string;
  reference: string;
  onBooked: (order: Order) => void;
}): HTMLElement {
  const { ask, say, shop, language } = options;
  const zone = { timeZone: shop.time_zone };
  const clock = new Intl.DateTimeFormat(language, {
    ...zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const dated = new Intl.DateTimeFormat(language, {
    ...zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
  const isoDay = new Intl.DateTimeFormat('sv-SE', zone);
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: shop.currency });
  const unit = 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2);
  const time = (at: string): string => clock.format(new Date(at));
  const span = ({ from, to }: Span): string => {
    const day = isoDay.format(new Date(from));
    const text = `${time(from)}–${time(to)}`;
    return day === shop.day ? text : `${dated.format(new Date(from))} ${text}`;
  };

  const places = h('datalist', { id: 'places' });
  const to = field('to', say('to'), {
    list: 'places',
    autocomplete: 'street-address',
    maxlength: '300',
    required: true,
  });
  const contact = field('contact', say('contact'), { autocomplete: 'name', required: true });
  const phone = field('phone', say('phone'), {
    type: 'tel',
    autocomplete: 'tel',
    maxlength: '40',
  });
  const note = field('note', say('note'), { maxlength: '500' });
  const weight = field('weight', say('weight'), {
    inputmode: 'decimal',
    value: options.weight,
    required: true,
  });
  const day = field('day', say('day'), { type: 'date', value: shop.day, min: shop.day });
  const from = field('from', say('from'), { type: 'time' });
  const until = field('until', say('until'), { type: 'time' });
  const times = h('div', { class: 'pair' }, from.box, until.box);
  const window = h('div', { class: 'window', hidden: true }, day.box, times);
  const way = (value: string, isChosen: boolean): HTMLInputElement =>
    h('input', {
      type: 'radio',
      name: 'when',
      value,
      checked: isChosen,
      change: () => show(between.checked),
    });
  const soon = way('now', true);
  const between = way('between', false);
  const answer = h('div', { class: 'answer', 'aria-live': 'polite' });
  const submit = h('button', { class: 'main', type: 'submit' }, say('ask'));
  const notices = shop.notices.map(({ message }) => h('p', {}, message));

  const form = h(
    'form',
    { novalidate: true, 'aria-labelledby': 'title', submit: (event) => void quote(event) },
    h('h2', { id: 'title' }, say('title')),
    h('p', {}, say('by', { shop: shop.name, coop: shop.coop })),
    to.box,
    places,
    ...notices,
    contact.box,
    h('div', { class: 'pair' }, phone.box, weight.box),
    note.box,
    h(
      'fieldset',
      {},
      h('legend', {}, say('when')),
      h('label', { class: 'choice' }, soon, say('now')),
      h('label', { class: 'choice' }, between, say('between')),
    ),
    window,
    submit,
    answer,
  );
  form.addEventListener('input', (event) => {
    if (!answer.contains(event.target as Node)) forget();
  });

  function show(isBetween: boolean): void {
    window.hidden = !isBetween;
    forget();
  }

  // An answer to what was wished before is none to what is wished now.
  let asked = 0;
  function forget(): void {
    asked++;
    answer.replaceChildren();
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  to.input.addEventListener('input', () => {
    clearTimeout(timer);
    const text = to.input.value.trim();
    if (text.length < SHORTEST) return;
    timer = setTimeout(() => {
      const query = new URLSearchParams({ q: text, limit: '5' });
      ask<{ places: Place[] }>(`places?${query}`).then(
        (found) =>
          places.replaceChildren(...found.places.map(({ label }) => h('option', { value: label }))),
        () => places.replaceChildren(), // an address can be typed without suggestions
      );
    }, PAUSE_MS);
  });

  function faults(): Field[] {
    const isReversed = !(
      day.input.value &&
      from.input.value &&
      until.input.value > from.input.value
    );
    const found: [Field, boolean, string][] = [
      [to, to.input.value.trim() === '', say('fault_to')],
      [contact, contact.input.value.trim() === '', say('fault_contact')],
      [weight, gramsOf(weight.input.value) === null, say('fault_weight')],
      [from, between.checked && isReversed, say('fault_between')],
    ];
    for (const [one, isWrong, text] of found) one.fault(isWrong ? text : '');
    return found.filter(([, isWrong]) => isWrong).map(([one]) => one);
  }

  function body(): Record<string, unknown> {
    const moment = (at: Field): string =>
      momentOf(day.input.value || shop.day, at.input.value, shop.time_zone);
    const text = (at: Field, name: string): Record<string, string> =>
      at.input.value.trim() ? { [name]: at.input.value.trim() } : {};
    return {
      delivery: {
        address: to.input.value.trim(),
        ...text(contact, 'contact'),
        ...text(phone, 'phone'),
        ...text(note, 'note'),
      },
      parcels: [{ weight_g: gramsOf(weight.input.value) }],
      ...(between.checked ? { deliver_between: { from: moment(from), to: moment(until) } } : {}),
    };
  }

  const failed = h('p', { class: 'error', role: 'alert' });
  async function work(button: HTMLButtonElement, action: () => Promise<void>): Promise<void> {
    const before = button.textContent;
    failed.remove();
    button.disabled = true;
    button.textContent = say('asking');
    try {
      await action();
    } catch (error) {
      const text = error instanceof Refusal ? error.message : say('unreachable');
      failed.textContent = text;
      // What was offered stays: pressing again after a lost answer books the same once.
      answer.append(failed);
    }
    button.disabled = false;
    button.textContent = before;
  }

  async function quote(event: Event): Promise<void> {
    event.preventDefault();
    forget();
    const [first] = faults();
    if (first) {
      first.input.focus();
      return;
    }
    const mine = asked;
    await work(submit, async () => {
      const given = await ask<Quote>('quotes', body());
      if (mine === asked) offer(given);
    });
  }

  function offer(given: Quote): void {
    const others = given.alternatives.map((other) =>
      h('button', { type: 'button', click: () => choose(other) }, span(other)),
    );
    const more = others.length
      ? [h('p', {}, say('others')), h('div', { class: 'row' }, ...others)]
      : [];
    if (!given.is_feasible || !given.promise) {
      const why = given.reason
        ? [given.reason, ...given.reason.remedies].map(({ message }) => h('p', {}, message))
        : [];
      answer.replaceChildren(h('p', { class: 'price' }, say('no')), ...why, ...more);
      return;
    }
    // One key per quote: pressing twice, or again after a lost answer, books once.
    const key = newKey();
    const book = h('button', { class: 'main', type: 'button' }, say('book'));
    book.addEventListener('click', () => {
      void work(book, async () => {
        const reference = options.reference ? { reference: options.reference } : {};
        const wanted = { quote_id: given.id, ...reference };
        done(await ask<Order>('orders', wanted, { 'Idempotency-Key': key }));
      });
    });
    const price = money.format(given.fee.total_minor / unit);
    const pay = money.format(given.fee.courier_pay_minor / unit);
    answer.replaceChildren(
      h('p', { class: 'price' }, say('price', { price, span: span(given.promise) })),
      h('p', {}, `${say('courier', { pay })} ${say('held', { time: time(given.held_until) })}`),
      book,
      ...more,
    );
  }

  function choose(other: Span): void {
    between.checked = true;
    show(true);
    day.input.value = isoDay.format(new Date(other.from));
    from.input.value = time(other.from);
    until.input.value = time(other.to);
    form.requestSubmit(submit);
  }

  const root = h('div', {}, form);

  function done(order: Order): void {
    const again = h('button', { type: 'button' }, say('another'));
    const text = h(
      'p',
      { class: 'price', tabindex: '-1', role: 'status' },
      say('booked', { span: span(order.promise) }),
    );
    const link = h('a', { href: order.tracking_url, target: '_blank', rel: 'noopener' });
    link.textContent = say('follow');
    again.addEventListener('click', () => {
      form.reset();
      show(false);
      root.replaceChildren(form);
      to.input.focus();
    });
    root.replaceChildren(
      h('div', { class: 'done' }, text, h('p', {}, link), h('div', { class: 'row' }, again)),
    );
    text.focus();
    options.onBooked(order);
  }
  return root;
}
