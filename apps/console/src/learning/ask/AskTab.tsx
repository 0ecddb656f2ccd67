import type { Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { useLoaded } from '../context.js';
import { NameForm } from '../NameForm.js';
import { LoadFailure } from '../ProblemNote.js';
import { useDoctor } from '../use-doctor.js';
import { AskDesk } from './AskDesk.js';
import { OutboxNote } from './OutboxNote.js';

/** Questions asked at once. */
const AT_ONCE = 24;

/** What the round would like to know of a doctor. */
export function AskTab({ round }: { round: Round }) {
  const { t } = useTranslation();
  const [doctor, remember] = useDoctor();
  const ready = round.stage !== 'gather';
  const questions = useLoaded(({ api }) => api.questions(round.id, AT_ONCE), ready ? round.id : null);
  if (!ready)
    return (
      <>
        <OutboxNote />
        <p className="empty">{t('learn.ask.gathering')}</p>
      </>
    );
  if (doctor === null)
    return (
      <section className="card ask-name">
        <h2>{t('learn.ask.title')}</h2>
        <p>{t('learn.ask.intro')}</p>
        <NameForm name={null} action={t('learn.ask.begin')} onName={remember} />
      </section>
    );
  if (questions.failure) return <LoadFailure failure={questions.failure} onAgain={questions.again} />;
  if (questions.value === null) return <p className="empty">{t('learn.loading')}</p>;
  if (questions.value.length === 0) return <p className="empty">{t('learn.ask.nothing')}</p>;
  return (
    <AskDesk round={round} first={questions.value} atOnce={AT_ONCE} doctor={doctor} onDoctor={remember} />
  );
}
