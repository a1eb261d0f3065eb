import { useState } from 'preact/hooks';
import { useSending } from './asking';
import { Button } from './Button';
import type { Client } from './client';
import { Failure } from './Failure';
import { Choice } from './fields';
import type { Delegations, Member, Proposal } from './votes';
import { useWords } from './words';

interface Props {
  client: Client;
  known: Delegations;
  /** Something was handed over or taken back. */
  onChange: () => void;
}

function HandOver({ client, known, onChange, proposal }: Props & { proposal?: string }) {
  const { t } = useWords();
  const [to, setTo] = useState('');
  const { isBusy, failure, send } = useSending();
  const give = (event: Event): void => {
    event.preventDefault();
    const about = proposal === undefined ? {} : { proposal_id: proposal };
    send(() => client.post('/v1/delegations', { to, ...about }), onChange);
  };
  return (
    <form class="stack" onSubmit={give}>
      <Choice
        label={t('hands_who')}
        value={to}
        none=""
        options={known.members.map(({ id, name }) => ({ value: id, text: name }))}
        onChange={setTo}
      />
      <Failure error={failure} />
      <Button type="submit" isDisabled={to === ''} isBusy={isBusy}>
        {t('hands_give')}
      </Button>
    </form>
  );
}

function TakeBack({ client, onChange, name }: Omit<Props, 'known'> & { name: string }) {
  const { t } = useWords();
  const { isBusy, failure, send } = useSending();
  return (
    <>
      <Failure error={failure} />
      <Button
        isBusy={isBusy}
        onPress={() => send(() => client.remove(`/v1/delegations/${name}`), onChange)}
      >
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
