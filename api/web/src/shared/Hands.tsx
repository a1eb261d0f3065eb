import { useId, useState } from 'preact/hooks';
import { Button } from './Button';
import { ProblemError, type Client } from './client';
import type { Delegations, Member, Proposal } from './votes';
import { useWords } from './words';

interface Props {
  client: Client;
  known: Delegations;
  /** Something was handed over or taken back. */
  onChange: () => void;
}

/** Asks the server, and keeps what it says when the answer is no. */
function useAsking(onChange: () => void) {
  const { t } = useWords();
  const [failure, setFailure] = useState<string | null>(null);
  const ask = (answer: Promise<unknown>): void => {
    answer.then(
      () => {
        setFailure(null);
        onChange();
      },
      (error: unknown) =>
        setFailure(error instanceof ProblemError ? error.message : t('server_unreachable')),
    );
  };
  return { failure, ask };
}

function HandOver({ client, known, onChange, proposal }: Props & { proposal?: string }) {
  const { t } = useWords();
  const id = useId();
  const [to, setTo] = useState('');
  const { failure, ask } = useAsking(onChange);
  const send = (event: Event): void => {
    event.preventDefault();
    const about = proposal === undefined ? {} : { proposal_id: proposal };
    ask(client.post('/v1/delegations', { to, ...about }));
  };
  return (
    <form class="stack" onSubmit={send}>
      <div class="field">
        <label for={id}>{t('hands_who')}</label>
        <select
          id={id}
          class="input"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        >
          <option value="" />
          {known.members.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      {failure !== null && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <Button type="submit" isDisabled={to === ''}>
        {t('hands_give')}
      </Button>
    </form>
  );
}

function TakeBack({ client, onChange, name }: Omit<Props, 'known'> & { name: string }) {
  const { t } = useWords();
  const { failure, ask } = useAsking(onChange);
  return (
    <>
      {failure !== null && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <Button onPress={() => ask(client.remove(`/v1/delegations/${name}`))}>
        {t('hands_back')}
      </Button>
    </>
  );
}

const namesOf = (members: Member[]): string => members.map(({ name }) => name).join(', ');

/** Who votes for me on everything, and for whom I do, where the rules allow it. */
export function StandingHands(props: Props) {
  const { t } = useWords();
  const { known } = props;
  const mine = known.mine.find(({ proposal_id }) => proposal_id === null);
  const forOthers = known.to_me.filter(({ proposal_id }) => proposal_id === null);
  if (!known.is_allowed && mine === undefined) return null;
  return (
    <details class="why">
      <summary>{t('hands')}</summary>
      <div class="stack">
        <p class="small soft">{t(known.is_allowed ? 'hands_rule' : 'hands_off')}</p>
        {mine !== undefined && (
          <>
            <p>{t('hands_will', { name: mine.to.name })}</p>
            <TakeBack {...props} name={mine.id} />
          </>
        )}
        {mine === undefined && <HandOver {...props} />}
        {forOthers.length > 0 && (
          <p>{t('hands_for', { names: namesOf(forOthers.map(({ member }) => member)) })}</p>
        )}
      </div>
    </details>
  );
}

function Mine({ one }: { one: Proposal }) {
  const { t } = useWords();
  const { delegation, hands_on: handsOn, is_cast: isCast, cast_by: by } = one.hands;
  if (one.has_voted) return by === null ? null : <p>{t('hands_done', { name: by.name })}</p>;
  if (delegation === null) return null;
  const key = isCast ? 'hands_cast' : handsOn ? 'hands_chain' : 'hands_will';
  return <p>{t(key, { name: delegation.to.name })}</p>;
}

/** My part in votes through others on one proposal. */
export function ProposalHands({
  one,
  ...props
}: Omit<Props, 'known'> & { one: Proposal; known: Delegations | null }) {
  const { t } = useWords();
  const { known } = props;
  const { delegation, carries_for: others } = one.hands;
  const isForThis = delegation?.proposal_id === one.id;
  return (
    <>
      <Mine one={one} />
      {others.length > 0 && <p>{t('hands_for', { names: namesOf(others) })}</p>}
      {one.may_vote && isForThis && <TakeBack {...props} name={delegation.id} />}
      {one.may_vote && one.may_delegate && !isForThis && !one.hands.is_cast && known !== null && (
        <details class="why">
          <summary>{t('hands_one')}</summary>
          <HandOver {...props} known={known} proposal={one.id} />
        </details>
      )}
    </>
  );
}

/** Who voted what, and by whom, where votes are open. */
export function Ballots({ one }: { one: Proposal }) {
  const { t } = useWords();
  if (one.ballots.length === 0) return null;
  return (
    <details class="why">
      <summary>{t('ballots')}</summary>
      <ul class="proposal-changes">
        {one.ballots.map(({ member, vote, cast_by: by }) => (
          <li key={member.id}>
            {t('ballot_of', { name: member.name, vote: t(`ballot_${vote}`) })}{' '}
            {by !== null && t('ballot_by', { name: by.name })}
          </li>
        ))}
      </ul>
    </details>
  );
}
