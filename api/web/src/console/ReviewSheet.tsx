import { useRef, useState } from 'preact/hooks';
import { useSending } from '../shared/asking';
import { Button } from '../shared/Button';
import { Failure } from '../shared/Failure';
import { Notice } from '../shared/Notice';
import { Sheet } from '../shared/Sheet';
import type { Day, Plan } from '../shared/wire';
import { changes, tiedWith } from './derive';
import { DiffTable } from './DiffTable';
import { FairnessSentence } from './FairnessTable';
import { Meanwhile } from './Meanwhile';
import { isOvertaken, type DayStore } from './store';
import { useWords } from './words';

interface Props {
  day: Day;
  proposal: Plan;
  store: DayStore;
  say: (text: string) => void;
  onClose: () => void;
}

/** The proposal beside the plan in force; a person publishes it, or says why not. */
export function ReviewSheet({ day, proposal, store, say, onClose }: Props) {
  const { t } = useWords();
  const [isDeclining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const { isBusy, failure, send } = useSending();
  const seen = useRef(day).current;
  const [seenVersion, setSeenVersion] = useState(proposal.version);
  const isNewer = proposal.version !== seenVersion;
  const rows = changes(day, proposal);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(rows.map(({ courier }) => courier.id)),
  );
  const isPart = day.plan !== null && rows.some(({ courier }) => !chosen.has(courier.id));
  const num = rows.filter(({ courier }) => chosen.has(courier.id)).length;
  const toggle = (id: string): void => {
    const moved = tiedWith(rows, [id]);
    const next = new Set(chosen);
    for (const one of moved) {
      if (chosen.has(id)) next.delete(one);
      else next.add(one);
    }
    setChosen(next);
  };
  const look = (): void => {
    setSeenVersion(proposal.version);
    setChosen(new Set(rows.map(({ courier }) => courier.id)));
  };
  const run = (action: () => Promise<void>, text: string): void =>
    send(() =>
      action().then(
        () => {
          say(text);
          onClose();
        },
        (error: unknown) => {
          if (!isOvertaken(error)) throw error;
        },
      ),
    );
  return (
    <Sheet
      isWide
      title={t('review_title', { version: proposal.version })}
      onClose={onClose}
      foot={
        isDeclining ? (
          <form
            class="row grow"
            onSubmit={(event) => {
              event.preventDefault();
              run(() => store.discard(proposal.version, reason), t('discarded_done'));
            }}
          >
            <label for="not-now" class="small">
              {t('not_now_because')}
            </label>
            <input
              id="not-now"
              class="input grow"
              required
              maxLength={200}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <Button
              type="submit"
              look="main"
              isDisabled={isNewer || reason.trim() === ''}
              isBusy={isBusy}
            >
              {t('send')}
            </Button>
            <Button onPress={() => setDeclining(false)}>{t('back')}</Button>
          </form>
        ) : (
          <>
            <Button
              look="main"
              isDisabled={isNewer || (isPart && num === 0)}
              isBusy={isBusy}
              onPress={() =>
                isPart
                  ? run(
                      () => store.publishFor(proposal.version, [...chosen], reason),
                      t('published_some_done'),
                    )
                  : run(() => store.publish(proposal.version, reason), t('published_done'))
              }
            >
              {isPart ? t('publish_some', { n: num }) : t('publish_all')}
            </Button>
            <Button onPress={() => setDeclining(true)}>{t('not_now')}</Button>
            <input
              class="input grow"
              aria-label={t('publish_reason')}
              placeholder={t('publish_reason')}
              maxLength={200}
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )
      }
    >
      <div class="stack wide">
        <p>
          <FairnessSentence plan={proposal} />
        </p>
        <Failure error={failure} />
        {isNewer && (
          <Notice tone="look" title={t('review_newer')} isLive>
            <Button onPress={look}>{t('review_look')}</Button>
          </Notice>
        )}
        <Meanwhile before={seen} after={day} />
        <DiffTable
          day={day}
          rows={rows}
          caption={t('proposal_caption')}
          chosen={chosen}
          onToggle={toggle}
        />
        {isPart && <p class="small soft">{t('tied_with')}</p>}
      </div>
    </Sheet>
  );
}
