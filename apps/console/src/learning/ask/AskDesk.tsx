import type { Box, Round } from '@haustra/domain';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.js';
import type { Question } from '../api/answers.js';
import { asCallFailure, type CallFailure } from '../api/failure.js';
import { useDesk } from '../context.js';
import { NameForm } from '../NameForm.js';
import { LoadFailure } from '../ProblemNote.js';
import { AskHelp } from './AskHelp.js';
import { AskPicture } from './AskPicture.js';
import { AskProgress } from './AskProgress.js';
import { AskSaid } from './AskSaid.js';
import { MIDDLE } from './box.js';
import type { Sight } from './FramePicture.js';
import { OutboxNote } from './OutboxNote.js';
import { shownLesions } from './sheet.js';
import type { Sketch } from './sketch.js';
import { type Ask, useAsk } from './use-ask.js';
import { useAskKeys } from './use-ask-keys.js';

interface AskDeskProps {
  readonly round: Round;
  readonly first: readonly Question[];
  readonly atOnce: number;
  readonly doctor: string;
  readonly onDoctor: (name: string) => void;
}

/** One picture at a time: what the model sees in it, and what the doctor says of it. */
export function AskDesk({ round, first, atOnce, doctor, onDoctor }: AskDeskProps) {
  const { t } = useTranslation();
  const { api } = useDesk();
  const ask = useAsk(round, first, doctor);
  const [sketch, setSketch] = useState<Sketch | null>(null);
  const [panel, setPanel] = useState<'help' | 'name' | null>(null);
  const [more, setMore] = useState<{ none: boolean; failure: CallFailure | null } | null>(null);
  const { question, sheet, at } = ask;
  // Kept with the picture that it is of: a picture that stands there at once would else be taken for the one before, not seen yet.
  const [told, setTold] = useState<{ at: number; sight: Sight }>({ at, sight: 'loading' });
  const sight = told.at === at ? told.sight : 'loading';
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture, another sketch
  useEffect(() => setSketch(null), [at]);
  useNextPictures(round.id, ask);
  const keep = (done: Sketch) => {
    ask.perform(
      done.at === null ? { type: 'add', box: done.box } : { type: 'reshape', at: done.at, box: done.box },
    );
    setSketch(null);
  };
  const begin = (kind: 'draw' | 'reshape') => {
    if (!sheet) return;
    if (kind === 'draw') return setSketch({ at: null, box: MIDDLE });
    const shown = shownLesions(sheet);
    const which = sheet.chosen ?? (shown.length === 1 ? 0 : null);
    const box: Box | undefined = which === null ? undefined : shown[which]?.box;
    if (which !== null && box) setSketch({ at: which, box });
  };
  useAskKeys({
    ask,
    sketch,
    seen: sight === 'seen',
    off: panel !== null,
    setSketch,
    keep,
    begin,
    help: () => setPanel('help'),
  });
  const askMore = async () => {
    setMore(null);
    try {
      const found = ask.addQuestions(await api.questions(round.id, ask.questions.length + atOnce));
      setMore(found === 0 ? { none: true, failure: null } : null);
    } catch (thrown) {
      setMore({ none: false, failure: asCallFailure(thrown) });
    }
  };
  if (!question || !sheet) return null;
  return (
    <section className="ask" aria-label={t('learn.ask.title')}>
      <div className="ask-main">
        <OutboxNote />
        <AskPicture
          key={question.frame.n}
          src={api.picture(round.id, question.frame.n)}
          sheet={sheet}
          sketch={sketch}
          onSketch={setSketch}
          onKeep={keep}
          onSight={(now) => setTold({ at, sight: now })}
          onChoose={(which) => ask.perform({ type: 'choose', at: which })}
        />
      </div>
      <aside className="ask-side">
        <div className="ask-scroll">
          <AskProgress ask={ask} />
          <AskSaid
            ask={ask}
            sheet={sheet}
            off={sight === 'broken'}
            question={question}
            onDraw={() => begin('draw')}
            drawing={sketch !== null}
          />
          {ask.answered.every(Boolean) && (
            <div className="ask-more">
              <p>{t(more?.none === true ? 'learn.ask.noMore' : 'learn.ask.all')}</p>
              {more?.failure && <LoadFailure failure={more.failure} onAgain={() => void askMore()} />}
              {more === null && (
                <button type="button" onClick={() => void askMore()}>
                  {t('learn.ask.more')}
                </button>
              )}
            </div>
          )}
        </div>
        <p className="ask-who">
          <span>{t('learn.ask.by', { name: doctor })}</span>
          <button type="button" className="plain" onClick={() => setPanel('name')}>
            {t('learn.ask.change')}
          </button>
          <button type="button" className="plain" onClick={() => setPanel('help')}>
            {t('learn.ask.keys')} (?)
          </button>
        </p>
      </aside>
      {panel === 'help' && <AskHelp onClose={() => setPanel(null)} />}
      {panel === 'name' && (
        <Panel title={t('learn.name')} onClose={() => setPanel(null)}>
          <NameForm
            name={doctor}
            action={t('learn.ask.take')}
            onCancel={() => setPanel(null)}
            onName={(name) => {
              onDoctor(name);
              setPanel(null);
            }}
          />
        </Panel>
      )}
    </section>
  );
}

/** Pictures loaded ahead, so that the next one is there at once. */
const AHEAD = 2;

function useNextPictures(roundId: string, { questions, at }: Ask): void {
  const { api } = useDesk();
  useEffect(() => {
    for (const { frame } of questions.slice(at + 1, at + 1 + AHEAD)) {
      const picture = new Image();
      picture.src = api.picture(roundId, frame.n);
    }
  }, [api, roundId, questions, at]);
}
