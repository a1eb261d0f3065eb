import { Attention } from '../shared/Attention';
import { Notice } from '../shared/Notice';
import type { ConsignmentQuote, Quote } from '../shared/wire';
import { BookForm, Estimate, FeeLines } from './QuoteCard';
import { useWords } from './words';

interface Props {
  consignment: ConsignmentQuote;
  /** The co-op's day; of others it is said which. */
  today: string;
  doors: string[];
  isBusy: boolean;
  onBook: (reference: string, tipMinor: number) => void;
}

function Door({ quote, door, today }: { quote: Quote; door: string; today: string }) {
  const { t, formats } = useWords();
  return (
    <li class="stack">
      <span>
        <strong>{door}</strong>
        {quote.promise && (
          <>
            {' '}
            {t('promise')} <span class="number">{formats.spanOn(quote.promise, today)}</span>
          </>
        )}
      </span>
      {!quote.is_feasible && (
        <Notice tone="look">{quote.reason?.message ?? t('not_feasible_text')}</Notice>
      )}
      <Estimate quote={quote} />
      <Attention codes={quote.needs_attention} />
    </li>
  );
}

/** The answer to a wish for several doors: one fee, a promise for each; or which one cannot be. */
export function ConsignmentCard({ consignment, today, doors, isBusy, onBook }: Props) {
  const { t, formats } = useWords();
  const { quotes, is_feasible: isFeasible } = consignment;
  return (
    <section class="card stack wide answer" aria-labelledby="answer-title">
      {isFeasible ? (
        <FeeLines fee={consignment.fee} />
      ) : (
        <>
          <h2 id="answer-title">{t('not_feasible')}</h2>
          <p>{t('not_feasible_all')}</p>
        </>
      )}
      <ol class="dots stack">
        {quotes.map((quote, index) => (
          <Door key={quote.id} quote={quote} door={doors[index] ?? ''} today={today} />
        ))}
      </ol>
      {isFeasible && (
        <>
          <p class="soft small">
            {t('held_until', { time: formats.time(consignment.held_until) })}
          </p>
          <BookForm isBusy={isBusy} onBook={onBook} />
        </>
      )}
    </section>
  );
}
