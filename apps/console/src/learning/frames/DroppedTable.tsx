import type { GatheredFrame } from '@haustra/domain';
import { useTranslation } from 'react-i18next';
import { clockText } from '../../components/format.js';
import { percentText } from '../format.js';

/** Frames that were dropped; their pictures are not kept, so the place in the recording is given. */
export function DroppedTable({ frames }: { frames: readonly GatheredFrame[] }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="table-frame">
      <table>
        <thead>
          <tr>
            <th>{t('learn.frames.source')}</th>
            <th className="number">{t('learn.frames.time')}</th>
            <th>{t('learn.ask.organ')}</th>
            <th className="number">{t('learn.frames.usable')}</th>
          </tr>
        </thead>
        <tbody>
          {frames.map((frame) => (
            <tr key={frame.n}>
              <td>{frame.source}</td>
              <td className="number">{frame.atMs === null ? '–' : clockText(frame.atMs)}</td>
              <td>{frame.organ === null ? '–' : t(`organ.${frame.organ}`)}</td>
              <td className="number">
                {frame.usable === null ? '–' : percentText(frame.usable, i18n.language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
