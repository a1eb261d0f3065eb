import { useState } from 'preact/hooks';
import { Attention } from '../shared/Attention';
import { Button } from '../shared/Button';
import { Notice } from '../shared/Notice';
import type { Fee, Quote, Span } from '../shared/wire';
import { Text } from '../shared/fields';
import { useWords } from './words';

interface Props {
  quote: Quote;
  /** The co-op's day; of others it is said which. */
  today: string;
  isBusy: boolean;
  onBook: (reference: string, tipMinor: number) => void;
  onWindow: (span: Span) => void;
}

function Alternatives({ quote, today, onWindow }: Pick<Props, 'quote' | 'today' | 'onWindow'>) {
  const { t, formats } = useWords();
  if (quote.alternatives.length === 0) return null;
  return (
    <div class="stack">
      <h3>{t('other_windows')}</h3>
      <div class="row wrap">
        {quote.alternatives.map((span) => (
          <Button key={span.from} onPress={() => onWindow(span)}>
            <span class="number">{formats.spanOn(span, today)}</span>
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Says that nobody who knows the streets answered, so that times may be off. */
export function Estimate({ quote }: Pick<Props, 'quote'>) {
  const { t } = useWords();
  return quote.is_estimate ? <Notice tone="look">{t('travel_estimated')}</Notice> : null;
}

/** A fee and whom it pays. */
export function FeeLines({ fee }: { fee: Fee }) {
  const { t, formats } = useWords();
  return (
    <div class="row apart top">
      <div>
        <h2 id="answer-title">
          {t('fee')} <span class="fee number">{formats.money(fee.total_minor)}</span>
        </h2>
        <p>
          {t('of_this_courier', { amount: formats.money(fee.courier_pay_minor) })}{' '}
          <span class="soft">
            {t('of_this_rest', {
              cost: formats.money(fee.on_cost_minor),
              coop: formats.money(fee.coop_share_minor),
            })}
            {fee.tax_minor > 0 && (
              <> {t('of_this_tax', { amount: formats.money(fee.tax_minor) })}</>
            )}
          </span>
        </p>
        <p class="soft small">{t('fair_labor', { amount: formats.money(fee.labor_cost_minor) })}</p>
      </div>
    </div>
  );
}

/** The storefront's own name for what is ordered, a tip, and the button. */
export function BookForm({ isBusy, onBook }: Pick<Props, 'isBusy' | 'onBook'>) {
  const { t, formats } = useWords();
  const [reference, setReference] = useState('');
  const [tip, setTip] = useState('');
  const [isTried, setTried] = useState(false);
  const tipMinor = tip.trim() === '' ? 0 : formats.minorOf(tip);
  return (
    <form
      class="row wrap bottom-line"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (tipMinor !== null) onBook(reference.trim(), tipMinor);
      }}
    >
      <Text label={t('reference')} value={reference} onChange={setReference} />
      <Text
        label={t('tip')}
        mode="decimal"
        length={9}
        value={tip}
        error={isTried && tipMinor === null ? t('fault_tip') : null}
        onChange={setTip}
      />
      <Button type="submit" look="main" isBusy={isBusy}>
        {t(isBusy ? 'booking' : 'book')}
      </Button>
      {tipMinor !== null && tipMinor > 0 && (
        <p class="small grow">{t('tip_on_top', { amount: formats.money(tipMinor) })}</p>
      )}
    </form>
  );
}

/** The answer to a wish: fee and where it goes, promise, other windows; or why not. */
export function QuoteCard({ quote, today, isBusy, onBook, onWindow }: Props) {
  const { t, formats } = useWords();
  if (!quote.is_feasible) {
    return (
      <section class="card stack wide" aria-labelledby="answer-title">
        <h2 id="answer-title">{t('not_feasible')}</h2>
        <Notice tone="look">
          <p>{quote.reason?.message ?? t('not_feasible_text')}</p>
          {quote.reason && quote.reason.remedies.length > 0 && (
            <ul class="dots">
              {quote.reason.remedies.map((remedy) => (
                <li key={remedy.code}>{remedy.message}</li>
              ))}
            </ul>
          )}
        </Notice>
        <Estimate quote={quote} />
        <Alternatives quote={quote} today={today} onWindow={onWindow} />
      </section>
    );
  }
  return (
    <section class="card stack wide answer" aria-labelledby="answer-title">
      <FeeLines fee={quote.fee} />
      {quote.promise && (
        <p class="promise">
          {t('promise')}{' '}
          <strong>
            <span class="number">{formats.spanOn(quote.promise, today)}</span>
          </strong>
        </p>
      )}
      <p class="soft small">
        {t('quote_facts', {
          distance: formats.distance(quote.distance_m),
          minutes: formats.minutes(quote.minutes * 60),
          time: formats.time(quote.held_until),
        })}
      </p>
      <Estimate quote={quote} />
      <Attention codes={quote.needs_attention} />
      <BookForm isBusy={isBusy} onBook={onBook} />
      <Alternatives quote={quote} today={today} onWindow={onWindow} />
    </section>
  );
}
