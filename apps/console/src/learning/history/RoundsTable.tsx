import type { Round } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { hashOf } from '../../pages/route.js';
import { timeText } from '../format.js';
import { awaitsDecision } from '../state.js';

/** The rounds, the newest first; each leads to its own pages. */
export function RoundsTable({ rounds }: { rounds: readonly Round[] }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="table-frame">
      <table>
        <thead>
          <tr>
            <th>{t('learn.history.started')}</th>
            <th>{t('learn.history.state')}</th>
            <th className="number">{t('learn.counts.kept')}</th>
            <th className="number">{t('learn.counts.corrections')}</th>
            <th>{t('learn.tab.gate')}</th>
            <th>{t('learn.history.decision')}</th>
          </tr>
        </thead>
        <tbody>
          {rounds.map((round) => (
            <tr key={round.id}>
              <td>
                <a href={hashOf({ page: 'learning', tab: 'now', round: round.id })}>
                  {timeText(round.startedAt, i18n.language)}
                </a>
              </td>
              <td>
                {t(awaitsDecision(round) ? 'learn.state.decision' : `learn.state.${round.state}`)}
                {round.state !== 'done' && <small> · {t(`learn.stage.${round.stage}`)}</small>}
              </td>
              <td className="number">{round.counts.kept}</td>
              <td className="number">{round.counts.corrections}</td>
              <td>
                {round.gatePassed === null ? (
                  '–'
                ) : (
                  <a href={hashOf({ page: 'learning', tab: 'gate', round: round.id })}>
                    {t(round.gatePassed ? 'learn.history.gatePassed' : 'learn.history.gateRefused')}
                  </a>
                )}
              </td>
              <td>{round.decision === null ? '–' : t(`learn.history.${round.decision}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
