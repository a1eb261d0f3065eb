import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useSending } from './asking';
import { Button } from './Button';
import type { Client } from './client';
import { Failure } from './Failure';
import { Ballots, ProposalHands, StandingHands } from './Hands';
import { Notice } from './Notice';
import { VOTES, withProposal, type Delegations, type Proposal, type Vote } from './votes';
import { ProposeForm } from './ProposeForm';
import { SkeletonLines } from './Skeleton';
import { useWords } from './words';
import './proposals.css';

interface CardProps {
  one: Proposal;
  client: Client;
  onChange: (changed: Proposal) => void;
}

interface MoreProps extends CardProps {
  isPage: boolean;
  hands: Delegations | null;
  /** Votes were handed over or taken back, which may change every proposal. */
  onHands: () => void;
}

function Ballot({ one, client, onChange }: CardProps) {
  const { t } = useWords();
  const name = useId();
  const [vote, setVote] = useState<Vote | null>(null);
  const { isBusy, failure, send } = useSending();
  const cast = (event: Event): void => {
    event.preventDefault();
    send(() => client.post<Proposal>(`/v1/proposals/${one.id}/ballots`, { vote }), onChange);
  };
  return (
    <form class="stack" onSubmit={cast}>
      <fieldset class="ballot">
        <legend>{t('vote_yours')}</legend>
        {VOTES.map((choice) => (
          <label key={choice} class="ballot-choice">
            <input
              type="radio"
              name={name}
              checked={vote === choice}
              onChange={() => setVote(choice)}
            />
            {t(`vote_${choice}`)}
          </label>
        ))}
      </fieldset>
      <p class="small soft">{t(one.is_secret ? 'vote_secret' : 'vote_open')}</p>
      <Failure error={failure} />
      <Button type="submit" look="main" isDisabled={vote === null} isBusy={isBusy}>
        {t('vote_cast')}
      </Button>
    </form>
  );
}

function Card({ one, client, onChange, isPage, hands, onHands }: MoreProps) {
  const { t, formats } = useWords();
  const title = t('proposal_of', { day: formats.date(one.opened_at) });
  const isOpen = one.state === 'open';
  const tone = isOpen ? 'look' : one.state === 'adopted' ? 'good' : 'calm';
  const card = useRef<HTMLElement>(null);
  const cast = (changed: Proposal): void => {
    onChange(changed);
    card.current?.focus(); // the form that had the focus is gone
  };
  return (
    <article class="card stack" ref={card} tabIndex={-1} aria-label={title}>
      {isPage ? <h2>{title}</h2> : <h3>{title}</h3>}
      <ul class="proposal-changes">
        {one.changes.map(({ clause, text }) => (
          <li key={clause}>{text}</li>
        ))}
      </ul>
      <blockquote class="proposal-reason">{one.reason}</blockquote>
      <Notice tone={tone} title={one.message}>
        {t(isOpen ? 'proposal_until' : 'proposal_ended', {
          day: formats.date(one.closes_at),
          from: formats.date(one.valid_from),
        })}
      </Notice>
      <p>
        {t('proposal_turnout', { cast: one.num_cast, all: one.num_electors })}{' '}
        {one.count !== null && t('proposal_count', one.count)}
      </p>
      {one.has_voted && one.hands.cast_by === null && (
        <p>
          {t('vote_done')} {one.my_vote !== null && t(`vote_${one.my_vote}`)}
        </p>
      )}
      {one.may_vote && <Ballot one={one} client={client} onChange={cast} />}
      <ProposalHands one={one} client={client} known={hands} onChange={onHands} />
      <Ballots one={one} />
    </article>
  );
}

/** Changes of the rules that members propose: what changes, the vote, and what came of it. */
export function Proposals({ client, isPage = false }: { client: Client; isPage?: boolean }) {
  const { t, language } = useWords();
  const [found, setFound] = useState<Proposal[] | null>(null);
  const [hands, setHands] = useState<Delegations | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [numHanded, setNumHanded] = useState(0);
  const reload = (): void => setNumHanded((number) => number + 1);
  useEffect(() => {
    let isCurrent = true;
    client.get<Delegations>('/v1/delegations').then(
      (known) => isCurrent && setHands(known),
      () => isCurrent && setHands(null),
    );
    client.get<{ proposals: Proposal[] }>('/v1/proposals').then(
      ({ proposals }) => {
        if (!isCurrent) return;
        setFound(proposals);
        setFailure(null);
      },
      (error: unknown) => isCurrent && setFailure(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, language, numHanded]);
  const put = (changed: Proposal): void => setFound((known) => withProposal(known ?? [], changed));
  return (
    <section class="stack wide proposals">
      {isPage ? <h1>{t('proposals')}</h1> : <h2>{t('proposals')}</h2>}
      <Failure error={failure} />
      {failure === null && found === null && <SkeletonLines count={3} />}
      {found?.length === 0 && <p class="empty">{t('proposals_none')}</p>}
      {found?.map((one) => (
        <Card
          key={one.id}
          one={one}
          client={client}
          onChange={put}
          isPage={isPage}
          hands={hands}
          onHands={reload}
        />
      ))}
      {hands !== null && <StandingHands client={client} known={hands} onChange={reload} />}
      {found !== null && <ProposeForm client={client} onMade={put} />}
    </section>
  );
}
